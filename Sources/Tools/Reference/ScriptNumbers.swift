// Sources/Runtimes/Library/core/abi.js: the numbers of FTLTypes for the JavaScript library, which reads what calls fill
// buffers with. And Sources/ABI/CFTL/include/ftl_call_numbers.h: the calls' numbers for assembly, which knows no enum.

import FTLTypes

extension CallTable {
    static let scriptNumbers = "Sources/Runtimes/Library/core/abi.js"
    static let assemblyNumbers = "Sources/ABI/CFTL/include/ftl_call_numbers.h"

    /// The module for scripts. Names are those of the tables; `NAMESize` and the rest are in bytes.
    func scriptModule() -> String {
        let lines =
            [
                "// Made by scripts/reference from the tables in Sources/ABI/FTLTypes; do not edit.",
                "//",
                "// The numbers of what the system's calls take and fill: sizes and offsets in bytes, and names by their numbers.",
            ]
            + constants(
                "Bounds (Limits.swift).",
                [
                    ("bodyLength", Limits.bodyLength), ("eventsPerWait", Limits.eventsPerWait),
                    ("pageLength", Limits.pageLength),
                ])
            + object(
                "The kinds of messages (MessageInfo.swift).", "messageKinds",
                MessageKind.allCases.map { ("\($0.name)", Int($0.rawValue)) })
            + constants(
                "What the number of a reply has and that of a request has not.",
                [
                    ("replyBit", Int(MessageKind.replyBit))
                ])
            + object(
                "Where the parts of a message's info word begin.", "infoField",
                MessageInfo.Field.allCases.map { ("\($0)", $0.rawValue) })
            + object(
                "Attributes that mean the same for every service (Attribute.swift).", "attributes",
                [("length", Int(Attribute.length.rawValue))])
            + constants("An event (Event.swift).", [("eventSize", Event.size)])
            + object("Where its parts begin.", "eventField", Event.Field.allCases.map { ("\($0)", $0.rawValue) })
            + names("What happened, by number.", "eventKinds", EventKind.allCases.map { ("\($0)", Int($0.rawValue)) })
            + names(
                "Why a process ended, by number.", "exitReasons",
                ExitReason.allCases.map { ("\($0)", Int($0.rawValue)) })
            + constants(
                "A process, as system_processes describes it (Records.swift).",
                [
                    ("processSize", ProcessRecord.size)
                ])
            + object(
                "Where its fields begin.", "processField",
                ProcessRecord.Field.allCases.map { ("\($0)", $0.rawValue) })
            + names(
                "What it does, by number.", "processStates",
                ProcessRecord.State.allCases.map { ("\($0)", Int($0.rawValue)) })
            + names(
                "What keeps it apart, by number in the record, which is one less than in calls.", "isolations",
                [Isolation.kernel, .user].map { ("\($0.name)", Int($0.rawValue) - 1) })
            + constants("A handle, as system_handles describes it.", [("handleSize", HandleRecord.size)])
            + object(
                "Where its fields begin.", "handleField",
                HandleRecord.Field.allCases.map { ("\($0)", $0.rawValue) })
            + names(
                "The types of objects, by number (ObjectType.swift).", "objectTypes",
                ObjectType.allCases.map { ("\($0.name)", Int($0.rawValue)) })
            + object(
                "The rights of a handle, as bits (Rights.swift).", "rights",
                rights.enumerated().map { ($1.name, 1 << $0) })
            + names(
                "What system_memory counts, by place: words of 64 bits.", "memoryWords",
                MemoryRecord.Word.allCases.map { ("\($0)", $0.rawValue) })
        return lines.joined(separator: "\n") + "\n"
    }

    private func constants(_ comment: String, _ values: [(name: String, value: Int)]) -> [String] {
        ["", "/** \(comment) */"] + values.map { "export const \($0.name) = \($0.value);" }
    }

    private func object(_ comment: String, _ name: String, _ values: [(name: String, value: Int)]) -> [String] {
        ["", "/** \(comment) */", "export const \(name) = {"]
            + wrapped(values.map { "\($0.name): \($0.value)" }) + ["};"]
    }

    /// An array of names at the places of their numbers.
    private func names(_ comment: String, _ name: String, _ values: [(name: String, value: Int)]) -> [String] {
        let last = values.map(\.value).max() ?? 0
        let items = (0...last).map { number in
            values.first { $0.value == number }.map { "\"\($0.name)\"" } ?? "undefined"
        }
        return ["", "/** \(comment) */", "export const \(name) = ["] + wrapped(items) + ["];"]
    }

    /// Items with commas, as many to a line as there is room for.
    private func wrapped(_ items: [String]) -> [String] {
        var lines: [String] = []
        for item in items {
            if let last = lines.last, last.count + item.count + 2 <= 116 {
                lines[lines.count - 1] = "\(last) \(item),"
            } else {
                lines.append("    \(item),")
            }
        }
        return lines
    }

    /// The header for assembly.
    func assemblyHeader() -> String {
        let lines =
            [
                "// Made by scripts/reference from the tables in Sources/ABI/FTLTypes; do not edit.",
                "//",
                "// The numbers of the calls for assembly. C has them in ftl_calls.h.",
                "", "#pragma once", "",
            ] + calls.map { "#define FTL_NUMBER_\($0.name.uppercased()) \($0.call.rawValue)" }
        return lines.joined(separator: "\n") + "\n"
    }
}
