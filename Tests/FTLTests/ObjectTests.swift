// The other objects, and what a program knows of itself.

import FTL
import HostKernel
import Testing

extension SystemCallTests {
    struct ObjectTests {
        @Test func handlesAreClosedWithTheirOwner() throws {
            try HostKernel.run { host in
                let before = host.openHandles
                do {
                    let area = try VmArea(length: 10)
                    let second = try area.duplicate(rights: .read)
                    #expect(host.openHandles == before + 2)
                    #expect(throws: FTLError.notAllowed) { try second.write([1], at: 0) }
                    #expect(throws: FTLError.notAllowed) { _ = try second.duplicate() }
                }
                #expect(host.openHandles == before)
                let kept = try VmArea(length: 10).intoHandle().release()
                #expect(host.openHandles == before + 1)
                _ = VmArea(Handle(owning: kept))
                #expect(host.openHandles == before)
                #expect(throws: FTLError.invalidHandle) {
                    let stale = VmArea(Handle(owning: kept))
                    _ = try stale.length()
                }
            }
        }

        @Test func areasAreReadAndWritten() throws {
            try HostKernel.run { _ in
                let area = try VmArea(length: 10_000)
                #expect(try area.length() == 10_000)
                try area.write([1, 2, 3], at: 4095)
                #expect(try area.read(at: 4094, count: 5) == [0, 1, 2, 3, 0])
                #expect(throws: FTLError.invalidArgument) { try area.write([1, 2], at: 9_999) }
                for (offset, count) in [(9_999, 2), (-1, 1), (0, -1), (0, .max), (.max, 1)] {
                    #expect(throws: FTLError.invalidArgument) { try area.read(at: offset, count: count) }
                }
                #expect(throws: FTLError.invalidArgument) { _ = try VmArea(length: 0) }
                #expect(throws: FTLError.limitReached) { _ = try VmArea(length: (Limits.pagesPerProcess + 1) * 4096) }
            }
        }

        @Test func aTimerFiresWhenItIsSetFor() throws {
            try HostKernel.run { host in
                let sink = try Sink()
                let timer = try Timer()
                try sink.add(timer)
                let time = Clock.now + 5 * Clock.millisecond
                try timer.set(time)
                #expect(try sink.wait(until: Clock.now + Clock.millisecond) == nil, "not yet")
                check(try sink.wait() == Event(kind: .timer, handle: timer.number, word0: time))
                #expect(Clock.now == time)
                try timer.set(Clock.now + 1)
                try timer.stop()
                #expect(try sink.wait(until: Clock.now + Clock.second) == nil)
                try timer.set(0)
                #expect(try sink.wait(until: 0)?.kind == .timer, "what is past fires at once")
            }
        }

        @Test func aSinkHasItsMembersToItself() throws {
            try HostKernel.run { _ in
                let one = try Sink()
                let two = try Sink()
                let timer = try Timer()
                try one.add(timer)
                #expect(throws: FTLError.invalidState) { try two.add(timer) }
                #expect(throws: FTLError.notFound) { try two.remove(timer) }
                try one.remove(timer)
                try two.add(timer)
                let area = try VmArea(length: 1)
                #expect(throws: FTLError.wrongType) { try two.add(area) }
            }
        }

        @Test func manyEventsAreTakenAtOnce() throws {
            try HostKernel.run { _ in
                let pair = try Channel.makePair()
                let sink = try Sink()
                try sink.add(pair.second)
                for word in 0..<10 { try pair.first.send(.write, word0: UInt64(word)) }
                #expect(try sink.wait(atMost: 4).map { $0.word0 } == [0, 1, 2, 3])
                #expect(try sink.wait(atMost: 1000).map { $0.word0 } == [4, 5, 6, 7, 8, 9])
                #expect(try sink.wait(atMost: 4, until: 0).isEmpty)
            }
        }

        @Test func sleepingLetsTimePass() throws {
            try HostKernel.run { host in
                let before = host.openHandles
                let end = Clock.now + Clock.second
                try Clock.sleep(until: end)
                #expect(Clock.now == end && host.openHandles == before)
            }
        }

        @Test func linesReachTheConsole() throws {
            try HostKernel.run(name: "speaker") { host in
                print("one")
                print("two" as ByteString)
                print(String(repeating: "x", count: Limits.consoleWriteLength))
                let lines = host.machine.text.split(separator: "\n")
                #expect(lines.prefix(2) == ["speaker    | one", "speaker    | two"])
                let length = lines.dropFirst(2).reduce(0) { $0 + $1.filter { $0 == "x" }.count }
                #expect(length == Limits.consoleWriteLength)
            }
        }

        @Test func aProgramKnowsHowItWasStarted() throws {
            try HostKernel.run(name: "me", arguments: ["one", "", "three words here"]) { host in
                #expect(Program.name == "me")
                #expect(Program.processID == UInt64(host.processID))
                #expect(Program.arguments == ["one", "", "three words here"])
                for index in [-1, 0, 7, 8, 31, 32, .max] { check(isNil(Program.takeHandle(index))) }
            }
            try HostKernel.run { _ in #expect(Program.arguments.isEmpty) }
        }

        @Test func aThreadThatCannotStartLeavesNothingBehind() throws {
            final class Witness: Sendable {}
            try HostKernel.run { _ in
                weak var seen: Witness?
                do {
                    let witness = Witness()
                    seen = witness
                    // No program of a test has the entry of threads in its image.
                    #expect(throws: FTLError.badAccess) { try Thread.start { _ = witness } }
                }
                #expect(seen == nil)
            }
        }

        @Test func processesAreMadeOfImagesOnly() throws {
            try HostKernel.run { host in
                let own = try VmArea(length: 4096)
                #expect(throws: FTLError.malformed) { _ = try Image(own, offset: 0, length: 4096) }
                // What a program wrote itself becomes an image, but none for kernel isolation.
                try own.write(tinyProgram(), at: 0)
                let untrusted = try Image(own, offset: 0, length: 4096)
                #expect(throws: FTLError.notAllowed) { _ = try Process(untrusted, name: "own") }
                #expect(throws: FTLError.invalidArgument) { _ = try Image(own, offset: 1, length: 4096) }
                let image = Image(try host.makeImage(of: tinyProgram()))
                #expect(throws: FTLError.invalidArgument) { _ = try Process(image, name: "") }
                #expect(throws: FTLError.invalidArgument) { _ = try Process(image, name: "a", arguments: ["a\0b"]) }
                #expect(throws: FTLError.tooLarge) {
                    let long = ByteString([UInt8](repeating: 0x61, count: Limits.argumentsLength))
                    _ = try Process(image, name: "a", arguments: [long])
                }
                let process = try Process(image, name: "child", arguments: ["x", "y"])
                var handle: Handle? = try Timer().intoHandle()
                try process.inject(&handle)
                check(isNil(handle))
                let sink = try Sink()
                try sink.add(process)
                try process.start()
                handle = try Timer().intoHandle()
                #expect(throws: FTLError.invalidState) { try process.inject(&handle) }
                check(!isNil(handle), "not lost")
                #expect(throws: FTLError.invalidState) { try process.start() }
                try process.kill()
                let event = try #require(try sink.wait())
                check(event.kind == .processExited && event.handle == process.number)
                #expect(event.word1 == ExitReason.killed.rawValue)
            }
        }
    }
}

extension SystemCallTests {
    struct SystemObjectTests {
        @Test func areasAreMappedIntoSpacesOfOthers() throws {
            try HostKernel.run { host in
                let before = host.openHandles
                do {
                    let space = try VmSpace()
                    let area = try VmArea(length: 4096)
                    let address = try space.map(area, length: 4096)
                    #expect(throws: FTLError.invalidArgument) { _ = try space.map(area, offset: 1, length: 10) }
                    #expect(throws: FTLError.invalidArgument) { _ = try space.map(area, length: 4097) }
                    let readOnly = try area.duplicate(rights: .read)
                    #expect(throws: FTLError.notAllowed) { _ = try space.map(readOnly, length: 10) }
                    try space.unmap(address)
                    #expect(throws: FTLError.notFound) { try space.unmap(address) }
                }
                #expect(host.openHandles == before)
            }
        }

        @Test func randomNumbersAreThereOrSaidNotToBe() throws {
            try HostKernel.run { host in
                #expect(throws: FTLError.unavailable) { _ = try Random.bytes(count: 8) }
                #expect(throws: FTLError.unavailable) { _ = try Clock.realTime() }
                host.giveEntropyAndTime()
                #expect(try Random.bytes(count: 0).isEmpty)
                let (one, other) = (try Random.bytes(count: 100), try Random.bytes(count: 100))
                #expect(one.count == 100 && one != other && Set(one).count > 30)
                #expect(throws: FTLError.tooLarge) { _ = try Random.bytes(count: Limits.randomLength + 1) }
                #expect(try Clock.realTime() >= 1 << 60)
            }
        }

        @Test func anInterruptIsTakenOnce() throws {
            try HostKernel.run { host in
                #expect(!Program.takeInterrupt())
                host.interrupt()
                #expect(Program.takeInterrupt())
                #expect(!Program.takeInterrupt())
            }
        }
    }
}
