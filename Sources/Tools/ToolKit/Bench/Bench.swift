// scripts/bench: takes the figures of docs/performance.md. It boots the apps that measure, with one instruction per
// nanosecond, reads what they report, and shows it with the bars.

import Foundation

/// What is to be measured, and what for.
package struct Bench {
    private let repository: Repository
    private let rows: [FigureRow]
    private let recorded: RecordedFigures?
    private let isSmoke: Bool
    /// Whether whoever calls named what to measure: then everything has to be.
    private let isNamed: Bool

    /// - Parameters:
    ///   - names: what to measure; empty: everything, or what belongs to a smoke run.
    ///   - compared: a file with figures to compare with.
    package init(
        _ repository: Repository, names: [String], compared: String?, isSmoke: Bool
    ) throws(ToolError) {
        for name in names where !FigureRow.all.contains(where: { $0.name == name }) {
            throw .refusal("there is no figure '\(name)' (scripts/bench --list)")
        }
        self.repository = repository
        self.isSmoke = isSmoke
        isNamed = !names.isEmpty
        let file = compared ?? (isSmoke ? repository.recordedFigures : nil)
        recorded = if let file { try RecordedFigures(file: file) } else { nil }
        let isChosen: (FigureRow) -> Bool = { row in
            names.isEmpty ? !isSmoke || FigureRow.smoke.contains(row.name) : names.contains(row.name)
        }
        rows = FigureRow.all.filter(isChosen)
    }

    /// What there is to be measured, a line each.
    package static var list: [String] {
        FigureRow.all.map { row in
            String(row.name.padded(to: 19)) + " " + row.isolation.padded(to: 7) + " " + row.language.padded(to: 11)
                + " "
                + row.what
        }
    }

    /// Measures, shows the table and keeps the figures in a file.
    ///
    /// - Returns: what has become worse, where this is a smoke run.
    package func run(writing file: String?, print: (String) -> Void) throws(ToolError) -> [String] {
        try repository.build()
        var measuring = Measuring(repository: repository, mayLackLinux: !isNamed)
        for place in MeasuringPlace.allCases where rows.contains(where: { $0.place == place }) {
            try measuring.measure(place)
        }
        for row in rows where measuring.figures[row.name] == nil && measuring.reasons[row.name] == nil {
            throw .failure("'\(row.name)' was not reported")
        }
        let report = BenchReport(
            rows: rows, figures: measuring.figures, reasons: measuring.reasons, recorded: recorded)
        for line in report.lines { print(line) }
        if let file {
            let figures = rows.compactMap { row in measuring.figures[row.name].map { (row: row, figure: $0) } }
            guard
                (try? RecordedFigures.text(of: figures).write(toFile: file, atomically: false, encoding: .utf8)) != nil
            else { throw .refusal("\(file) cannot be written") }
        }
        return isSmoke ? report.complaints : []
    }
}

extension String {
    /// With blanks up to this length.
    func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
