// Each request for memory refused in turn: the call that asked answers an error and has changed nothing, made again it
// works, and in the end nothing is lost. And each call made where there is none of something at all.

import FTLTypes
import Testing

@testable import KernelCore
@testable import KernelTesting

@Suite struct AllocationFailureTests {
    /// Plays the conversation.
    ///
    /// - Parameter refused: which request is refused; nil: none.
    /// - Returns: all requests there were, and the errors of calls that were refused.
    private func play(_ isolation: Isolation, refusing refused: Int?) throws -> (requests: [String], errors: [FTLError])
    {
        let system = TestSystem(pages: 1200)
        _ = system.image()
        let free = system.memory.freePages
        let refusals = Refusals(refusing: refused, in: system)
        let conversation = try Conversation(system, isolation)
        var errors: [FTLError] = []
        var (step, hadRefused) = (0, false)
        conversation.before = { number, _, _ in step = number }
        conversation.make = { caller, syscall, words, thread in
            system.run(thread)
            let state = SystemState(system)
            refusals.isOn = true
            let result = caller.enter(number: syscall.rawValue, words, by: thread)
            refusals.isOn = false
            guard refusals.hasRefused, !hadRefused else { return result }
            hadRefused = true
            let what = "request \(refused ?? 0) (\(refusals.requests.last ?? "")), call \(step), \(syscall)"
            let error = FTLError(result: result ?? 0)
            #expect(error == .outOfMemory || error == .limitReached, "\(what) answered \(result ?? 0)")
            let difference = SystemState(system).difference(from: state)
            #expect(difference == [], "\(what) changed something")
            errors += [error].compactMap { $0 }
            return caller.enter(number: syscall.rawValue, words, by: thread)
        }
        try conversation.run()
        #expect(hadRefused == (refused != nil))
        conversation.forget()
        try system.endEverybody(freePages: free)
        return (refusals.requests, errors)
    }

    @Test(arguments: Isolation.both)
    func eachRequestThatIsRefusedIsAnErrorAndNothingMore(_ isolation: Isolation) throws {
        let requests = try play(isolation, refusing: nil).requests
        let kinds = Set(requests)
        #expect(kinds == ["pages", "reserve", "body", "tables", "context"])
        for refused in requests.indices {
            let (made, errors) = try play(isolation, refusing: refused)
            #expect(made.count > refused && errors.count == 1)
        }
    }

    /// Something that there can be none of.
    enum Shortage: CaseIterable { case pages, reserve, windows, quota, slots }

    @Test(arguments: Shortage.allCases, Isolation.both)
    func eachCallWithoutAnyIsAnErrorAndNothingMore(_ shortage: Shortage, _ isolation: Isolation) throws {
        let system = TestSystem(pages: 1200)
        _ = system.image()
        let free = system.memory.freePages
        let conversation = try Conversation(system, isolation)
        var refusedCalls: Set<Syscall> = []
        conversation.make = { caller, syscall, words, thread in
            system.run(thread)
            // A full table is dear to make, and only those who want a handle would notice.
            let wantsHandle = [.handle, .handlePair].contains(syscall.signature.result)
            guard shortage != .slots || wantsHandle else {
                return caller.enter(number: syscall.rawValue, words, by: thread)
            }
            let giveBack = take(shortage, system, caller.process)
            let state = SystemState(system)
            let result = caller.enter(number: syscall.rawValue, words, by: thread)
            guard let error = result.flatMap({ FTLError(result: $0) }) else {
                giveBack()
                return result
            }
            refusedCalls.insert(syscall)
            #expect(error == .outOfMemory || error == .limitReached, "\(syscall) answered \(error)")
            #expect(SystemState(system).difference(from: state) == [], "\(syscall) changed something")
            giveBack()
            return caller.enter(number: syscall.rawValue, words, by: thread)
        }
        try conversation.run()
        // In user isolation there are no windows to run out of.
        let least = shortage != .windows ? 3 : isolation == .kernel ? 1 : 0
        #expect(refusedCalls.count >= least, "refused: \(refusedCalls)")
        conversation.forget()
        try system.endEverybody(freePages: free)
    }

    /// Takes all there is of something.
    /// - Returns: what gives it back.
    private func take(_ shortage: Shortage, _ system: TestSystem, _ process: KernelCore.Process) -> () -> Void {
        let (kernel, memory) = (system.kernel, system.memory)
        switch shortage {
        case .pages, .reserve:
            // Pages down to the reserve, or until no call begins that makes objects.
            let least = PhysicalMemory.reservePages / (shortage == .pages ? 1 : 2)
            var blocks: [PageNumber] = []
            for order in (0...Buddy.largestOrder).reversed() {
                while memory.availablePages - (1 << order) >= least - (shortage == .pages ? 0 : 1),
                    let block = memory.buddy.allocate(order: order)
                {
                    blocks.append(block)
                }
            }
            return { for block in blocks { memory.free(block) } }
        case .windows:
            var windows: [Range<UInt>] = []
            while let window = kernel.windows.allocate(atLeast: 1) { windows.append(window) }
            return { for window in windows { kernel.windows.free(window) } }
        case .quota:
            let account = process.account
            let rest = account.limit - account.bytes
            try? account.charge(bytes: rest)
            return { account.refund(bytes: rest) }
        case .slots:
            var numbers: [HandleNumber] = []
            while process.handles.hasRoom() { numbers.append(process.insert(Handle(System(), []))) }
            return { for number in numbers { _ = try? process.take(number) } }
        }
    }
}

extension TestSystem {
    /// Ends all processes; nothing may be left.
    func endEverybody(freePages: Int) throws {
        while let process = kernel.processes.first { kernel.end(process, status: -1, .killed, hart) }
        settle()
        try expectEmpty(freePages: freePages)
    }
}
