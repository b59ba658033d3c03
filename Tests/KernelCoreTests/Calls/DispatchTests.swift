// The one way in: every number, known or not, and the table that says what each call takes.

import FTLTypes
import Testing

@testable import KernelCore
@testable import KernelTesting

@Suite struct DispatchTests {
    let system = TestSystem()
    let program: Program

    init() throws { program = try Program(system) }

    @Test func aNumberThatNoCallHasIsUnknown() {
        let last = Syscall.allCases.map(\.rawValue).max()!
        let numbers: [UInt] = [last + 1, 1000, 1 << 31, 1 << 32, 1 << 63, .max, .max - 4094]
        for number in numbers { #expect(program.enter(number: number, []) == FTLError.unknownSyscall.result) }
    }

    @Test func everyCallOfTheTableIsHandled() throws {
        for syscall in Syscall.allCases where syscall.signature.result != .never && syscall != .sinkWait {
            let result = program.enter(number: syscall.rawValue, [])
            #expect(result != FTLError.unknownSyscall.result, "\(syscall)")
        }
    }

    @Test func theTableHasNoGapsNoTwoOfANameAndNoCallWithMoreWordsThanThereAre() {
        #expect(Syscall.allCases.map(\.rawValue) == Array(0..<UInt(Syscall.allCases.count)))
        #expect(Set(Syscall.allCases.map { "\($0.signature.name)" }).count == Syscall.allCases.count)
        #expect(Syscall.allCases.allSatisfy { Syscall(number: $0.rawValue) == $0 })
        #expect(Syscall(number: UInt(Syscall.allCases.count)) == nil && Syscall(number: .max) == nil)
        for syscall in Syscall.allCases {
            let words = syscall.signature.arguments.reduce(0) { $0 + $1.words }
            #expect(words <= Syscall.argumentWords, "\(syscall)")
        }
    }

    @Test func aBodyHasTheInfoWordThatSaysItsLengthBeforeIt() {
        for syscall in Syscall.allCases {
            let arguments = syscall.signature.arguments
            guard let body = arguments.firstIndex(of: .body) else { continue }
            #expect(arguments.prefix(body).contains(.info), "\(syscall)")
        }
    }

    @Test func onlyCallsAboutAddressesAreNotForScripts() {
        let hidden = Syscall.allCases.filter { !$0.signature.isForScripts }
        #expect(hidden == [.threadCreate, .vmSpaceMap, .vmSpaceUnmap, .imageCapture])
    }

    @Test func everyHandleIsCheckedForItsTypeAndItsRights() throws {
        // An object of a type that only one call takes, with no right and with all.
        let useless = UInt(program.process.handles.insert(Handle(System(), [])).rawValue)
        let wrong = UInt(program.process.handles.insert(Handle(System(), .all)).rawValue)
        for syscall in Syscall.allCases {
            guard case .handle(let type, let rights)? = syscall.signature.arguments.first, type != .system else {
                continue
            }
            #expect(!rights.isEmpty, "\(syscall) takes a handle and asks for no right")
            let refusals: [(UInt, FTLError)] = [
                (useless, .notAllowed), (wrong, .wrongType), (0, .invalidHandle), (wrong | 1 << 32, .invalidHandle),
            ]
            for (handle, error) in refusals {
                #expect(program.enter(number: syscall.rawValue, [handle]) == error.result, "\(syscall)")
            }
        }
    }

    @Test func shuttingDownNeedsTheSystemHandleAndAStatusThatFits() throws {
        let machine = UInt(program.process.handles.insert(Handle(System(), .power)).rawValue)
        let harmless = UInt(program.process.handles.insert(Handle(System(), [.read, .manage])).rawValue)
        #expect(throws: FTLError.invalidArgument) { try program.call(.systemShutdown, machine, 256) }
        #expect(throws: FTLError.invalidArgument) { try program.call(.systemShutdown, machine, .max) }
        #expect(throws: FTLError.notAllowed) { try program.call(.systemShutdown, harmless, 0) }
        #expect(throws: FTLError.invalidHandle) { try program.call(.systemShutdown, 0, 0) }
    }

    @Test func duplicatesHaveNoRightTheirOriginalHasNot() throws {
        func rights(_ handle: UInt) throws -> Rights {
            try program.process.handles.lookup(program.number(handle)).rights
        }
        let timer = try program.call(.timerCreate)
        let copy = try program.call(.handleDuplicate, timer, .max)
        #expect(try rights(copy) == [.read, .write, .duplicate, .transfer])
        let narrow = try program.call(.handleDuplicate, copy, UInt(Rights([.read, .manage]).rawValue))
        #expect(try rights(narrow) == .read)
        #expect(throws: FTLError.notAllowed) { try program.call(.handleDuplicate, narrow, .max) }
        let (left, _) = try program.makeChannel()
        #expect(throws: FTLError.notAllowed) { try program.call(.handleDuplicate, left, .max) }
    }

    @Test func theTimeIsTheMachines() throws {
        system.machine.time = 123_456_789
        #expect(try program.call(.timeNow) == 123_456_789)
        #expect(try program.call(.null, 1, 2, 3, 4, 5, 6, 7) == 0)
    }
}
