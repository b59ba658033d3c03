// A number as it stands in a guide, so that another one can be put there in the same form.

/// The number at the end of a text: `41`, `8,192`, `eight` or `64 KiB`.
struct WrittenNumber {
    /// As it stands there.
    let text: String
    let value: Int
    private let unit: String

    private static let units = ["KiB": 1024, "MiB": 1024 * 1024]
    private static let words = [
        "none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    ]

    /// Nil where the text ends with no number.
    init?(endOf text: some StringProtocol) {
        let last = Self.lastWord(of: text)
        unit = Self.units[last] == nil ? "" : last
        let number = unit.isEmpty ? last : Self.lastWord(of: text.dropLast(last.count + 1))
        guard let value = Int(number.filter { $0 != "," }) ?? Self.words.firstIndex(of: number.lowercased()) else {
            return nil
        }
        self.value = value * (Self.units[unit] ?? 1)
        self.text = unit.isEmpty ? number : number + " " + unit
    }

    private static func lastWord(of text: some StringProtocol) -> String {
        String(text.reversed().prefix { $0.isLetter || $0.isNumber || $0 == "," }.reversed())
    }

    /// Another number in this form; in digits where there is no such form of it.
    func rewritten(_ value: Int) -> String {
        if value == self.value { return text }
        if let size = Self.units[unit] { return value % size == 0 ? "\(value / size) \(unit)" : "\(value)" }
        guard text.allSatisfy(\.isLetter), Self.words.indices.contains(value) else {
            return text.contains(",") ? value.grouped : "\(value)"
        }
        return text.first?.isUppercase == true ? Self.words[value].capitalized : Self.words[value]
    }
}
