// A measured figure, and the file that keeps them: docs/performance.json, or one that --json wrote.

import Foundation

/// What was measured.
struct Figure: Equatable, Codable {
    let median: Int
    let least: Int
    let most: Int
    /// `instructions`, `bytes` or `processes`.
    let unit: String

    private enum CodingKeys: String, CodingKey {
        case median, unit
        case least = "min"
        case most = "max"
    }

    init(median: Int, least: Int, most: Int, unit: String) {
        self.median = median
        self.least = least
        self.most = most
        self.unit = unit
    }

    /// A figure that is the same each time.
    init(_ value: Int, _ unit: String) { self.init(median: value, least: value, most: value, unit: unit) }

    /// Whether more is better: what counts processes that there is room for.
    var isCount: Bool { unit == "processes" }
}

/// The medians that were recorded, by name.
struct RecordedFigures {
    let medians: [String: Int]
    /// Their units, where the file has them.
    let units: [String: String]
    /// The file, as it was named.
    let file: String

    private struct File: Decodable {
        let figures: [Row]
        /// Other keys do not matter.
        struct Row: Decodable {
            let name: String
            let median: Int
            let unit: String?
        }
    }

    /// - Throws: status 2 where it cannot be read or holds no figures.
    init(file: String) throws(ToolError) {
        guard let data = FileManager.default.contents(atPath: file) else { throw .refusal("\(file) cannot be read") }
        guard let contents = try? JSONDecoder().decode(File.self, from: data), !contents.figures.isEmpty else {
            throw .refusal("\(file) holds no figures")
        }
        medians = Dictionary(contents.figures.map { ($0.name, $0.median) }) { $1 }
        units = Dictionary(contents.figures.map { ($0.name, $0.unit ?? "") }) { $1 }
        self.file = file
    }

    /// The text of such a file, a line for each figure.
    static func text(of figures: [(row: FigureRow, figure: Figure)]) -> String {
        let lines = figures.map { row, figure in
            """
                {"name": "\(row.name)", "isolation": "\(row.isolation)", "language": "\(row.language)", \
            "median": \(figure.median), "min": \(figure.least), "max": \(figure.most), "unit": "\(figure.unit)"}
            """
        }
        return "{\n  \"figures\": [\n" + lines.joined(separator: ",\n") + "\n  ]\n}\n"
    }
}

extension Int {
    /// 1234567 as 1,234,567.
    package var grouped: String {
        var text = ""
        for (index, digit) in String(magnitude).reversed().enumerated() {
            if index > 0, index % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return (self < 0 ? "-" : "") + String(text.reversed())
    }
}
