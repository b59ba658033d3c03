// scripts/bench without a boot: bars, the table, the verdict, and what is read.

import Foundation
import Testing

@testable import ToolKit

struct BenchReportTests {
    private func row(_ name: String) throws -> FigureRow { try #require(FigureRow.all.first { $0.name == name }) }

    private func recorded(_ text: String) throws -> RecordedFigures {
        let file = FileManager.default.temporaryDirectory.path + "/figures-\(UUID().uuidString).json"
        try text.write(toFile: file, atomically: false, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: file) }
        return try RecordedFigures(file: file)
    }

    @Test("A figure holds up to its bar, which may be reckoned from others, and a number of processes from it on")
    func bars() throws {
        let figures = [
            "null-swift": Figure(60, "instructions"), "null-user": Figure(151, "instructions"),
            "channel-swift": Figure(median: 1997, least: 1990, most: 12_345, unit: "instructions"),
            "handle-swift": Figure(2796, "instructions"), "large-swift": Figure(9406, "instructions"),
            "many-swift": Figure(4999, "processes"), "many-js": Figure(500, "processes"),
        ]
        let rows = FigureRow.all.filter { figures[$0.name] != nil } + [try row("compute-js-linux")]
        let report = BenchReport(
            rows: rows, figures: figures, reasons: ["compute-js-linux": "no engine"], recorded: nil)
        #expect(
            report.lines == [
                "name           isolation  language    median    min     max  unit            bar  holds",
                "null-swift     kernel     Swift           60     60      60  instructions     60  yes",
                "null-user      user       Swift          151    151     151  instructions    150  NO",
                "channel-swift  kernel     Swift        1,997  1,990  12,345  instructions  2,000  yes",
                "handle-swift   kernel     Swift        2,796  2,796   2,796  instructions  2,796  yes",
                "large-swift    kernel     Swift        9,406  9,406   9,406  instructions      -  -",
                "many-swift     kernel     Swift        4,999  4,999   4,999  processes     5,000  NO",
                "many-js        kernel     JavaScript     500    500     500  processes       500  yes",
                "compute-js-linux  not measured: no engine",
            ])
    }

    @Test("What changed by more than 3 % is marked, and more is better only of processes")
    func changes() throws {
        let before = try recorded(
            """
            {"figures": [{"name": "boot", "median": 100}, {"name": "null-swift", "median": 100, "unit": "x"},
            {"name": "many-js", "median": 100}, {"name": "many-swift", "median": 100}]}
            """)
        let figures = [
            "boot": Figure(104, "instructions"), "null-swift": Figure(102, "instructions"),
            "many-js": Figure(96, "processes"), "many-swift": Figure(104, "processes"),
            "clock-swift": Figure(1, "instructions"),
        ]
        let rows = FigureRow.all.filter { figures[$0.name] != nil }
        let report = BenchReport(rows: rows, figures: figures, reasons: [:], recorded: before)
        let ends = report.lines.dropFirst().map { String($0.drop { $0 != "+" && $0 != "-" }.suffix(14)) }
        #expect(ends[0].hasSuffix("+2.0 %"))
        #expect(report.lines[2].hasSuffix("new"))
        #expect(report.lines[3].hasSuffix("+4.0 %  MORE"))
        #expect(report.lines[4].hasSuffix("+4.0 %  more"))
        #expect(report.lines[5].hasSuffix("-4.0 %  LESS"))
        #expect(report.complaints == ["'clock-swift' is not in \(before.file)"])
    }

    @Test("A smoke run fails above 110 % of what is recorded, and below 10/11 of a number of processes")
    func verdict() throws {
        let before = try recorded(
            #"{"figures": [{"name": "boot", "median": 100}, {"name": "many-js", "median": 110}]}"#)
        let rows = [try row("boot"), try row("many-js")]
        func complaints(_ boot: Int, _ many: Int) -> [String] {
            let figures = ["boot": Figure(boot, "instructions"), "many-js": Figure(many, "processes")]
            return BenchReport(rows: rows, figures: figures, reasons: [:], recorded: before).complaints
        }
        #expect(complaints(110, 100) == [])
        #expect(
            complaints(111, 99) == [
                "'boot' is 111, more than 10 % above the 100 that are recorded",
                "'many-js' is 99, more than 10 % below the 110 that are recorded",
            ])
    }

    @Test(
        "What was written is read again; what holds no figures is refused",
        arguments: ["", "{}", "[1]", #"{"figures": []}"#])
    func files(_ text: String) throws {
        #expect(throws: ToolError.self) { try recorded(text) }
        let figure = Figure(median: 3, least: 2, most: 4, unit: "bytes")
        let written = RecordedFigures.text(of: [(try row("boot"), figure), (try row("null-js"), figure)])
        #expect(try recorded(written).medians == ["boot": 3, "null-js": 3])
        #expect(written.split(separator: "\n").count == 6)
    }

    @Test(
        "Numbers are shown in groups of three digits",
        arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567"), (-1000, "-1,000")])
    func groups(_ number: Int, _ text: String) { #expect(number.grouped == text) }

    @Test("Lines of the console that report something, and those that do not")
    func reports() {
        let figure = Figure(median: 42, least: 41, most: 43, unit: "instructions")
        #expect(Report("bench      | bench null-swift 42 41 43 instructions") == .figure("null-swift", figure))
        #expect(Report("bench-compute | result 77") == .result(77))
        #expect(Report(" 0.1 boot: 12 instructions from kernel entry to first app instruction") == .boot(12))
        for line in ["| bench x 1 2", "bench | hello", "boot: many instructions from kernel entry", ""] {
            #expect(Report(line[...]) == nil, "\(line)")
        }
        #expect(Measuring.nameInUser("memory-js") == "memory-js-user")
        #expect(Measuring.nameInUser("process-swift-warm") == "process-user-warm")
        #expect(
            Measuring.loadedBytes(in: "  LOAD  0x1000 0x2000 0x2000 0x0010 0x0020 R E 0x1000\n  NOTE 0x1 0x1 0x1 0x5\n")
                == 16)
    }

    @Test("Each figure has one row, and bars are reckoned from rows that there are")
    func rows() {
        let names = FigureRow.all.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(FigureRow.smoke.isSubset(of: names))
        for case .reckoned(let from, _, _) in FigureRow.all.compactMap(\.bar) { #expect(Set(from).isSubset(of: names)) }
    }
}
