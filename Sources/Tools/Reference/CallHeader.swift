// Sources/ABI/CFTL/include/ftl_calls.h: the tables of FTLTypes for machine code, as C: numbers, and a function for each call.

import FTLTypes

extension CallTable {
    static let header = "Sources/ABI/CFTL/include/ftl_calls.h"

    /// The header.
    func header(errors: [NamedValue]) -> String {
        var lines = [
            "// Made by scripts/reference from the tables in Sources/ABI/FTLTypes; do not edit.",
            "//",
            "// What a program in C can ask of the kernel. Each call answers one word: from -4095 to -1 the negated code of",
            "// an error, otherwise the result. What a call does and how it fails: docs/reference/syscalls.md.",
            "", "#pragma once", "#include \"ftl.h\"", "",
            "/// The numbers of the calls.",
            "enum {",
        ]
        lines += calls.map { "    FTL_\($0.name.uppercased()) = \($0.call.rawValue)," }
        lines += ["    FTL_CALL_COUNT = \(calls.count)", "};", ""]
        lines += enumeration(
            "Why a call failed. The call answers the negated code.", "ERROR",
            FTLError.allCases.map { error in
                let comment = errors.first { $0.name == "\(error.name)" }?.comment.summary ?? ""
                return ("\(error.name)", "\(error.rawValue)", comment)
            })
        lines += enumeration(
            "The rights of a handle.", "RIGHT",
            rights.enumerated().map { bit, right in (right.name, "1 << \(bit)", right.comment.summary) })
        lines += enumeration(
            "The types of objects.", "OBJECT", ObjectType.allCases.map { ("\($0.name)", "\($0.rawValue)", "") })
        lines += enumeration(
            "Kinds of messages.", "MESSAGE", MessageKind.allCases.map { ("\($0.name)", "\($0.rawValue)", "") })
        lines += enumeration(
            "Kinds of events.", "EVENT", EventKind.allCases.map { ("\($0)", "\($0.rawValue)", "") })
        lines += enumeration(
            "Why a process ended.", "EXIT", ExitReason.allCases.map { ("\($0)", "\($0.rawValue)", "") })
        lines += enumeration(
            "What keeps an address space apart.", "ISOLATION",
            [Isolation.kernel, .user].map { ("\($0.name)", "\($0.rawValue)", "") })
        lines += CallTable.messages
        for entry in calls { lines += function(entry) }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Constants with a common prefix.
    private func enumeration(
        _ comment: String, _ prefix: String, _ cases: [(name: String, value: String, comment: String)]
    ) -> [String] {
        var lines = ["/// \(comment)", "enum {"]
        for (name, value, comment) in cases {
            let line = "    FTL_\(prefix)_\(upperSnake(name)) = \(value),"
            if !comment.isEmpty { lines.append("    /// \(comment)") }
            lines.append(line)
        }
        return lines + ["};", ""]
    }

    /// `invalidHandle` as INVALID_HANDLE.
    private func upperSnake(_ name: String) -> String {
        name.map { $0.isUppercase ? "_\($0)" : $0.uppercased() }.joined()
    }

    /// A function that makes the call.
    private func function(_ entry: CallEntry) -> [String] {
        let row = entry.signature
        var parameters: [String] = []
        var words: [String] = []
        for parameter in row.parameters {
            let name = "\(parameter.name)"
            switch parameter.kind {
            case .word, .deadline, .info:
                parameters.append("uint64_t \(name)")
                words.append(name)
            case .handle, .optionalHandle, .anyHandle, .consumedHandle:
                parameters.append("uint32_t \(name)")
                words.append(name)
            case .bytesIn, .bytesOut:
                parameters.append("\(parameter.kind == .bytesIn ? "const " : "")void *\(name)")
                parameters.append("size_t \(name)_length")
                words += ["(uintptr_t)\(name)", "\(name)_length"]
            case .body:
                parameters.append("const void *\(name)")
                words.append("(uintptr_t)\(name)")
            case .address:
                parameters.append("uintptr_t \(name)")
                words.append(name)
            }
        }
        while words.count < Syscall.argumentWords { words.append("0") }
        let list = parameters.isEmpty ? "void" : parameters.joined(separator: ", ")
        var head = ["static inline intptr_t ftl_\(entry.name)(\(list)) {"]
        if head[0].count > 120 { head = ["static inline intptr_t ftl_\(entry.name)(", "    \(list)) {"] }
        return ["", "/// \(entry.comment.summary)"] + head + [
            "    return ftl_syscall(FTL_\(entry.name.uppercased()), \(words.joined(separator: ", ")));", "}",
        ]
    }

    /// What the tables have no rows for: the layouts of Event.swift and MessageInfo.swift.
    private static let messages = """
        /// No handle.
        #define FTL_NO_HANDLE 0u
        /// A deadline that never comes.
        #define FTL_FOREVER UINT64_MAX
        /// Bytes in a message's body, at most.
        #define FTL_BODY_LENGTH \(Limits.bodyLength)

        /// One event, as sink_wait reports it.
        struct ftl_event {
            uint32_t kind;
            uint32_t handle;       // the number of the object it is about
            uint64_t token;        // names a message to channel_recv and channel_discard
            uint64_t info;         // of a message
            uint64_t word0, word1; // by kind
        };

        _Static_assert(sizeof(struct ftl_event) == \(Event.size), "an event has no padding");

        /// A message's info word. The kernel sets the bit for the handle.
        static inline uint64_t ftl_info(uint8_t kind, uint32_t id, uint16_t body_length) {
            return kind | (uint64_t)body_length << 16 | (uint64_t)id << 32;
        }

        static inline uint8_t ftl_info_kind(uint64_t info) { return (uint8_t)info; }
        static inline uint32_t ftl_info_id(uint64_t info) { return (uint32_t)(info >> 32); }
        static inline uint16_t ftl_info_length(uint64_t info) { return (uint16_t)(info >> 16); }

        /// The two handles that channel_create answers in one word.
        static inline uint32_t ftl_first(intptr_t pair) { return (uint32_t)pair; }
        static inline uint32_t ftl_second(intptr_t pair) { return (uint32_t)(pair >> 32); }
        """.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
}
