// What tests on a HostKernel have in common: one at a time, and checks of what is not copyable.

import FTL
import HostKernel
import Testing

/// All tests that make system calls: one after the other, because a program has one start info.
@Suite(.serialized) struct SystemCallTests {}

/// As `#expect`, which cannot look at what is not copyable.
func check(_ condition: Bool, _ comment: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation) {
    if !condition { Issue.record(comment ?? "not so", sourceLocation: sourceLocation) }
}

/// Whether there is none. A function because `==` is for what can be copied.
func isNil(_ handle: borrowing FTL.Handle?) -> Bool {
    switch handle {
    case .none: true
    case .some: false
    }
}

/// The handle that must be there, as `#require`.
func take(_ handle: inout FTL.Handle?) throws -> FTL.Handle {
    guard let taken = handle.take() else { throw MissingHandle() }
    return taken
}

struct MissingHandle: Error {}
