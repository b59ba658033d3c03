// The kernel's logic as a world for the model: its processes are programs of a test system, and their calls go through
// the kernel's one way in, with the words that the row in the table asks for.

import APIModel
import FTLTypes

@testable import KernelCore
@testable import KernelTesting

final class KernelWorld: World {
    let system: TestSystem
    /// Every object that a handle was ever made for.
    let live = Liveness()
    private var programs: [Program] = []
    private let rows = Syscall.allCases.map { $0.signature.parameters }

    private let isolations: [Isolation]

    /// - Parameter isolations: those of the processes, in turn.
    init(_ system: TestSystem, processes: Int, isolations: [Isolation]) throws {
        self.system = system
        self.isolations = isolations
        for index in 0..<processes { programs.append(try makeProgram(index)) }
    }

    private func makeProgram(_ index: Int) throws(FTLError) -> Program {
        let program = try Program(system, name: "player", isolation: isolations[index % isolations.count])
        live.watch(program.process)
        return program
    }

    var processCount: Int { programs.count }

    func perform(_ call: ModelCall, by process: Int) -> Answer {
        let program = programs[process]
        var words = (0..<7).map { call.words[$0] }
        var outputs = false
        var next = 0
        for parameter in call.number < UInt(rows.count) ? rows[Int(call.number)] : [] {
            switch parameter.kind {
            case .bytesIn:
                program.store(call.input.bytes, at: program.outgoing)
                (words[next], words[next + 1]) = (program.outgoing, UInt(call.input.count))
            case .body:
                program.store(call.input.bytes, at: program.outgoing)
                words[next] = program.outgoing
                words[1] = words[1] & ~0xffff_0000 | UInt(call.input.count) << 16
            case .bytesOut:
                program.store([UInt8](repeating: 0, count: call.outputCount), at: program.incoming)
                (words[next], words[next + 1]) = (program.incoming, UInt(call.outputCount))
                outputs = true
            default: break
            }
            next += parameter.kind.words
        }
        guard let result = program.enter(number: call.number, words) else { return Answer(result: nil) }
        if result > 0, let syscall = Syscall(rawValue: call.number) { watchResult(UInt(result), of: syscall, program) }
        return Answer(result: result, output: outputs ? program.load(call.outputCount, at: program.incoming) : [])
    }

    private func watchResult(_ result: UInt, of syscall: Syscall, _ program: Program) {
        switch syscall {
        case .channelCreate:
            watch(result & 0xffff_ffff, program)
            watch(result >> 32, program)
        case .sinkCreate, .timerCreate, .vmAreaCreate: watch(result, program)
        default: break
        }
    }

    private func watch(_ handle: UInt, _ program: Program) {
        if let object = try? program.object(handle) { live.watch(object) }
    }

    func connect(_ first: Int, _ second: Int) -> (UInt32, UInt32) {
        let (one, two) = KernelCore.Channel.makePair()
        return (
            insert(one, [.read, .write, .transfer], first),
            insert(two, [.read, .write, .transfer], second)
        )
    }

    func hiddenHandles(of process: Int) -> [UInt32] { [] }

    var endsProcesses: Bool { true }

    func watch(_ process: Int, by watcher: Int) -> UInt32 {
        insert(programs[process].process, [.read, .manage, .duplicate, .transfer], watcher)
    }

    private func insert(_ object: KernelObject, _ rights: Rights, _ process: Int) -> UInt32 {
        programs[process].process.insert(system.kernel.makeHandle(object, rights)).rawValue
    }

    func restart(_ process: Int) {
        system.settle()
        guard let program = try? makeProgram(process) else { fatalError("no memory for another program") }
        programs[process] = program
    }

    var time: UInt64? { system.machine.time }

    func advance(to time: UInt64) {
        system.machine.time = time
        system.kernel.timerInterrupt(on: system.hart)
    }

    func handleCount(of process: Int) -> Int? { programs[process].process.handles.count }

    /// Ends all processes.
    func end() {
        for program in programs { program.kill() }
        programs = []
    }
}
