// Small programs, from source to what they print, on an arena of their own: with memory to spare, and with the collector
// running wherever it can.

import Testing

@testable import JSEngine

/// A program and the lines that it has to print.
struct Program: Sendable, CustomTestStringConvertible {
    let source: String
    let lines: [String]

    init(_ source: String, _ lines: String...) { (self.source, self.lines) = (source, lines) }
    var testDescription: String { source }

    /// Runs it, with the collector at every safepoint or not, and compares.
    func check(location: SourceLocation = #_sourceLocation) {
        for isStressed in [false, true] {
            let found = output(of: source, isStressed: isStressed)
            let expected = lines.map { $0 + "\n" }.joined()
            #expect(found == expected, "stressed: \(isStressed)", sourceLocation: location)
        }
    }
}

/// Runs a program and answers what it printed.
func output(of source: String, isStressed: Bool = false) -> String {
    let half: UInt64 = 4 << 20
    let bytes = 2 * half + (8 << 20)
    let memory = UnsafeMutableRawPointer.allocate(byteCount: Int(bytes), alignment: 4096)
    defer { memory.deallocate() }
    memory.initializeMemory(as: UInt8.self, repeating: 0, count: Int(bytes))
    let arena = Arena(owning: memory, bytes: bytes)
    guard arena.prepare(Layout(stack: 1 << 20, half: half)) else { return "the library could not be made" }
    if isStressed { arena.stress() }
    _ = arena.takeOutput()
    _ = arena.runScript(Array(source.utf8))
    return String(decoding: arena.takeOutput(), as: UTF8.self)
}
