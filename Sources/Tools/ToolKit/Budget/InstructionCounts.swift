// What scripts/budget.c wrote: how often each instruction was executed.

import Foundation

/// Executions by address.
struct InstructionCounts {
    private(set) var byAddress: [UInt64: Int] = [:]

    var total: Int { byAddress.values.reduce(0, +) }

    /// - Returns: nil where there is no such file: the function was not passed as often as was asked for.
    init?(file: String) {
        guard let contents = FileManager.default.contents(atPath: file) else { return nil }
        self.init(text: String(decoding: contents, as: UTF8.self))
    }

    /// - Parameter text: a line for each instruction: its address in hexadecimal, and how often.
    init(text: String) {
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count == 2, let address = UInt64(words[0], radix: 16), let count = Int(words[1]) else {
                continue
            }
            byAddress[address] = count
        }
    }

    /// Without what lies below an address.
    mutating func drop(below address: UInt64) { byAddress = byAddress.filter { $0.key >= address } }
}
