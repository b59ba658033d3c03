// Finds the modules that a test asks for: files beside it.

import Foundation
import JSEngine

struct ModuleHost {
    /// Ends with a slash.
    let root: String

    func run(_ path: String, _ text: [UInt8], _ arena: borrowing Arena) -> Outcome { .syntaxError }
    func runScript(_ path: String, _ text: [UInt8], _ arena: borrowing Arena) -> Outcome { arena.runScript(text) }
}
