// What guides say of how many there are of something in the tree. Each is counted where it is, so that a guide is told
// of when one more is there than it says.

import Foundation

/// Counts by their names, and constants by theirs: `deaths`, `requestLimit in Sources/Libraries/FTL/Service.swift`.
struct TreeCounts: Sendable {
    /// The text of a file, by its path in the repository; nil where there is none.
    let read: @Sendable (String) -> String?

    /// Those of the current folder.
    static let here = TreeCounts { path in
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The names of the counts.
    static let names = ["deaths", "calls", "requests", "seeds", "programs", "builds", "attacks", "fast-path-files"]

    /// How many there are; nil where the name is no count's.
    func value(of name: String) -> Int? {
        let words = name.components(separatedBy: " in ")
        if words.count == 2 { return constant(words[0], in: words[1]) }
        switch name {
        // Rows of a list, each made by one of two initializers.
        case "deaths": return count(#/\b(?:Kind|killed)\("/#, in: "Tests/Apps/deaths/Kind.swift")
        case "calls": return count(#/\n    case \w+ = \d+\b/#, in: "Sources/ABI/FTLTypes/Syscall.swift")
        case "requests": return count(#/\n    case \w+ = \d+\n/#, in: "Sources/ABI/FTLTypes/MessageInfo.swift")
        case "seeds": return count(#/Round\(seed: \d/#, in: "Tests/KernelCoreTests/Model/APIModelTests.swift")
        case "programs": return count(#/\b(?:app|capp|testApp)\("[a-z]/#, in: "Package.swift")
        // The host's is what is built without a target.
        case "builds": return count(#/environment\["FTL_TARGET"\] == "/#, in: "Package.swift").map { $0 + 1 }
        case "attacks": return attacks
        case "fast-path-files": return fastPathFiles
        default: return nil
        }
    }

    private func count(_ pattern: some RegexComponent, in file: String) -> Int? {
        read(file).map { text in text.split(separator: "\n").reduce(0) { $0 + "\n\($1)\n".matches(of: pattern).count } }
    }

    /// What a constant's declaration, or the row of a switch, says: a number, or a product of numbers.
    private func constant(_ name: String, in file: String) -> Int? {
        guard let text = read(file) else { return nil }
        for line in text.split(separator: "\n") {
            // A constant may have a type.
            for (head, end) in [
                ("let \(name) ", "= "), ("let \(name): ", " = "), ("const \(name) ", "= "), ("case .\(name): ", ""),
            ] {
                guard let start = line.range(of: head)?.upperBound else { continue }
                let rest = end.isEmpty ? line[start...] : line[start...].range(of: end).map { line[$0.upperBound...] }
                let factors = (rest ?? "").filter { $0 != ";" && $0 != "_" }.components(separatedBy: " * ")
                let numbers = factors.compactMap { Int($0) }
                if numbers.count == factors.count { return numbers.reduce(1, *) }
            }
        }
        return nil
    }

    /// The second column of the table of attacks, which IsolationTests compares with what is made.
    private var attacks: Int? {
        guard let text = read("docs/isolation.md"), let start = text.range(of: "\n| group | attacks |") else {
            return nil
        }
        let rows = text[start.upperBound...].split(separator: "\n", omittingEmptySubsequences: false).dropFirst(2)
            .prefix { $0.hasPrefix("| ") }
        let numbers = rows.compactMap { row in
            Int(row.split(separator: "|")[1].trimmingCharacters(in: .whitespaces))
        }
        return numbers.count == rows.count ? numbers.reduce(0, +) : nil
    }

    /// The files of the kernel that docs/message.md has in bold, each once.
    private var fastPathFiles: Int? {
        read("docs/message.md").map { text in
            Set(text.matches(of: #/\*\*`Sources\/Kernel\/([^`]+)`\*\*/#).map { $0.1 }).count
        }
    }
}
