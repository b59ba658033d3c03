// The one error of this tool.

/// Why nothing was made: a line for whoever ran it.
struct Failure: Error {
    let line: String

    init(_ line: String) { self.line = line }
}
