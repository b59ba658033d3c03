// What a documentation comment says, without its marks. Both languages' comments come here, as lines of Markdown.

/// A documentation comment.
struct DocComment: Equatable {
    /// A field of a Swift comment: `- Throws: …`, `- Parameter handle: …`.
    struct Field: Equatable {
        let name: String
        /// In one line.
        let text: String
    }

    /// All of it.
    let lines: [String]
    /// What comes before the first field.
    let text: [String]
    let fields: [Field]

    var isEmpty: Bool { lines.isEmpty }

    init(_ lines: [String]) {
        self.lines = lines.trimmed
        var text: [String] = []
        var fields: [(name: String, text: String)] = []
        for line in lines {
            if let field = line.wholeMatch(of: #/- ([A-Z]\w*(?: \w+)?):\s*(.*)/#) {
                fields.append((String(field.1), String(field.2)))
            } else if let last = fields.indices.last {
                let more = line.trimmingSpaces
                if !more.isEmpty { fields[last].text += (fields[last].text.isEmpty ? "" : " ") + more }
            } else {
                text.append(line)
            }
        }
        self.text = text.trimmed
        self.fields = fields.map { Field(name: $0.name, text: $0.text) }
    }

    /// The text of a field, if there is one of that name.
    func field(_ name: String) -> String? { fields.first { $0.name == name }?.text }

    /// The first sentence, for lists.
    var summary: String {
        let first = text.prefix { !$0.isEmpty }.joined(separator: " ")
        // A full stop inside an abbreviation or a name is not followed by a space and a capital letter.
        guard let end = first.firstMatch(of: #/[.:]$|\.(?= [A-Z(])/#)?.range.lowerBound else { return first }
        return String(first[..<end])
    }
}

extension [String] {
    /// Without empty lines at either end.
    var trimmed: [String] {
        var lines = self[...]
        while lines.first?.trimmingSpaces.isEmpty == true { lines = lines.dropFirst() }
        while lines.last?.trimmingSpaces.isEmpty == true { lines = lines.dropLast() }
        return Array(lines)
    }
}

extension StringProtocol {
    /// Without spaces at either end.
    var trimmingSpaces: String {
        var text = self[...]
        while text.first == " " { text = text.dropFirst() }
        while text.last == " " { text = text.dropLast() }
        return String(text)
    }

    /// How many spaces it begins with.
    var indentation: Int { prefix { $0 == " " }.count }
}
