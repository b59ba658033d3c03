// For each call of the table arguments with which it works, and for each kind of argument what is wrong with others.

import FTLTypes
import Testing

@testable import KernelCore
@testable import KernelTesting

/// A program with one of everything, and the words of calls about it.
final class Recipe {
    /// Words in place of an argument's, and what the call may answer to them.
    struct Attempt {
        let what: String
        let words: [UInt]
        let errors: [FTLError]
    }

    let system = TestSystem()
    let program: Program
    private let stranger: Program
    private let child: KernelCore.Process

    init(_ isolation: Isolation = .kernel) throws {
        system.kernel.random = RandomGenerator(seed: [UInt8](repeating: 1, count: RandomGenerator.seedLength))
        system.kernel.bootTime = 1
        program = try Program(system, isolation: isolation)
        stranger = try Program(system, name: "stranger")
        child = try system.kernel.makeProcess(name: "child", arguments: ByteString([]), image: system.image())
        try system.kernel.start(child, system.hart)
        program.store(Array("name".utf8) + [UInt8](repeating: 0, count: 28), at: program.outgoing + 1)
        program.store(Array("xname".utf8), at: program.outgoing)
    }

    /// Everything that a refused call could have changed by mistake.
    var state: [Int] {
        let kernel = system.kernel
        return [
            kernel.handleCount, kernel.messageCount, kernel.threadCount, kernel.processCount, system.memory.freePages,
            system.machine.mappedCount, program.process.handles.count, program.process.threads.count,
            program.process.account.bytes, program.process.account.spaces, program.process.space.mappings.count,
            stranger.process.handles.count, system.machine.output.count, kernel.tracedCount,
            system.memory.committedPages, system.machine.userSpaces.count, program.process.account.queued,
            program.process.account.processes,
        ]
    }

    /// A handle of the program's to a new object of that type.
    private func handle(_ type: ObjectType, _ rights: Rights = .all) throws -> UInt {
        let kernel = system.kernel
        let object: KernelObject
        switch type {
        case .channel:
            let (near, far) = Channel.makePair()
            // Its other end has a message for it, so that there is one to receive.
            let account = stranger.process.account
            try account.charge(queued: Message.cost(0))
            let message = Message()
            message.fill(MessageInfo(kind: .write), 0, 0, StoredHandle(), account)
            near.deliver(message, kernel, system.hart)
            _ = near.takeEvent()
            stranger.process.insertForTest(kernel.makeHandle(far, .all))
            object = near
        case .sink: object = Sink()
        case .timer: object = Timer()
        case .process: object = child
        case .thread: object = try makeThread()
        case .vmArea: object = try VmArea(length: 8192, memory: system.memory, account: nil)
        case .image: object = system.image()
        case .system: object = kernel.system
        case .vmSpace: object = try VmSpace(kernel: kernel, maker: stranger.process.account)
        case .console: object = kernel.console
        case .interrupt: object = try kernel.attach(InterruptSource(100 + kernel.interrupts.count), to: nil)
        }
        return UInt(program.process.insert(kernel.makeHandle(object, rights)).rawValue)
    }

    private func makeThread() throws -> KernelCore.Thread {
        let entry = program.process.imageBase + 0x1400
        return try program.process.makeThread(entry: entry, argument: 0, stackLength: 16384, system.kernel)
    }

    /// Arguments with which the call works.
    func words(for syscall: Syscall) throws -> [UInt] {
        var words: [UInt] = []
        for parameter in syscall.signature.parameters {
            switch parameter.kind {
            case .handle(let type, _): words.append(try handle(type))
            case .optionalHandle: words.append(0)
            case .anyHandle: words.append(try handle(.timer))
            case .consumedHandle: words.append(try handle(.timer))
            case .bytesIn: words += [program.outgoing, 4]
            case .bytesOut: words += [program.incoming, 4096]
            case .body: words.append(program.outgoing)
            case .info: words.append(UInt(MessageInfo(kind: .write, length: 4).rawValue))
            case .deadline: words.append(UInt(system.machine.time))
            case .address: words.append(program.process.imageBase + 0x1400)
            case .word: words.append(1)
            }
        }
        try special(syscall, &words)
        return words
    }

    /// What the table does not say.
    private func special(_ syscall: Syscall, _ words: inout [UInt]) throws {
        switch syscall {
        case .imageCreate: try putProgram(into: &words)
        case .processCreate: words[4] = 0
        case .vmSpaceCreate: words[0] = program.space.isolation.rawValue
        case .processInjectHandle, .processStart, .processLimit:
            let process = try system.kernel.makeProcess(
                name: "new", arguments: ByteString([]), image: system.image())
            words[0] = UInt(program.process.insert(system.kernel.makeHandle(process, .all)).rawValue)
        case .processKill:
            let process = try system.kernel.makeProcess(
                name: "old", arguments: ByteString([]), image: system.image())
            words[0] = UInt(program.process.insert(system.kernel.makeHandle(process, .all)).rawValue)
        case .sinkRemove: try program.call(.sinkAdd, words[0], words[1])
        case .sinkWait:
            let timer = try handle(.timer)
            try program.call(.sinkAdd, words[0], timer)
            try program.call(.timerSet, timer, 1)
        case .threadCreate: words[2] = 16384
        case .vmAreaRead, .vmAreaWrite: words[1] = 0
        case .vmSpaceMap: (words[2], words[3]) = (0, 4096)
        case .vmSpaceUnmap: words[1] = try program.call(.vmSpaceMap, 0, try handle(.vmArea), 0, 4096)
        case .systemHandles, .systemProcess, .systemTrace: words[1] = UInt(child.id)
        default: break
        }
    }

    /// An area with a program file in it, in place of the first argument.
    private func putProgram(into words: inout [UInt]) throws {
        let file = ProgramFile().bytes()
        program.store(file, at: program.incoming)
        words[0] = try handle(.vmArea)
        try program.call(.vmAreaWrite, words[0], 0, program.incoming, UInt(file.count))
        (words[1], words[2]) = (0, UInt(file.count))
    }

    // MARK: What is wrong

    /// Arguments of a kind with which the call must be refused.
    func attempts(_ kind: ArgumentKind) throws -> [Attempt] {
        switch kind {
        case .handle(let type, let rights): return try noHandles() + [none] + wrong(type) + lacking(type, rights)
        case .optionalHandle(let type, let rights): return try noHandles() + wrong(type) + lacking(type, rights)
        case .anyHandle(let rights): return try noHandles() + [none] + lacking(.timer, rights)
        case .consumedHandle: return try noHandles() + lacking(.timer, .transfer) + [unstarted()]
        case .bytesIn, .bytesOut:
            // A buffer that is too long may be refused for that, before or after its address is looked at.
            return buffers(kind == .bytesIn ? .read : .write).map { (what, address, length) in
                Attempt(what: what, words: [address, length], errors: [.badAccess, .tooLarge])
            }
        case .body:
            return buffers(.read).filter { $0.2 == 64 }.map { (what, address, _) in
                Attempt(what: what, words: [address], errors: [.badAccess])
            }
        case .address:
            return [0, 1, .max, program.memory + 1, stranger.memory].map {
                Attempt(what: "the address \($0)", words: [$0], errors: [.badAccess, .notFound, .notAllowed])
            }
        case .info:
            let info = MessageInfo(rawValue: UInt64(UInt16.max) << 16 | 3)
            return [Attempt(what: "too long a body", words: [UInt(info.rawValue)], errors: [.tooLarge, .badAccess])]
        case .word, .deadline: return []
        }
    }

    private var none: Attempt { Attempt(what: "no handle", words: [0], errors: [.invalidHandle]) }

    private func noHandles() throws -> [Attempt] {
        let closed = try handle(.timer)
        try program.call(.handleClose, closed)
        let open = try handle(.timer)
        let foreign = UInt(stranger.process.insert(system.kernel.makeHandle(Timer(), .all)).rawValue) | 0x7000
        return [closed, open | 1 << 32, open ^ 1 << 12, UInt.max, 1, foreign].map {
            Attempt(what: "the number \($0), which is no handle", words: [$0], errors: [.invalidHandle])
        }
    }

    private func wrong(_ type: ObjectType) throws -> [Attempt] {
        try ObjectType.allCases.filter { $0 != type }.map {
            Attempt(what: "a \($0)", words: [try handle($0)], errors: [.wrongType])
        }
    }

    private func lacking(_ type: ObjectType, _ rights: Rights) throws -> [Attempt] {
        try (0..<7).map { Rights(rawValue: 1 << $0) }.filter { rights.contains($0) }.map {
            let held = Rights.all.subtracting($0)
            return Attempt(
                what: "one without right \($0.rawValue)", words: [try handle(type, held)], errors: [.notAllowed])
        }
    }

    /// A process that is not started stays with whoever made it.
    private func unstarted() throws -> Attempt {
        let process = try system.kernel.makeProcess(name: "new", arguments: ByteString([]), image: system.image())
        let number = program.process.insert(system.kernel.makeHandle(process, .all))
        return Attempt(what: "a process not started", words: [UInt(number.rawValue)], errors: [.invalidState])
    }

    private func buffers(_ access: Permissions) -> [(String, UInt, UInt)] {
        let end = program.memory + UInt(Program.memoryLength)
        var buffers: [(String, UInt, UInt)] = [
            ("null", 0, 64), ("an address of the kernel's", 0x3f_8020_0000, 64), ("the last bytes", .max - 63, 64),
            ("another process's memory", stranger.memory, 64), ("a buffer past its mapping's end", end - 2, 64),
            ("a buffer before its mapping", program.memory - 32, 64), ("an address not in Sv39", 1 << 40, 64),
            ("a length that wraps", program.memory + 8, .max - 7), ("all there is", program.memory, .max),
        ]
        buffers += [
            ("a buffer in the guard of the stack", program.thread.guardRange.lowerBound, 64),
            ("a buffer that begins in the guard of the stack", program.thread.stack.lowerBound - 1, 64),
            ("a buffer past the end of the stack", program.thread.stack.upperBound - 2, 64),
        ]
        if access == .write { buffers.append(("code", program.process.imageBase + 0x1400, 64)) }
        return buffers
    }
}

extension KernelCore.Process {
    fileprivate func insertForTest(_ handle: KernelCore.Handle) { _ = insert(handle) }
}
