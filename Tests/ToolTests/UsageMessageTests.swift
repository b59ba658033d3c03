// What is wrong with a command line is said in the words of the other scripts.

import Testing
import ToolKit

struct UsageMessageTests {
    @Test(
        "A message of the parser becomes one line",
        arguments: [
            ("Unknown option '--jsn'", "unknown option '--jsn'"),
            ("Missing value for '--json <file>'", "--json needs a file"),
            ("Error\nUsage: x", "error"), ("", ""),
        ])
    func line(_ message: String, _ expected: String) {
        #expect(UsageMessage.line(from: message) == expected)
    }
}
