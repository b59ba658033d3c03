// Somebody at the prompt: types, and reads what is answered.

import Testing

/// A machine that has booted to its prompt.
final class Prompt {
    /// What the prompt looks like on the wire when it is ready for a new input.
    private static let ready = "\u{1b}[?2004h\r> \u{1b}[K"
    let machine: VirtualMachine

    /// - Parameter apps: what is started; empty: the default apps, the prompt among them.
    init(apps: [String] = []) throws {
        machine = try VirtualMachine(.init(apps: apps, arguments: []))
        try waitUntilReady()
    }

    /// Waits for the next prompt: the lines that were printed before it, without what only moves the cursor.
    @discardableResult
    func waitUntilReady(within limit: Duration = .hanging) throws -> [String] {
        let text = try machine.wait(forScreen: Prompt.ready, within: limit)
        let plain = text.replacing(try Regex("\u{1b}\\[[?0-9]*[A-Za-z]"), with: "")
        return plain.split { $0 == "\n" || $0 == "\r" || $0 == "\r\n" }.map(String.init)
    }

    /// Enters an input: the lines that are printed until the next prompt, those that show what was typed among them.
    @discardableResult
    func enter(_ input: String, within limit: Duration = .hanging) throws -> [String] {
        try machine.type(input + "\n")
        return try waitUntilReady(within: limit)
    }

    /// Enters an input and expects a line of its answer.
    func expect(
        _ input: String, _ line: String, within limit: Duration = .hanging,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let lines = try enter(input, within: limit)
        #expect(lines.contains(line), "\(input)\n\(lines.joined(separator: "\n"))", sourceLocation: sourceLocation)
    }

    /// Enters an input, interrupts it once it runs, and expects the prompt to say so.
    func interrupt(_ input: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        try begin(input)
        try machine.type("\u{03}")
        let lines = try waitUntilReady()
        #expect(
            lines.contains("interrupted"), "\(input)\n\(lines.joined(separator: "\n"))", sourceLocation: sourceLocation)
    }

    /// Enters an input and waits until it runs.
    func begin(_ input: String) throws {
        try machine.type("console.log('begun'); \(input)\n")
        // A line of its own, unlike where it is typed.
        try machine.wait(forScreen: "\nbegun\r")
    }
}
