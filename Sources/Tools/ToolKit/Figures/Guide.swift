// What guides show that is made: figures of docs/performance.json, and the picture of the modules. In the Markdown each is
// marked, so that a tool can put it there and scripts/check can tell when it is not what it should be.

import Foundation

/// A text with made parts. The marks are comments, which nobody sees who reads the page:
///
/// - `42<!-- figure: null-swift -->`: the median of that figure;
/// - `7.5 %<!-- figure: channel-user over channel-swift -->`: by how much the one is more than the other;
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
    private static let mark = " -->"

    /// - Parameter figures: what was recorded; nil where nothing was, so that no figure is known.
    init(_ text: String, figures: RecordedFigures?) {
        let source = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var index = 0
        while index < source.count {
            let line = source[index]
            lines.append(fill(line, number: index + 1, figures))
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

    /// A line with its figures as they were recorded.
    private mutating func fill(_ line: String, number: Int, _ figures: RecordedFigures?) -> String {
        let pieces = line.components(separatedBy: Self.figure)
        guard pieces.count > 1 else { return line }
        var filled = ""
        for (index, piece) in pieces.enumerated() {
            guard index + 1 < pieces.count else {
                filled += piece
                break
            }
            // What stands before the mark is the figure, behind the last mark's end and some text.
            let value = String(piece.reversed().prefix { $0.isNumber || ",. %".contains($0) }.reversed())
            let old = value.drop { !$0.isNumber }
            let name = String(pieces[index + 1].split(separator: Self.mark, maxSplits: 1).first ?? "")
            filled += piece.dropLast(old.count)
            if let now = Self.value(of: name, in: figures) {
                if now != old {
                    complaints.append((number, "says \(old) for \(name), and docs/performance.json says \(now)"))
                }
                filled += now
            } else {
                complaints.append((number, "shows '\(name)', which is not in docs/performance.json"))
                filled += old
            }
            filled += Self.figure
        }
        return filled
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
