// The jump of a comparison and a jump that are one instruction.

extension Arena {
    /// Takes a fused jump if it is to be taken: `undefined`, or an answer, `again` at a safepoint where a collection is due.
    @inline(__always) func branch(
        _ r: Value, _ i: UInt64, _ at: UInt64, _ pc: inout UInt64, negative: Opcode
    ) -> Value {
        if isAnswer(r) {
            pc = at
            return r
        }
        let isNegative = UInt8(truncatingIfNeeded: i) & 63 == negative.rawValue
        if (r == trueValue) == isNegative {
            pc = at &+ 8
            return undefined
        }
        pc = at &+ offset32(half(at, 4))
        return i & 512 != 0 && self[State.top] >= self[State.soft] ? again : undefined
    }
}
