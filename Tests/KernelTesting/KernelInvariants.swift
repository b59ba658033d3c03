// What is true of the kernel between any two calls: counters and lists that say the same thing say it alike.

import FTLTypes
import MachineTesting

@testable import KernelCore

extension Kernel {
    func checkInvariants(machine: FakeMachine) throws {
        func require(_ isTrue: Bool, _ what: @autoclosure () -> String) throws {
            guard isTrue else { throw FuzzFailure(what()) }
        }
        var (count, threadTotal, handleTotal, tracedTotal, queued) = (0, 0, 0, 0, 0)
        var states: [Thread.State: Int] = [:]
        var readyTotal = 0
        var candidate = processes.first
        while let process = candidate {
            candidate = process.next
            count += 1
            threadTotal += process.threads.count
            handleTotal += process.handles.count
            tracedTotal += process.isTraced ? 1 : 0
            for thread in process.threads { states[thread.state, default: 0] += 1 }
            for resource in Resource.allCases {
                let (used, limit) = (process.used(resource), process.account.limit(resource))
                try require(0...limit ~= used, "process \(process.id) has \(used) \(resource) of \(limit)")
            }
            try require(0...Limits.spacesPerProcess ~= process.account.spaces, "process \(process.id) has spaces")
            var ready = 0
            var thread = process.readyThreads.head?.object
            while let next = thread {
                try require(next.process === process && next.state == .ready, "a thread in the wrong queue")
                ready += 1
                thread = next.next?.object
            }
            readyTotal += ready
            try require(process.turn.isQueued == (ready > 0), "process \(process.id) stands wrongly in the run queue")
            var end: UInt = 0
            for mapping in process.space.mappings {
                try require(mapping.range.lowerBound >= end, "mappings of process \(process.id) overlap")
                end = mapping.range.upperBound
                // Pages that nobody touched need not be there; one that is there is the area's.
                for address in [mapping.range.lowerBound, end - UInt(pageSize)] {
                    guard let there = machine.mapped(at: address, in: process.space.translation) else { continue }
                    let page = mapping.area.page(at: mapping.areaOffset(of: address) >> pageShift)
                    try require(page == there.page, "process \(process.id) has another's page at \(address)")
                }
            }
            process.handles.forEach { (_, handle) in
                if handle.object is KernelCore.Channel { queued += Int(handle.object.details.1) }
            }
        }
        if let only = readyQueue.only?.object {
            try require(only.state == .ready && readyTotal == 0, "who is the only one that is ready is not")
            readyTotal = 1
        }
        try require(count == processCount, "\(processCount) processes, \(count) in the list")
        try require(threadTotal == threadCount, "\(threadCount) threads, \(threadTotal) in processes")
        try require(tracedTotal == tracedCount, "\(tracedCount) traced, \(tracedTotal) in the list")
        try require(states[.dead] == nil, "a process has a dead thread")
        try require(states[.running, default: 0] == 1, "\(states[.running, default: 0]) threads run")
        try require(states[.ready, default: 0] == readyTotal, "\(readyTotal) threads in the run queue")
        // A message carries one handle at most; some are in channels that are on their way themselves.
        try require(0...messageCount ~= handleCount - handleTotal, "\(handleCount) handles, \(handleTotal) in tables")
        try require(queued <= messageCount, "\(messageCount) messages, \(queued) in queues")
        try require(machine.contexts.count >= threadTotal, "threads without contexts")
    }
}

extension KernelCore.Process {
    /// How much it has of something that it has a quota of.
    func used(_ resource: Resource) -> Int {
        switch resource {
        case .pages: (account.bytes + pageSize - 1) / pageSize
        case .handles: handles.count
        case .threads: threads.count
        case .queued: account.queued
        case .processes: account.processes
        case .share: share
        }
    }
}
