// Sources/Kernel/KernelCore/Calls/HandlerTable.swift: what the kernel needs of the system call table where building a
// signature would cost too much, and the handler of each call, which is named as the call is.

import FTLTypes

extension CallTable {
    static let handlers = "Sources/Kernel/KernelCore/Calls/HandlerTable.swift"

    func handlerTable() -> String {
        let names = calls.map { "\($0.call)" }
        let free = calls.filter(\.signature.worksWithoutMemory).map { "\($0.call)" }
        let lines =
            [
                "// Made by scripts/reference from the tables in Sources/ABI/FTLTypes; do not edit.", "",
                "import FTLTypes", "",
                "extension Syscall {",
                "    /// The call of this number, if there is one.",
                "    @inline(__always)",
                "    init?(number: UInt) {",
                "        guard number < \(names.count) else { return nil }",
                "        // Safe: the numbers have no gaps (DispatchTests), so that the one byte of a case is its number.",
                "        self = unsafe unsafeBitCast(UInt8(truncatingIfNeeded: number), to: Syscall.self)",
                "    }", "",
                "    /// Whether it is made when the kernel has only its reserve left (`Signature.worksWithoutMemory`).",
                "    var worksWithoutMemory: Bool {",
                "        switch self {",
            ] + free.map { "        case .\($0): true" } + [
                "        default: false",
                "        }",
                "    }",
                "}", "",
                "extension Kernel {",
                "    /// Makes the call, whatever it is.",
                "    func handle(_ call: borrowing Call) throws(FTLError) -> Int {",
                "        switch call.number {",
            ] + names.map { "        case .\($0): try \($0)(call)" } + [
                "        }",
                "    }",
                "}", "",
            ]
        return lines.joined(separator: "\n")
    }
}
