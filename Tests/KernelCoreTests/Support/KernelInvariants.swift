// What is true of the kernel between any two calls: counters and lists that say the same thing say it alike.

import FTLTypes

@testable import KernelCore

extension Kernel {
    func checkInvariants(machine: FakeMachine) throws {
        func require(_ isTrue: Bool, _ what: @autoclosure () -> String) throws {
            guard isTrue else { throw FuzzFailure(what()) }
        }
        var (count, threadTotal, handleTotal, tracedTotal, queued) = (0, 0, 0, 0, 0)
        var states: [Thread.State: Int] = [:]
        var mapped = 0
        var candidate = processes.first
        while let process = candidate {
            candidate = process.next
            count += 1
            threadTotal += process.threads.count
            handleTotal += process.handles.count
            tracedTotal += process.isTraced ? 1 : 0
            for thread in process.threads { states[thread.state, default: 0] += 1 }
            let (bytes, limit) = (process.account.bytes, process.account.limit)
            try require(0...limit ~= bytes, "process \(process.id) has \(bytes) bytes of \(limit)")
            try require(0...Limits.spacesPerProcess ~= process.account.spaces, "process \(process.id) has spaces")
            try require(process.handles.count <= Limits.handlesPerProcess, "process \(process.id) has many handles")
            try require(process.threads.count <= Limits.threadsPerProcess, "process \(process.id) has many threads")
            var end: UInt = 0
            for mapping in process.space.mappings {
                try require(mapping.range.lowerBound >= end, "mappings of process \(process.id) overlap")
                end = mapping.range.upperBound
                mapped += mapping.range.count / pageSize
            }
            process.handles.forEach { (_, handle) in
                if case .channel(let channel) = handle.object { queued += channel.queueLength }
            }
        }
        try require(count == processCount, "\(processCount) processes, \(count) in the list")
        try require(threadTotal == threadCount, "\(threadCount) threads, \(threadTotal) in processes")
        try require(tracedTotal == tracedCount, "\(tracedCount) traced, \(tracedTotal) in the list")
        try require(states[.dead] == nil, "a process has a dead thread")
        try require(states[.running, default: 0] == 1, "\(states[.running, default: 0]) threads run")
        var readyTotal = 0
        var thread = ready.first
        while let next = thread {
            readyTotal += 1
            thread = next.next
        }
        try require(states[.ready, default: 0] == readyTotal, "\(readyTotal) threads in the run queue")
        // A message carries one handle at most; some are in channels that are on their way themselves.
        try require(0...messageCount ~= handleCount - handleTotal, "\(handleCount) handles, \(handleTotal) in tables")
        try require(queued <= messageCount, "\(messageCount) messages, \(queued) in queues")
        try require(mapped <= machine.mapped.count, "\(mapped) pages of processes are mapped")
        try require(machine.contexts.count >= threadTotal, "threads without contexts")
    }
}
