// Figures and the picture in guides: what is put there, and what is told when it is not there.

import Foundation
import Testing

@testable import ToolKit

struct GuideTests {
    private let figures: RecordedFigures

    init() throws {
        let file = FileManager.default.temporaryDirectory.path + "/guide-\(UUID().uuidString).json"
        defer { try? FileManager.default.removeItem(atPath: file) }
        let text = """
            {"figures": [{"name": "channel-swift", "median": 1997, "unit": "instructions"},
            {"name": "channel-user", "median": 2147, "unit": "instructions"},
            {"name": "many-js", "median": 499, "unit": "processes"}]}
            """
        try text.write(toFile: file, atomically: false, encoding: .utf8)
        figures = try RecordedFigures(file: file)
    }

    private func complaints(_ text: String) -> [String] {
        Guide(text, figures: figures).complaints.map { "\($0.line): \($0.text)" }
    }

    @Test("A figure is put before its mark, and told of where it is another")
    func figure() {
        let text = "a\nIt takes 12,345<!-- figure: channel-swift -->, or 2,147<!-- figure: channel-user -->.\n"
        #expect(complaints(text) == ["2: says 12,345 for channel-swift, and docs/performance.json says 1,997"])
        let filled = Guide(text, figures: figures).text
        #expect(
            filled == "a\nIt takes 1,997<!-- figure: channel-swift -->, or 2,147<!-- figure: channel-user -->.\n")
        #expect(complaints(filled) == [])
    }

    @Test("One figure over another is a share, with a tenth")
    func share() {
        let text = "more by 5 %<!-- figure: channel-user over channel-swift -->"
        #expect(Guide(text, figures: figures).text == "more by 7.5 %<!-- figure: channel-user over channel-swift -->")
    }

    @Test("A figure that there is not is told, and stays", arguments: ["gone", "channel-swift over gone", ""])
    func unknown(_ name: String) {
        let text = "takes 5<!-- figure: \(name) --> of"
        #expect(complaints(text).count == 1)
        #expect(Guide(text, figures: figures).text == text)
        #expect(Guide("5<!-- figure: boot -->", figures: nil).complaints.count == 1)
    }

    @Test("The table has a row for each figure that was recorded, with its bar")
    func table() {
        let empty = "<!-- figures: table -->\nold\n<!-- figures: end -->\nmore"
        let filled = Guide(empty, figures: figures).text
        #expect(
            filled == """
                <!-- figures: table -->

                | bar | figure | median | unit | bar | holds |
                |---|---|---|---|---|---|
                | 4 | `channel-swift` | 1,997 | instructions | 2,000 | yes |
                | 5 | `channel-user` | 2,147 | instructions | 5,000 | yes |
                |  | `many-js` | 499 | processes | 500 | no |

                <!-- figures: end -->
                more
                """)
        #expect(complaints(empty) == ["1: is followed by something else than scripts/figures makes"])
        #expect(complaints(filled) == [])
        #expect(complaints("<!-- figures: table -->\n") == ["1: has no <!-- figures: end --> after it"])
    }

    @Test("The picture has a line for each module of the system, and nothing above its diagonal")
    func picture() throws {
        let lines = ModulePicture.lines
        for module in ImportRules.modules where module.storey != .tests && module.storey != .tools {
            #expect(
                lines.contains { $0.contains(" \(module.name) ") && $0.hasSuffix(module.purpose) }, "\(module.name)")
        }
        for line in lines {
            guard let diagonal = line.firstIndex(of: "■"), !line.hasPrefix("■") else { continue }
            #expect(!line[line.index(after: diagonal)...].contains { "●○·".contains($0) }, "\(line)")
        }
    }
}
