// Swift source with everything blanked that is no code, so that rules about code are not about what comments and texts
// say. Not a parser: it knows comments, which nest, texts of all kinds, and the code inside `\(…)` of a text, which stays.

/// The code of a Swift file, line for line.
struct SwiftCode {
    /// Lines as in the file: comments are gone, a text is `""`.
    let lines: [[UInt8]]

    init(_ source: [UInt8]) {
        var scanner = Scanner(source: source)
        lines = scanner.scan()
    }

    /// A text that is not at its end yet.
    private struct OpenText {
        /// Quotation marks that end it: 1 or 3.
        let quotes: Int
        /// `#` before and after them.
        let hashes: Int
        /// How deep the parentheses are inside its interpolation; nil in the text itself.
        var depth: Int?
    }

    private struct Scanner {
        let source: [UInt8]
        var position = 0
        var lines: [[UInt8]] = []
        var line: [UInt8] = []
        var commentDepth = 0
        var texts: [OpenText] = []

        init(source: [UInt8]) { self.source = source }

        mutating func scan() -> [[UInt8]] {
            while position < source.count {
                if source[position] == UInt8(ascii: "\n") {
                    endLine()
                } else if commentDepth > 0 {
                    skipComment()
                } else if let text = texts.last, text.depth == nil {
                    skipText(text)
                } else {
                    takeCode()
                }
            }
            lines.append(line)
            return lines
        }

        private mutating func endLine() {
            position += 1
            lines.append(line)
            line = []
            // Only a text with three quotation marks has more than one line; the others were no texts.
            if let text = texts.last, text.depth == nil, text.quotes == 1 { texts.removeLast() }
        }

        private mutating func skipComment() {
            if skip("/*") {
                commentDepth += 1
            } else if skip("*/") {
                commentDepth -= 1
            } else {
                position += 1
            }
        }

        private mutating func skipText(_ text: OpenText) {
            if source[position] == UInt8(ascii: "\\"), isRun(of: "#", text.hashes, at: position + 1) {
                position += 1 + text.hashes
                guard position < source.count, source[position] != UInt8(ascii: "\n") else { return }
                if source[position] == UInt8(ascii: "(") {
                    texts[texts.count - 1].depth = 0
                    line += Array(" (".utf8)
                }
                position += 1
            } else if isRun(of: "\"", text.quotes, at: position),
                isRun(of: "#", text.hashes, at: position + text.quotes)
            {
                position += text.quotes + text.hashes
                texts.removeLast()
                line += Array("\"\"".utf8)
            } else {
                position += 1
            }
        }

        private mutating func takeCode() {
            if isNext("//") {
                while position < source.count, source[position] != UInt8(ascii: "\n") { position += 1 }
            } else if skip("/*") {
                commentDepth = 1
                line.append(UInt8(ascii: " "))
            } else if let text = openText() {
                texts.append(text)
            } else {
                let byte = source[position]
                if let depth = texts.last?.depth, byte == UInt8(ascii: "(") || byte == UInt8(ascii: ")") {
                    let inner = byte == UInt8(ascii: "(") ? depth + 1 : depth - 1
                    texts[texts.count - 1].depth = inner < 0 ? nil : inner
                }
                line.append(byte)
                position += 1
            }
        }

        /// The text that begins here, its opening marks skipped.
        private mutating func openText() -> OpenText? {
            var hashes = 0
            while position + hashes < source.count, source[position + hashes] == UInt8(ascii: "#") { hashes += 1 }
            guard isRun(of: "\"", 1, at: position + hashes) else { return nil }
            let quotes = isRun(of: "\"", 3, at: position + hashes) ? 3 : 1
            position += hashes + quotes
            return OpenText(quotes: quotes, hashes: hashes, depth: nil)
        }

        private func isRun(of byte: Unicode.Scalar, _ count: Int, at start: Int) -> Bool {
            guard start + count <= source.count else { return false }
            return source[start..<start + count].allSatisfy { $0 == UInt8(ascii: byte) }
        }

        private func isNext(_ text: StaticString) -> Bool {
            let end = position + text.utf8CodeUnitCount
            return end <= source.count && source[position..<end].elementsEqual(text.description.utf8)
        }

        private mutating func skip(_ text: StaticString) -> Bool {
            guard isNext(text) else { return false }
            position += text.utf8CodeUnitCount
            return true
        }
    }
}
