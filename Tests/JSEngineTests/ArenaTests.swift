// What the arena lets through and what it does not.

import Testing

@testable import JSEngine

/// Runs `body` with an arena of `bytes` zeroed bytes between two guards, and answers whether the guards are as they were.
func withArena(bytes: Int, _ body: (borrowing Arena) -> Void) -> Bool {
    let guardBytes = 1 << 16
    let all = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes + 2 * guardBytes, alignment: 4096)
    defer { all.deallocate() }
    all.initializeMemory(as: UInt8.self, repeating: 0xA5)
    let memory = all.baseAddress! + guardBytes
    memory.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
    body(Arena(owning: memory, bytes: UInt64(bytes)))
    return all[..<guardBytes].allSatisfy { $0 == 0xA5 } && all[(guardBytes + bytes)...].allSatisfy { $0 == 0xA5 }
}

@Suite struct ArenaTests {
    @Test func storesAreLoaded() {
        let intact = withArena(bytes: 1 << 16) { m in
            m.setWord(64, 8, 0x0123_4567_89AB_CDEF)
            #expect(m.word(72) == 0x0123_4567_89AB_CDEF)
            #expect(m.half(64, 8) == 0x89AB_CDEF && m.half(64, 12) == 0x0123_4567)
            #expect(m.short(72, 2) == 0x89AB && m.byte(73) == 0xCD)
            m.setByte(72, 0, 0xFFF)
            #expect(m.word(72) == 0x0123_4567_89AB_CDFF)
        }
        #expect(intact)
    }

    @Test func referencesAreAlignedByMasking() {
        let intact = withArena(bytes: 1 << 16) { m in
            m.setWord(71, 15, 7)
            #expect(m.word(72) == 7)
            m.setWord(m.limit - 1, Arena.slack - 8, 9)
            #expect(m.word(m.limit - 8, Arena.slack - 8) == 9)
        }
        #expect(intact)
    }

    @Test func rangesMayOverlap() {
        let intact = withArena(bytes: 1 << 16) { m in
            for i in 0..<16 as Range<UInt64> { m.setByte(100 + i, 0, i) }
            m.copy(from: 100, to: 104, bytes: 16)
            #expect(m.byte(104) == 0 && m.byte(119) == 15)
            m.clear(104, bytes: 15)
            #expect(m.byte(118) == 0 && m.byte(119) == 15)
            m.copy(from: m.limit, to: 0, bytes: 0)
        }
        #expect(intact)
    }

    /// Nothing outside is written, what is read there is zero, and the arena says so.
    @Test func whatIsOutsideIsRefused() {
        let accesses: [(borrowing Arena) -> Void] = [
            { m in #expect(m.word(m.limit) == 0) },
            { m in m.setByte(UInt64.max, 0, 1) },
            { m in m.setWord(0, Arena.slack, UInt64.max) },
            { m in m.clear(m.limit - 8, bytes: 9) },
            { m in m.copy(from: m.limit - 8, to: 0, bytes: 16) },
            { m in m.copy(from: 0, to: UInt64.max - 7, bytes: 16) },
            { m in
                let count = m.bytes(m.limit, count: 1).count
                #expect(count == 0)
            },
        ]
        for access in accesses {
            let intact = withArena(bytes: 1 << 16) { m in
                #expect(m.word(0, State.damage) == 0)
                access(m)
                #expect(m.word(0, State.damage) == 1)
                #expect(m.half(m.limit + 4) == 0)
            }
            #expect(intact)
        }
    }
}
