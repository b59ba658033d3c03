// Calls itself until the stack is used up, which must end this program and no other.

import FTL

/// Comes to an end, but not on any stack. What it does with the result keeps it from being made a loop.
func descend(_ depth: UInt64, to end: UInt64) -> UInt64 {
    depth == end ? 1 : (descend(depth + 1, to: end) &* 31) ^ depth
}

print("the bottom: \(descend(0, to: UInt64.max - Clock.now))")
