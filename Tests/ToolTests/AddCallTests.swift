// docs/abi.md claims that a call is added by its row, one handler and one method in each language, and that nothing
// else is written by hand. Here one is added to a copy of the tree in just these places, what is made is made, and all
// that knows of calls is compiled.

import Foundation
import Testing

@testable import ToolKit

struct AddCallTests {
    /// A place that somebody writes.
    struct Edit: Sendable, CustomTestStringConvertible {
        let purpose: String
        let file: String
        let text: String
        /// What stands behind it.
        let anchor: String

        var testDescription: String { purpose }
    }

    /// The call: what time a timer is set for.
    static let edits = [
        Edit(
            purpose: "number", file: "Sources/ABI/FTLTypes/Syscall.swift",
            text:
                "    /// What a timer is set for: nanoseconds since boot, 0 while it is stopped.\n    case timerDeadline = #\n",
            anchor: "}\n"),
        Edit(
            purpose: "signature", file: "Sources/ABI/FTLTypes/Syscall+Table.swift",
            text: """
                        case .timerDeadline:
                            Signature("timer_deadline", [("timer", .handle(.timer, .read))], .word, worksWithoutMemory: true)

                """, anchor: "        }\n    }\n}\n"),
        Edit(
            purpose: "handler", file: "Sources/Kernel/KernelCore/Objects/Timer.swift",
            text: """

                    func timerDeadline(_ call: borrowing Call) throws(FTLError) -> Int {
                        Int(truncatingIfNeeded: try call.object(0, Timer.self, .read).deadline)
                    }

                """, anchor: "}\n"),
        Edit(
            purpose: "method in Swift", file: "Sources/Libraries/FTL/Timer.swift",
            text: """

                    /// What the timer is set for, in nanoseconds since boot; 0 while it is stopped.
                    public func deadline() throws(FTLError) -> UInt64 { UInt64(try call(.timerDeadline, number.word)) }

                """, anchor: "}\n"),
        Edit(
            purpose: "method in JavaScript", file: "Sources/Runtimes/Library/channel/sink.js",
            text: """
                    /** What the timer is set for, in nanoseconds since boot; 0 while it is stopped. */
                    deadline() {
                        return calls.timer_deadline(this.#handle);
                    }


                """, anchor: "    /** Resolves when the timer goes off. */\n"),
        Edit(
            purpose: "its types", file: "js-apps/types/ftl.in.d.ts",
            text: """
                        /** What the timer is set for, in nanoseconds since boot; 0 while it is stopped. */
                        deadline(): number;

                """, anchor: "        /** Resolves when the timer goes off. */\n"),
    ]

    /// What says anything about calls, and what it is compiled with.
    private static let folders = [
        "Sources/ABI", "Sources/Portable/Formats", "Sources/Kernel/KernelCore", "Sources/Libraries/FTL",
        "Sources/Runtimes/Library", "Sources/Tools/Reference", "Tests/APIModel", "Tests/TestSupport",
        "Tests/Apps/call-fuzz", "js-apps/types", "docs/reference",
    ]

    /// The copy with the call, but for one of its places.
    private static func tree(without missing: String? = nil) throws -> TreeCopy {
        let tree = try TreeCopy(folders)
        let table = try tree.text(edits[0].file)
        let numbers = table.matches(of: #/\n    case \w+ = (\d+)\n/#.dotMatchesNewlines()).compactMap { Int($0.1) }
        for edit in edits where edit.purpose != missing {
            let text = edit.text.replacing("#\n", with: "\((numbers.max() ?? 0) + 1)\n")
            try tree.insert(text, before: edit.anchor, in: edit.file)
        }
        return tree
    }

    /// Compiles the table and the generator, and runs that. Answers the files that it made, or who complains of what.
    private static func generate(_ tree: TreeCopy) throws(Complaint) -> Set<String> {
        try compile(tree, "FTLTypes", "Sources/ABI/FTLTypes")
        try compile(tree, "Reference", "Sources/Tools/Reference", .program)
        do {
            let result = try tree.run("Reference", "--root", tree.path)
            guard result.status == 0 else { throw Complaint(of: "Reference", result.text) }
            return Set(result.text.matches(of: #/reference: made (\S+)/#).map { String($0.1) })
        } catch let error as Complaint { throw error } catch { throw Complaint(of: "Reference", "\(error)") }
    }

    /// Compiles what is compiled against the table.
    private static func compileAll(_ tree: TreeCopy) throws(Complaint) {
        do { try tree.addModule("CFTL", header: "Sources/ABI/CFTL/include/ftl_calls.h") } catch {
            throw Complaint(of: "CFTL", "\(error)")
        }
        try compile(tree, "Formats", "Sources/Portable/Formats")
        try compile(tree, "KernelCore", "Sources/Kernel/KernelCore", .nothing)
        try compile(tree, "FTL", "Sources/Libraries/FTL")
        try compile(tree, "TestSupport", "Tests/TestSupport", isStrict: false)
        try compile(tree, "APIModel", "Tests/APIModel", .nothing)
        try compile(tree, "CallFuzz", "Tests/Apps/call-fuzz", .nothing)
    }

    private static func compile(
        _ tree: TreeCopy, _ module: String, _ folder: String, _ product: TreeCopy.Product = .module,
        isStrict: Bool = true
    ) throws(Complaint) {
        let complaint: String?
        do { complaint = try tree.compile(module, in: folder, to: product, isStrict: isStrict) } catch {
            complaint = "\(error)"
        }
        if let complaint { throw Complaint(of: module, complaint) }
    }

    struct Complaint: Error {
        let module: String
        let text: String

        init(of module: String, _ text: String) {
            self.module = module
            self.text = text
        }
    }

    @Test("A row, a handler, a method in each language; what else changes is made, and all of it compiles")
    func add() throws {
        let before = try TreeCopy(Self.folders).contents()
        let tree = try Self.tree()
        let made = try Self.generate(tree)
        let after = tree.contents()
        let changed = Set(after.keys.filter { after[$0] != before[$0] }).union(before.keys.filter { after[$0] == nil })
        let written = Set(Self.edits.map(\.file))
        #expect(changed == written.union(made))
        #expect(made.isDisjoint(with: written))
        for (file, text) in [
            ("Sources/Kernel/KernelCore/Calls/HandlerTable.swift", "case .timerDeadline: try timerDeadline(call)\n"),
            ("Sources/ABI/CFTL/include/ftl_calls.h", "\nstatic inline intptr_t ftl_timer_deadline(uint32_t timer) {\n"),
            ("Sources/ABI/CFTL/include/ftl_call_numbers.h", "\n#define FTL_NUMBER_TIMER_DEADLINE "),
            ("js-apps/types/syscalls.d.ts", "        timer_deadline(timer: Handle): "),
            ("js-apps/types/ftl.d.ts", "        deadline(): number;\n"),
            ("docs/reference/syscalls.md", "\n## timer_deadline\n"),
        ] {
            let now = try tree.text(file)
            #expect(made.contains(file) && now.contains(text), "\(file)")
        }
        try Self.compileAll(tree)
        #expect(try tree.run("Reference", "--root", tree.path, "--check").status == 0)
    }

    @Test(
        "Whoever forgets a place is told: by the compiler, or by what makes the rest",
        arguments: [
            ("signature", "FTLTypes", "switch must be exhaustive"),
            ("handler", "KernelCore", "cannot find 'timerDeadline' in scope"),
            ("its types", "Reference", "class Timer lacks deadline"),
        ])
    func forget(_ purpose: String, _ module: String, _ text: String) throws {
        let tree = try Self.tree(without: purpose)
        let complaint = #expect(throws: Complaint.self) {
            _ = try Self.generate(tree)
            try Self.compileAll(tree)
        }
        #expect(complaint?.module == module)
        #expect(complaint?.text.contains(text) == true, "\(complaint?.text ?? "")")
    }
}
