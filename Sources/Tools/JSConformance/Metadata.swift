// What a test of test262 says about itself: the block of YAML at its beginning, as far as tests use YAML.

struct Metadata {
    var flags: [String] = []
    var features: [String] = []
    var includes: [String] = []
    /// Where an error has to come, and of which constructor; nil: nowhere.
    var negative: (phase: String, type: String)?

    init(_ text: String) {
        guard let start = text.range(of: "/*---"), let end = text.range(of: "---*/") else { return }
        var key = ""
        var phase = "", type = ""
        for line in text[start.upperBound..<end.lowerBound].split(whereSeparator: \.isNewline) {
            let trimmed = line.trimmingPrefix(while: \.isWhitespace)
            if line.first?.isWhitespace == false, let colon = line.firstIndex(of: ":") {
                key = String(line[..<colon])
                add(Metadata.list(line[line.index(after: colon)...]), to: key)
            } else if trimmed.hasPrefix("- ") {
                add([Metadata.bare(trimmed.dropFirst(2))], to: key)
            } else if key == "negative", let colon = trimmed.firstIndex(of: ":") {
                let value = Metadata.bare(trimmed[trimmed.index(after: colon)...])
                if trimmed.hasPrefix("phase") { phase = value }
                if trimmed.hasPrefix("type") { type = value }
            } else {
                add(Metadata.list(trimmed), to: key)
            }
        }
        if !phase.isEmpty { negative = (phase, type) }
    }

    private mutating func add(_ values: [String], to key: String) {
        switch key {
        case "flags": flags += values
        case "features": features += values
        case "includes": includes += values
        default: break
        }
    }
    /// The items of `[a, b]`, or of a part of it that stands on a line of its own.
    private static func list(_ text: some StringProtocol) -> [String] {
        text.split(whereSeparator: { "[],".contains($0) }).map { bare(String($0)) }.filter { !$0.isEmpty }
    }
    private static func bare(_ text: some StringProtocol) -> String {
        let text = text.prefix { $0 != "#" }
        return text.split(whereSeparator: { $0.isWhitespace || $0 == "\"" || $0 == "'" }).joined(separator: " ")
    }
}
