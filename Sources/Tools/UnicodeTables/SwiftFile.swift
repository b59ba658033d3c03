// Tables as Swift: arrays of words of fixed length, which the compiler lays down as constant data of the image.

import Foundation

/// A file of tables that is written or compared.
struct SwiftFile {
    let name: String
    private var text: String
    /// How much data the tables hold, in bytes.
    private(set) var bytes = 0

    init(_ name: String, about: String, version: String) {
        self.name = name
        text = """
            // Made by scripts/unicode from the Unicode Character Database \(version); do not edit.
            // Derived from data that is © Unicode, Inc. (vendor/NOTICES.md).

            \(about)
            extension UnicodeTables {

            """
    }

    mutating func add(constant: String, _ value: Int, _ comment: String) {
        text += "    /// \(comment)\n    static var \(constant): Int { \(value) }\n"
    }

    /// Bytes, eight to a word, the first the lowest.
    mutating func add(bytes list: [UInt8], as name: String, _ comment: String) {
        var words: [UInt64] = []
        for start in stride(from: 0, to: list.count, by: 8) {
            var word: UInt64 = 0
            for (i, byte) in list[start..<min(start + 8, list.count)].enumerated() {
                word |= UInt64(byte) << UInt64(8 * i)
            }
            words.append(word)
        }
        add(words: words, as: name, comment)
    }
    /// Numbers of 16 bits, four to a word, the first the lowest.
    mutating func add(shorts list: [Int], as name: String, _ comment: String) {
        add(
            bytes: list.flatMap { number in
                precondition(number < 1 << 16)
                return [UInt8(number & 255), UInt8(number >> 8)]
            }, as: name, comment)
    }
    mutating func add(words: [UInt64], as name: String, _ comment: String) {
        bytes += words.count * 8
        text += "\n    /// \(comment)\n    static let \(name): InlineArray<\(words.count), UInt64> = [\n"
        for start in stride(from: 0, to: words.count, by: 4) {
            text += "        "
            text += words[start..<min(start + 4, words.count)].map { SwiftFile.literal($0) + "," }.joined(
                separator: " ")
            text += "\n"
        }
        text += "    ]\n"
    }
    private static func literal(_ word: UInt64) -> String {
        let digits = String(word, radix: 16, uppercase: true)
        let padded = Array(String(repeating: "0", count: 16 - digits.count) + digits)
        return "0x" + stride(from: 0, to: 16, by: 4).map { String(padded[$0..<$0 + 4]) }.joined(separator: "_")
    }

    private var content: String { text + "}\n" }

    /// Whether the file in a folder is as this one.
    func isSame(in folder: String) -> Bool {
        (try? String(contentsOfFile: folder + "/" + name, encoding: .utf8)) == content
    }
    func write(to folder: String) throws {
        try content.write(toFile: folder + "/" + name, atomically: true, encoding: .utf8)
    }
}
