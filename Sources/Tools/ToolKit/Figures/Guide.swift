// What guides show that is made: figures of docs/performance.json, counts, and the picture of the modules. In the Markdown each is
// marked, so that a tool can put it there and scripts/check can tell when it is not what it should be.

import Foundation

/// A text with made parts. The marks are comments, which nobody sees who reads the page:
///
/// - `42<!-- figure: null-swift -->`: the median of that figure;
/// - `7.5 %<!-- figure: channel-user over channel-swift -->`: by how much the one is more than the other;
/// - `41<!-- count: deaths -->`: how many there are of something in the tree (`TreeCounts`);
/// - between `<!-- figures: table -->` and `<!-- figures: end -->`: the table of all figures and bars;
/// - between `<!-- figures: modules -->` and `<!-- figures: end -->`: the picture of the modules.
struct Guide {
    /// The lines as they should be.
    private(set) var lines: [String] = []
    /// What is not as it should be, or cannot be made: the number of the line, and what is wrong.
    private(set) var complaints: [(line: Int, text: String)] = []

    private static let figure = "<!-- figure: "
    private static let blocks = ["<!-- figures: table -->", "<!-- figures: modules -->"]
    private static let end = "<!-- figures: end -->"
    private static let count = "<!-- count: "
    private static let mark = " -->"

    /// - Parameters:
    ///   - figures: what was recorded; nil where nothing was, so that no figure is known.
    ///   - counts: what there is.
    init(_ text: String, figures: RecordedFigures?, counts: TreeCounts = .here) {
        let source = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var index = 0
        while index < source.count {
            let line = source[index]
            let filled = Self.fill(line, Self.figure) { fillFigure($0, before: $1, number: index + 1, figures) }
            lines.append(Self.fill(filled, Self.count) { fillCount($0, before: $1, number: index + 1, counts) })
            index += 1
            guard Self.blocks.contains(line) else { continue }
            guard let end = source[index...].firstIndex(of: Self.end) else {
                complaints.append((index, "has no \(Self.end) after it"))
                continue
            }
            let made = [""] + (line == Self.blocks[0] ? FigureTable.lines(figures) : ModulePicture.lines) + [""]
            if Array(source[index..<end]) != made {
                complaints.append((index, "is followed by something else than scripts/figures makes"))
            }
            lines += made
            index = end
        }
    }

    var text: String { lines.joined(separator: "\n") }

    /// A line with something else before each mark of a kind.
    ///
    /// - Parameter replace: gets the text before a mark and the mark's name, and answers the text as it should be.
    private static func fill(_ line: String, _ mark: String, replace: (String, String) -> String) -> String {
        let pieces = line.components(separatedBy: mark)
        let filled = pieces.indices.dropLast().map { index in
            // What stands before the mark is behind the last mark's end and some text.
            let name = String(pieces[index + 1].split(separator: Self.mark, maxSplits: 1).first ?? "")
            return replace(pieces[index], name)
        }
        return (filled + [pieces[pieces.count - 1]]).joined(separator: mark)
    }

    /// A text that ends with a figure, with what was recorded.
    private mutating func fillFigure(
        _ text: String, before name: String, number: Int, _ figures: RecordedFigures?
    ) -> String {
        let value = String(text.reversed().prefix { $0.isNumber || ",. %".contains($0) }.reversed())
        let old = value.drop { !$0.isNumber }
        guard let now = Self.value(of: name, in: figures) else {
            complaints.append((number, "shows '\(name)', which is not in docs/performance.json"))
            return text
        }
        if now != old { complaints.append((number, "says \(old) for \(name), and docs/performance.json says \(now)")) }
        return text.dropLast(old.count) + now
    }

    /// A text that ends with a count, with what there is.
    private mutating func fillCount(_ text: String, before name: String, number: Int, _ counts: TreeCounts) -> String {
        guard let now = counts.value(of: name) else {
            complaints.append((number, "counts '\(name)', of which nothing is known"))
            return text
        }
        guard let old = WrittenNumber(endOf: text) else {
            complaints.append((number, "has no number before its mark for \(name)"))
            return text
        }
        if now != old.value { complaints.append((number, "says \(old.text) for \(name), and there are \(now)")) }
        return text.dropLast(old.text.count) + old.rewritten(now)
    }

    /// What a mark stands for; nil where it is no figure.
    static func value(of name: String, in figures: RecordedFigures?) -> String? {
        let words = name.components(separatedBy: " over ")
        let medians = words.compactMap { figures?.medians[$0] }
        guard medians.count == words.count else { return nil }
        switch medians.count {
        case 1: return medians[0].grouped
        case 2 where medians[1] > 0:
            // In tenths of a per cent, rounded.
            let tenths = (1000 * (medians[0] - medians[1]) + medians[1] / 2) / medians[1]
            return "\(tenths / 10).\(abs(tenths) % 10) %"
        default: return nil
        }
    }
}

/// The table of all figures and their bars.
enum FigureTable {
    static func lines(_ figures: RecordedFigures?) -> [String] {
        ["| bar | figure | median | unit | bar | holds |", "|---|---|---|---|---|---|"]
            + FigureRow.all.compactMap { row in
                guard let median = figures?.medians[row.name] else { return nil }
                let unit = figures?.units[row.name] ?? ""
                var cells = [row.number.map(String.init) ?? "", "`\(row.name)`", median.grouped, unit]
                if let bar = row.bar, let value = bar.value(with: { figures?.medians[$0] }) {
                    let holds = unit == "processes" ? median >= value : median <= value
                    cells += [value.grouped + (bar.how.map { " (\($0))" } ?? ""), holds ? "yes" : "no"]
                } else {
                    cells += ["", ""]
                }
                return "| " + cells.joined(separator: " | ") + " |"
            }
    }
}
