// What keeps a program inside its memory. Chosen for an address space when it is made; whoever lives in it cannot tell
// the difference by the calls it makes.

/// How an address space is kept apart from the others.
public enum Isolation: UInt, Sendable {
    /// In the kernel's own page tables and privilege mode: its compiler, or the runtime it is a script of, keeps it
    /// inside.
    case kernel = 1
    /// In page tables of its own and the user mode of the processor: for any machine code at all.
    case user = 2

    /// As a manifest has it.
    public var name: StaticString { self == .kernel ? "kernel" : "user" }

    public init?(named name: ByteString) {
        if name == "kernel" {
            self = .kernel
        } else if name == "user" {
            self = .user
        } else {
            return nil
        }
    }
}
