// What a process may have: at its limit it gets an error, nothing has changed, and nobody else notices. Pages and
// processes count for whoever started the process as well, and come back when they go.

import FTLTypes
import Testing

@testable import KernelCore
@testable import KernelTesting

@Suite struct QuotaTests {
    let system = TestSystem(pages: 8192)
    let parent: Program
    let neighbour: Program

    init() throws {
        parent = try Program(system, name: "parent")
        neighbour = try Program(system, name: "neighbour")
    }

    // MARK: At the limit

    static let bounded: [Resource] = [.pages, .handles, .threads, .queued, .processes]

    /// Takes a little more of it.
    private func take(_ resource: Resource, _ program: Program, _ channel: UInt) throws(FTLError) {
        switch resource {
        case .pages: try program.call(.vmAreaCreate, UInt(pageSize))
        case .handles: try program.call(.timerCreate)
        case .threads: try program.call(.threadCreate, program.process.imageBase + 0x1400, 0, 16384)
        case .queued: try program.send(on: channel, [UInt8](repeating: 1, count: 72))
        case .processes: _ = try program.create()
        case .share: break
        }
    }

    @Test(arguments: bounded) func atItsLimitAProcessGetsAnErrorAndNobodyElseNotices(_ resource: Resource) throws {
        let limit = [.pages: 40, .handles: 20, .queued: 2000][resource] ?? 3
        let child = try parent.start("child", [resource: limit])
        let (channel, _) = try child.makeChannel()
        var refusal: FTLError?
        while refusal == nil { do { try take(resource, child, channel) } catch { refusal = error } }
        #expect(refusal == .limitReached)
        #expect(child.process.used(resource) == limit / 200 * 200 || child.process.used(resource) == limit)
        let state = SystemState(system)
        #expect(throws: FTLError.limitReached) { try take(resource, child, channel) }
        #expect(SystemState(system).difference(from: state) == [])
        for other in [parent, neighbour] {
            let (channel, _) = try other.makeChannel()
            try take(resource, other, channel)
        }
    }

    @Test func aCallThatWantsTwoHandlesTakesNoneWhereThereIsOne() throws {
        let child = try parent.start("child", [.handles: 3])
        for _ in 0..<2 { try child.call(.timerCreate) }
        #expect(throws: FTLError.limitReached) { try child.makeChannel() }
        #expect(child.process.handles.count == 2)
        try child.call(.timerCreate)
    }

    @Test func aProcessIsNotGivenMoreHandlesThanItMayHave() throws {
        let child = try parent.create("child", [.handles: 2])
        for _ in 0..<2 { try parent.call(.processInjectHandle, child, try parent.call(.timerCreate)) }
        let timer = try parent.call(.timerCreate)
        #expect(throws: FTLError.limitReached) { try parent.call(.processInjectHandle, child, timer) }
        try parent.call(.handleClose, timer)
        #expect(try parent.childProcess(child).handles.count == 2)
    }

    // MARK: process_limit

    @Test(arguments: Resource.allCases) func onlyWhatIsInTheRangeIsALimit(_ resource: Resource) throws {
        let child = try parent.create()
        let range = resource.range
        var wrong = [UInt(range.upperBound) + 1, 1 << 63, .max]
        if range.lowerBound > 0 { wrong += [0, UInt(range.lowerBound) - 1] }
        for limit in wrong {
            #expect(throws: FTLError.invalidArgument) {
                try parent.call(.processLimit, child, resource.rawValue, limit)
            }
        }
        let own = parent.process.account.limit(resource)
        for limit in [range.lowerBound, own] {
            try parent.call(.processLimit, child, resource.rawValue, UInt(limit))
            #expect(try parent.childProcess(child).account.limit(resource) == limit)
        }
        if own < range.upperBound {
            #expect(throws: FTLError.notAllowed) {
                try parent.call(.processLimit, child, resource.rawValue, UInt(own) + 1)
            }
        }
        #expect(try parent.childProcess(child).account.limit(resource) == own, "what was refused changed nothing")
    }

    @Test func onlyResourcesHaveLimits() throws {
        let child = try parent.create()
        for resource in [UInt(Resource.allCases.count), 255, 1 << 32, .max] {
            #expect(throws: FTLError.invalidArgument) { try parent.call(.processLimit, child, resource, 8) }
        }
    }

    @Test func aProcessThatRunsKeepsItsLimits() throws {
        let child = try parent.create()
        try parent.call(.processStart, child)
        #expect(throws: FTLError.invalidState) { try parent.call(.processLimit, child, 1, 8) }
        try parent.call(.processKill, child)
        #expect(throws: FTLError.invalidState) { try parent.call(.processLimit, child, 1, 8) }
    }

    @Test func noLimitIsBelowWhatIsThere() throws {
        let child = try parent.create()
        for _ in 0..<3 { try parent.call(.processInjectHandle, child, try parent.call(.timerCreate)) }
        let handles = Resource.handles.rawValue
        #expect(throws: FTLError.invalidArgument) { try parent.call(.processLimit, child, handles, 2) }
        #expect(try parent.childProcess(child).handles.limit == Resource.handles.standard)
        try parent.call(.processLimit, child, handles, 3)
        try parent.call(.processStart, child)
    }

    @Test(arguments: Resource.allCases) func nobodyBeginsWithMoreThanWhoStartedItHas(_ resource: Resource) throws {
        let least = max(resource.range.lowerBound, resource == .pages ? 100 : resource == .handles ? 8 : 1)
        let child = try parent.start("child", [resource: least])
        let grandchild = try child.create()
        #expect(try child.childProcess(grandchild).account.limit(resource) == least)
    }

    @Test func aShareIsWhatTheSchedulerUses() throws {
        #expect(try parent.start("child", [.share: 7]).process.share == 7)
        #expect(try parent.start().process.share == Limits.share)
    }

    // MARK: What counts for whoever started it

    @Test func thePagesOfThoseBelowCountAndComeBack() throws {
        // The images' pages are nobody's, and the parent's own are all there.
        let before = parent.process.account.bytes
        let child = try parent.start("child")
        let grandchild = try child.start("grandchild")
        let own = grandchild.process.account.bytes
        #expect(own > 16 * pageSize)
        try grandchild.call(.vmAreaCreate, UInt(10 * pageSize))
        #expect(grandchild.process.account.bytes == own + 10 * pageSize)
        #expect(child.process.account.bytes == 2 * own + 10 * pageSize)
        #expect(parent.process.account.bytes == before + 2 * own + 10 * pageSize)
        #expect(neighbour.process.account.bytes == before)
        child.kill()
        #expect(parent.process.account.bytes == before + own + 10 * pageSize, "the grandchild lives")
        grandchild.kill()
        #expect(parent.process.account.bytes == before)
    }

    @Test func whatOutlivesAChildStaysItsParentsToPay() throws {
        let before = parent.process.account.bytes
        let child = try parent.start("child")
        let (near, far) = try child.makeChannel()
        let theirs = try child.give(far, to: neighbour)
        let sink = try neighbour.makeSink(of: theirs)
        try child.send(on: near, handle: try child.call(.vmAreaCreate, UInt(5 * pageSize)))
        child.kill()
        #expect(parent.process.account.bytes == before + 5 * pageSize)
        let (_, area) = try neighbour.receive(try neighbour.events(of: sink)[0])
        #expect(parent.process.account.bytes == before + 5 * pageSize)
        try neighbour.call(.handleClose, area)
        #expect(parent.process.account.bytes == before)
    }

    @Test func aChildIsRefusedWhereItsParentsHaveNoMore() throws {
        let child = try parent.start("child", [.pages: 100])
        let grandchild = try child.start("grandchild")
        let left = (child.process.account.limit - child.process.account.bytes) / pageSize
        #expect(grandchild.process.account.limit - grandchild.process.account.bytes > left * pageSize)
        #expect(throws: FTLError.limitReached) { try grandchild.call(.vmAreaCreate, UInt((left + 1) * pageSize)) }
        try grandchild.call(.vmAreaCreate, UInt(left * pageSize))
        #expect(throws: FTLError.limitReached) { try child.call(.vmAreaCreate, 1) }
        try parent.call(.vmAreaCreate, UInt(pageSize))
    }

    @Test func processesCountUntilTheyEnd() throws {
        let child = try parent.start("child", [.processes: 2])
        let (one, two) = (try child.create(), try child.create())
        #expect(parent.process.account.processes == 3)
        #expect(throws: FTLError.limitReached) { try child.create() }
        // One that was never started ends with its last handle.
        try child.call(.handleClose, one)
        #expect(child.process.account.processes == 1)
        try child.call(.processStart, two)
        let grandchild = try Program(system, running: child.childProcess(two))
        let below = try grandchild.create()
        #expect(throws: FTLError.limitReached) { try grandchild.create() }
        #expect(throws: FTLError.limitReached) { try child.create() }
        // The handle to one that has ended keeps nothing.
        try child.call(.processKill, two)
        system.settle()
        #expect(child.process.account.processes == 0 && parent.process.account.processes == 1)
        _ = below
        child.kill()
        #expect(parent.process.account.processes == 0)
    }

    @Test func whoLivesOnCountsForThoseAboveItsParent() throws {
        let child = try parent.start("child")
        let grandchild = try child.start("grandchild")
        child.kill()
        #expect(parent.process.account.processes == 1)
        grandchild.kill()
        #expect(parent.process.account.processes == 0)
    }

    @Test func aProcessThatIsNotMadeDoesNotCount() throws {
        let space = try parent.call(.vmSpaceCreate, Isolation.kernel.rawValue)
        let image = UInt(parent.process.insert(system.kernel.makeHandle(system.image(), .execute)).rawValue)
        parent.store(Array("a".utf8), at: parent.outgoing)
        try parent.call(.processCreate, image, parent.outgoing, 1, 0, 0, space)
        let state = SystemState(system)
        #expect(throws: FTLError.invalidState) {
            try parent.call(.processCreate, image, parent.outgoing, 1, 0, 0, space)
        }
        #expect(SystemState(system).difference(from: state) == [])
    }

    @Test func processesAreNestedOnlySoDeep() throws {
        let first = try Program(system, name: "first")
        var last = first
        for _ in 0...Limits.processNesting { last = try last.start("next") }
        let state = SystemState(system)
        #expect(throws: FTLError.limitReached) { try last.create() }
        // The image's handle is made and closed in any case.
        #expect(SystemState(system).difference(from: state).allSatisfy { !$0.contains("processes") })
        #expect(first.process.account.processes == Limits.processNesting + 1)
        try first.start("another").kill()
    }
}
