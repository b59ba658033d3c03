// The one error of this tool: lines to be read by whoever ran it.

/// Why nothing was packed; each line names one fault.
struct Failure: Error {
    let lines: [String]

    init(_ line: String) { lines = [line] }

    init(lines: [String]) { self.lines = lines }
}
