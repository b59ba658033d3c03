// Frames: the machine's stack lies in the arena; a call takes no stack of the host.
//
//   fp + 0   link: where to go on, see below
//   fp + 8   the function
//   fp + 16  r0 = this, r1 … = parameters, then variables and temporaries
//
// A call's frame begins at the caller's register a: link, function, this and arguments lie there already. Frames that
// slow paths push begin above the caller's registers.

/// The word at a frame's beginning: mark | flags | distance to the caller's frame, words 16 | pc 24 | register 16. The
/// pc is relative to the caller's code.
enum Link {
    static let mark: UInt64 = 1 << 63
    /// What is no object is replaced by `this`.
    static let construct: UInt64 = 1 << 56
    /// The run ends.
    static let exit: UInt64 = 1 << 57
    /// A generator that `next` runs: the value becomes a result object.
    static let generator: UInt64 = 1 << 58
    static let discard: UInt64 = 1 << 59
    /// The value decides the jump at pc.
    static let condition: UInt64 = 1 << 60
    /// A generator that the library runs.
    static let raw: UInt64 = 1 << 61
    /// The register is above 255.
    static let wide: UInt64 = 1 << 62
    static let flags: UInt64 = 0x7F << 56

    @inline(__always) static func make(_ pc: UInt64, distance: UInt64, register: UInt64) -> UInt64 {
        mark | distance &<< 40 | pc &<< 16 | register
    }
    @inline(__always) static func distance(_ l: UInt64) -> UInt64 { l >> 37 & 0x7FFF8 }
    @inline(__always) static func pc(_ l: UInt64) -> UInt64 { l >> 16 & 0xFF_FFFF }
}

@inline(__always) func a8(_ i: UInt64) -> UInt64 { i >> 5 & 0x7F8 }
@inline(__always) func b8(_ i: UInt64) -> UInt64 { i >> 13 & 0x7F8 }
@inline(__always) func c8(_ i: UInt64) -> UInt64 { i >> 21 & 0x7F8 }
@inline(__always) func offset24(_ i: UInt64) -> UInt64 {
    UInt64(bitPattern: Int64(Int32(truncatingIfNeeded: i) >> 8) &* 4)
}
@inline(__always) func offset16(_ i: UInt64) -> UInt64 {
    UInt64(bitPattern: Int64(Int32(truncatingIfNeeded: i) >> 16) &* 4)
}
@inline(__always) func offset32(_ w: UInt64) -> UInt64 { UInt64(bitPattern: Int64(Int32(truncatingIfNeeded: w)) &* 4) }
@inline(__always) func immediate(_ i: UInt64) -> UInt64 {
    UInt64(bitPattern: Int64(Int32(truncatingIfNeeded: i) >> 24))
}

/// The machine's registers, where something outside the loop changes them.
struct Position {
    var fp: UInt64
    var code: Reference
    var pc: UInt64
}

extension Arena {
    /// Bytes that a code's registers take.
    @inline(__always) func registerBytes(_ code: Reference) -> UInt64 { half(code, 16) & 0xFFFF &* 8 }
    /// The first instruction of a code.
    @inline(__always) func entry(_ code: Reference) -> UInt64 { code &+ short(code, 22) &* 8 }
    func frameCode(_ fp: UInt64) -> Reference { code(word(fp, 8)) }

    /// Where the exception in the state is caught: a frame with pc, or nil: nowhere.
    @inline(never) func unwind(_ from: UInt64, _ at: UInt64) -> Position? {
        var fp = from
        var code = frameCode(fp)
        var relative = at &- code
        while true {
            let first = short(code, 22) &* 8
            let handlers = half(code, 12)
            if handlers != 0 {
                let index = (relative &- first) / 4
                for k in 1..<words(handlers) {
                    let h = word(handlers &+ k &* 8)
                    if index >= h & 0xFFFF, index < h >> 16 & 0xFFFF {
                        setWord(fp &+ (h >> 48) &* 8, 16, self[State.exception])
                        self[State.exception] = undefined
                        return Position(fp: fp, code: code, pc: code &+ first &+ (h >> 32 & 0xFFFF) &* 4)
                    }
                }
            }
            let link = word(fp)
            if link & (Link.generator | Link.raw) != 0 {
                let g = word(generatorPlace(fp, code))
                setWord(g, 24, GeneratorState.done)
            }
            if link & Link.exit != 0 { return nil }
            fp = fp &- Link.distance(link)
            code = frameCode(fp)
            // The call that the frame came from.
            relative = Link.pc(link) &- 4
            if link & Link.condition != 0 { relative = Link.pc(link) }
        }
    }
}

/// States of generators, as integers.
enum GeneratorState {
    static let start = integer(0), yielded = integer(1), awaiting = integer(2), running = integer(3), done = integer(4)
}
