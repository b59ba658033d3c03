// Buffers that are a program's own in part only: across two mappings, over an end, into a guard, or so long that their
// end wraps. Each is refused by every kind of call that takes one, before anything is read, written or even touched.

import FTLTypes
import Testing

@testable import KernelCore
@testable import KernelTesting

@Suite struct StraddlingBufferTests {
    /// One program, with untouched memory whose surroundings are known.
    private struct Scene {
        let system = TestSystem()
        let program: Program
        let area: UInt
        let channel: UInt
        let sink: UInt
        /// The next mapping begins two pages above.
        let heap: UInt
        let above: UInt

        init(_ isolation: Isolation) throws {
            program = try Program(system, isolation: isolation)
            area = try program.call(.vmAreaCreate, UInt(3 * pageSize))
            let (near, far) = try program.makeChannel()
            channel = near
            sink = try program.makeSink(of: far)
            let untouched = try program.call(.vmAreaCreate, UInt(pageSize))
            heap = try program.call(.vmSpaceMap, 0, untouched, 0, UInt(pageSize))
            above = try program.call(.vmSpaceMap, 0, untouched, 0, UInt(pageSize))
        }

        var state: [Int] {
            let process = program.process
            return [
                system.memory.freePages, system.memory.committedPages, system.machine.mappedCount,
                process.account.bytes, process.handles.count, process.space.mappings.count,
                system.kernel.messageCount, system.kernel.threadCount, system.machine.output.count,
                process.line.bytes.count,
            ]
        }

        /// Address and length of what is not all the program's.
        var buffers: [(what: String, address: UInt, length: UInt)] {
            let (page, end) = (UInt(pageSize), heap + UInt(pageSize))
            let thread = program.thread
            let base = program.process.imageBase
            return [
                ("from one mapping into the next", heap + page - 8, 3 * page),
                ("around a whole mapping", heap - 1, page + 2),
                ("one byte more than there is", heap, page + 1),
                ("over the end", end - 1, 2), ("at the end", end, 1), ("before the beginning", heap - 1, 2),
                ("between two mappings", end + 8, 8),
                ("from the guard into the stack", thread.stack.lowerBound - 8, 64),
                ("within the guard", thread.guardRange.lowerBound + 64, 64),
                ("all of the guard", thread.guardRange.lowerBound, UInt(thread.guardRange.count)),
                ("over the end of the stack", thread.stack.upperBound - 8, 64),
                ("over the end of the image", base + 0x5000 - 8, 64), ("from before the image", base - 8, 64),
                ("from constants into code", base + 0x1000 - 8, 64), ("from code into data", base + 0x2000 - 8, 64),
                ("to the last address", heap, .max - heap), ("past the last address", heap, .max - heap + 1),
                ("around to itself", heap + 8, .max - 7), ("around to its beginning", heap + 8, .max),
                ("half of all addresses", heap, 1 << 63), ("as long as the address space", heap, 1 << 39),
                ("at the last address", .max, 1), ("over the last address", .max - 7, 64), ("nothing", 0, 64),
                ("from page 0", 4095, 2), ("a sign-extended address", ~0 << 38, 64),
            ]
        }

        func expectRefusal(
            _ what: String, _ call: Syscall, _ words: [UInt], _ place: SourceLocation = #_sourceLocation
        ) {
            let before = state
            let result = program.enter(number: call.rawValue, words)
            #expect(result == FTLError.badAccess.result, "\(call): \(what)", sourceLocation: place)
            #expect(state == before, "\(call): \(what): something changed", sourceLocation: place)
        }
    }

    @Test(arguments: Isolation.both) func whatIsNotAllTheProgramsIsNotRead(isolation: Isolation) throws {
        let scene = try Scene(isolation)
        for (what, address, length) in scene.buffers {
            scene.expectRefusal(what, .vmAreaWrite, [scene.area, 0, address, length])
            scene.expectRefusal(what, .consoleWrite, [address, length])
        }
    }

    @Test(arguments: Isolation.both) func whatIsNotAllTheProgramsIsNotWritten(isolation: Isolation) throws {
        let scene = try Scene(isolation)
        for (what, address, length) in scene.buffers {
            scene.expectRefusal(what, .vmAreaRead, [scene.area, 0, address, length])
            scene.expectRefusal(what, .sinkWait, [scene.sink, address, max(length, UInt(Event.size)), .max])
        }
    }

    /// A body is no longer than a message may be.
    @Test(arguments: Isolation.both) func whatIsNotAllTheProgramsIsNotSent(isolation: Isolation) throws {
        let scene = try Scene(isolation)
        for (what, address, length) in scene.buffers where length <= UInt(Limits.bodyLength) {
            let info = UInt(MessageInfo(kind: .write, length: Int(length)).rawValue)
            scene.expectRefusal(what, .channelSend, [scene.channel, info, 0, 0, address, 0])
        }
        let timer = try scene.program.call(.timerCreate)
        let info = UInt(MessageInfo(kind: .write, length: 2).rawValue)
        let before = scene.state
        #expect(throws: FTLError.badAccess) {
            try scene.program.call(.channelSend, scene.channel, info, 0, 0, scene.heap - 1, timer)
        }
        #expect(scene.state == before)
        try scene.program.call(.timerSet, timer, 0)
    }

    @Test(arguments: Isolation.both) func whatIsAllTheProgramsIsGood(isolation: Isolation) throws {
        let scene = try Scene(isolation)
        let (page, stack) = (UInt(pageSize), scene.program.thread.stack)
        #expect(scene.above - scene.heap == 2 * page)
        let good = [
            (scene.heap, page), (scene.heap + page - 1, 1), (scene.above, page), (stack.lowerBound, 3 * page),
            (stack.upperBound - 1, 1), (scene.program.process.imageBase + 0x3000, 2 * page),
        ]
        for (address, length) in good {
            try scene.program.call(.vmAreaRead, scene.area, 0, address, length)
            try scene.program.call(.vmAreaWrite, scene.area, 0, address, length)
        }
    }
}
