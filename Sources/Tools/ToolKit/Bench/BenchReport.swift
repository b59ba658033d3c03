// The table that scripts/bench shows, and the verdict of a smoke run.

import Foundation

/// Figures of one run, with the bars and with what was recorded before.
struct BenchReport {
    let rows: [FigureRow]
    let figures: [String: Figure]
    /// Why a row was not measured, where that is no failure.
    let reasons: [String: String]
    let recorded: RecordedFigures?

    /// The lines of the table.
    var lines: [String] {
        var table = [["name", "isolation", "language", "median", "min", "max", "unit", "bar", "holds"]]
        if recorded != nil { table[0] += ["before", "change"] }
        var missing: [String] = []
        for row in rows {
            guard let figure = figures[row.name] else {
                missing.append(row.name)
                continue
            }
            var cells = [row.name, row.isolation, row.language]
            cells += [figure.median, figure.least, figure.most].map(\.grouped) + [figure.unit]
            if let bar = row.bar?.value(with: { figures[$0]?.median }) {
                let holds = figure.isCount ? figure.median >= bar : figure.median <= bar
                cells += [bar.grouped, holds ? "yes" : "NO"]
            } else {
                cells += ["-", "-"]
            }
            if let recorded { cells += Self.change(of: figure, from: recorded.medians[row.name]) }
            table.append(cells)
        }
        let widths = table[0].indices.map { column in table.map { $0[column].count }.max() ?? 0 }
        return table.map { line(of: $0, widths: widths) }
            + missing.map { padded($0, widths[0]) + "  not measured: \(reasons[$0] ?? "")" }
    }

    /// Columns that hold numbers, which stand at their right.
    private static let numbers: Set<Int> = [3, 4, 5, 7, 9]

    private func line(of cells: [String], widths: [Int]) -> String {
        let columns = cells.enumerated().map { index, cell in
            let blanks = String(repeating: " ", count: widths[index] - cell.count)
            return Self.numbers.contains(index) ? blanks + cell : cell + blanks
        }
        let line = columns.joined(separator: "  ")
        return String(line[..<(line.lastIndex { $0 != " " }.map { line.index(after: $0) } ?? line.startIndex)])
    }

    private func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    /// The figure from before and by how much it changed; more than 3 % is marked.
    private static func change(of figure: Figure, from before: Int?) -> [String] {
        guard let before else { return ["-", "new"] }
        let change = before > 0 ? 100 * (Double(figure.median) / Double(before) - 1) : 0
        let (more, less) = figure.isCount ? ("  more", "  LESS") : ("  MORE", "  less")
        let mark = abs(change) <= 3 ? "" : change > 0 ? more : less
        return [before.grouped, String(format: "%+.1f %%", change) + mark]
    }

    /// What is worse than what is recorded by more than 10 %, or is not recorded: a line each.
    var complaints: [String] {
        guard let recorded else { return [] }
        return rows.compactMap { row in
            guard let before = recorded.medians[row.name] else { return "'\(row.name)' is not in \(recorded.file)" }
            guard let figure = figures[row.name] else { return nil }
            let (now, then) = (Double(figure.median), Double(before))
            guard figure.isCount ? 1.1 * now < then : now > 1.1 * then else { return nil }
            let side = figure.isCount ? "below" : "above"
            return "'\(row.name)' is \(figure.median), more than 10 % \(side) the \(before) that are recorded"
        }
    }
}
