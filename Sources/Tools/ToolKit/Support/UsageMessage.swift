// What the parser of command lines says, in the words of the other scripts.

/// A complaint about a command line.
package enum UsageMessage {
    /// The parser's message as one line: lower case, and for a missing value what is missing.
    package static func line(from message: String) -> String {
        let first = message.split(separator: "\n").first.map(String.init) ?? ""
        let missing = "Missing value for '"
        if first.hasPrefix(missing) {
            // `Missing value for '--json <file>'`
            let words = first.dropFirst(missing.count).split { " '<>".contains($0) }
            if words.count == 2 { return "\(words[0]) needs a \(words[1])" }
        }
        return first.prefix(1).lowercased() + first.dropFirst()
    }
}
