// All that programs could find out about the system, as text: so that a test can say that a call changed nothing, and
// what, if it did.

import FTLTypes

@testable import KernelCore
@testable import KernelTesting

struct SystemState: Equatable {
    private(set) var lines: [String] = []

    init(_ system: TestSystem) {
        let (kernel, machine) = (system.kernel, system.machine)
        lines = [
            "processes \(kernel.processCount)", "threads \(kernel.threadCount)", "handles \(kernel.handleCount)",
            "messages \(kernel.messageCount)", "traced \(kernel.tracedCount)", "free pages \(system.memory.freePages)",
            "committed pages \(system.memory.committedPages)",
            "kernel pages \(system.memory.kernelPages)", "mapped \(machine.mappedCount)",
            "spaces \(machine.userSpaces.count)",
            "tables \(machine.tables.count)", "contexts \(machine.contexts.count)",
            // A call that is traced prints, however it goes.
            "printed \(kernel.tracedCount > 0 ? 0 : machine.output.count)",
            "next alarm \(kernel.deadlines.nextTime ?? 0)",
        ]
        var candidate = kernel.processes.first
        while let process = candidate {
            describe(process)
            candidate = process.next
        }
    }

    private mutating func describe(_ process: KernelCore.Process) {
        let name = process.name
        let account = process.account
        lines.append("\(name) is \(process.state), has \(account.bytes) bytes, \(account.spaces) spaces")
        lines.append("\(name) has \(account.queued) bytes queued, \(account.processes) processes below it")
        lines.append("\(name) starts with \(process.startHandles.map(\.rawValue)), wrote \(process.line.bytes.count)")
        for (index, thread) in process.threads.enumerated() {
            // Whoever called last is running; that is not for a program to see.
            let state = thread.state == .waiting ? " waits" : thread.state == .created ? " is new" : ""
            lines.append("thread \(index) of \(name)\(state)")
        }
        for mapping in process.space.mappings { lines.append("\(name) has mapped \(mapping.range)") }
        process.handles.forEach { (number, handle) in
            var line = "\(name) has \(number.rawValue): \(handle.object.type) \(handle.rights.rawValue)"
            if let source = handle.object.eventSource {
                line += source.sink == nil ? "" : " in a sink"
                line += source.hasEvent ? " with an event" : ""
            }
            if let channel = handle.object as? KernelCore.Channel {
                line += ", \(channel.queueLength) messages, peer of \(channel.peerOwner)"
            }
            lines.append(line)
        }
    }

    /// What is not the same.
    func difference(from other: SystemState) -> [String] {
        if lines == other.lines { return [] }
        let (now, before) = (Set(lines), Set(other.lines))
        return now.subtracting(before).sorted().map { "now: \($0)" }
            + before.subtracting(now).sorted().map { "before: \($0)" }
    }
}
