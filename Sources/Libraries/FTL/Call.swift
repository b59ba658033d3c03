// The one way out of a program: through the entry that the kernel named in the start info. Everything else in
// this library is a typed form of `syscall`.

import CFTL

/// Makes a system call and answers its result word as the kernel left it.
///
/// Unsafe because some arguments are addresses: the kernel checks that they lie in this process's memory, not
/// that they are what the program meant. Apps use the types of this library instead.
@unsafe @inline(__always)
public func syscall(
    _ call: Syscall, _ a0: UInt = 0, _ a1: UInt = 0, _ a2: UInt = 0, _ a3: UInt = 0, _ a4: UInt = 0, _ a5: UInt = 0,
    _ a6: UInt = 0
) -> Int {
    ftl_syscall(call.rawValue, a0, a1, a2, a3, a4, a5, a6)
}

/// Makes the call that does nothing, to measure what a call costs.
@inline(__always)
public func nullCall() { _ = try? call(.null) }

/// A call without addresses: whatever the words are, it can do nothing to this program's memory.
@inline(__always)
func call(_ call: Syscall, _ a0: UInt = 0, _ a1: UInt = 0, _ a2: UInt = 0) throws(FTLError) -> UInt {
    // Safe: see above; the callers in this library pass numbers and handles only.
    try check(unsafe syscall(call, a0, a1, a2))
}

/// A result word, or the error in it.
@inline(__always)
func check(_ result: Int) throws(FTLError) -> UInt {
    if let error = FTLError(result: result) { throw error }
    return UInt(bitPattern: result)
}

extension HandleNumber {
    /// As an argument word.
    @inline(__always)
    var word: UInt { UInt(rawValue) }
}
