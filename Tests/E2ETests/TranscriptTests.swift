// The README shows what a boot looks like. What it shows is typed here, and what is printed has to be of the same shape:
// the same lines, with other numbers.

import Foundation
import Testing

struct TranscriptTests {
    /// What the README shows of the console, by what was typed before it; the boot is what comes before anything is typed.
    private static func shown() throws -> [(input: String, lines: [String])] {
        let text = try String(contentsOfFile: Repository.root + "/README.md", encoding: .utf8)
        let block = text.components(separatedBy: "\n```\n").first { $0.contains("> ps()\n") }
        var pieces: [(input: String, lines: [String])] = [("", [])]
        for line in try #require(block).split(separator: "\n") {
            if line.hasPrefix("> ") {
                pieces.append((String(line.dropFirst(2)), []))
            } else {
                pieces[pieces.count - 1].lines.append(String(line))
            }
        }
        return pieces
    }

    /// A line without what differs from run to run: numbers, the width of columns, what only moves the cursor.
    private static func shape(_ line: String) -> String {
        line.replacing(#/\u{1b}\[[?0-9]*[A-Za-z]/#, with: "").replacing(#/\d+(\.\d+)?/#, with: "0")
            .split(separator: " ").joined(separator: " ")
    }

    /// Whether the lines are all there in this order. Between a line and the one after it others may be where the README
    /// leaves some out.
    private static func isThere(_ shown: [String], in lines: [String]) -> Bool {
        var rest = lines.map(shape)[...]
        var isGap = true
        for line in shown.map(shape) {
            if line == "…" {
                isGap = true
                continue
            }
            guard let index = isGap ? rest.firstIndex(of: line) : rest.first == line ? rest.startIndex : nil else {
                return false
            }
            rest = rest[(index + 1)...]
            isGap = false
        }
        return true
    }

    @Test("A boot, and what is typed at the prompt, look as in the README")
    func readme() throws {
        let shown = try Self.shown()
        #expect(shown.map(\.input) == ["", "ps()", #"await run("hello").exited"#, #"new Map([["answer", [6, 7]]])"#])
        let prompt = try Prompt()
        // When all have ended but bootstrap and the prompt, all is printed that the apps had to say, in whatever order.
        try prompt.enter("while (ps().length > 2) await sleep(50)")
        let boot = prompt.machine.lines.map(Self.shape)
        let log = Array(shown[0].lines.map(Self.shape).prefix { $0.hasPrefix("0 ") })
        #expect(log.count > 1 && boot.filter { $0.hasPrefix("0 ") } == log, "the kernel's log, line for line")
        for line in shown[0].lines.map(Self.shape) where line != "…" {
            // The row of the prompt stands before what is printed over it.
            #expect(boot.contains { $0.hasSuffix(line) }, "\(line)\n\(prompt.machine.transcript)")
        }
        for (input, lines) in shown.dropFirst() {
            let printed = try prompt.enter(input)
            #expect(Self.isThere(lines, in: printed), "\(input)\n\(printed.joined(separator: "\n"))")
        }
    }
}
