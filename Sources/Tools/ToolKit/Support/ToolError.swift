// Why a tool ends early. Whatever it is, the caller of scripts/NAME gets one line, `NAME: message`, and a status.

/// What ends a tool before it is done.
package struct ToolError: Error, Equatable {
    /// The line for whoever ran the tool; nil where somebody else has said it already.
    package let message: String?
    /// The exit status.
    package let status: Int32

    /// The tool could not do what it is for: status 1.
    package static func failure(_ message: String) -> ToolError { ToolError(message: message, status: 1) }

    /// It was not even tried, for what is asked for cannot be meant or a tool is missing: status 2.
    package static func refusal(_ message: String) -> ToolError { ToolError(message: message, status: 2) }

    /// A program that was run has said what is wrong.
    package static func silent(_ status: Int32) -> ToolError { ToolError(message: nil, status: status) }
}
