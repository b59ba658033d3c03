// Any call of the table, with any words, made safely: for programs that try what the kernel makes of calls, which the
// types of this library would not let them make. What the words are cannot harm the program's memory: numbers and
// handles are passed as they are, but an address is never the caller's to choose. Buffers are arrays, copied into one
// piece of memory for the call and back, and the kernel gets their addresses and lengths; a call that
// takes or answers other addresses is refused.

import CFTL

/// One call, to be made as it is.
public struct RawCall {
    /// As the kernel gets it. A number that is no call's is passed without words.
    public let number: UInt
    /// The argument words, in the table's order. Those of buffers (address and length), and the length in an info
    /// word before a body, are filled in for the call.
    public var words: InlineArray<7, UInt>
    /// The bytes of each buffer, in the order of the parameters; a missing one is empty. Those that the kernel writes
    /// hold afterwards what it left there.
    public var buffers: [[UInt8]]

    public init(number: UInt, words: InlineArray<7, UInt> = .init(repeating: 0), buffers: [[UInt8]] = []) {
        self.number = number
        self.words = words
        self.buffers = buffers
    }

    /// Bytes of a body, at most: what an info word can say.
    private static let bodyLength = Int(UInt16.max)

    /// Makes the call.
    ///
    /// - Returns: the result word as the kernel left it; that of `unsupported` for a call with addresses, and of
    ///   `tooLarge` for a body whose length no info word can say: these are not made.
    public mutating func perform() -> Int {
        let call = Syscall(rawValue: number)
        let parameters = call?.signature.parameters ?? []
        guard call?.signature.isForScripts ?? true else { return FTLError.unsupported.result }
        var passed: InlineArray<7, UInt> = .init(repeating: 0)
        // Not empty, so that it has an address.
        var memory: [UInt8] = [0]
        for buffer in buffers { memory += buffer }
        // Where in `memory` each word's buffer is.
        var places: [(word: Int, start: Int)] = []
        var (word, next, start, info) = (0, 0, 1, 0)
        for parameter in parameters {
            switch parameter.kind {
            case .bytesIn, .bytesOut, .body:
                let count = next < buffers.count ? buffers[next].count : 0
                places.append((word, start))
                if parameter.kind != .body {
                    passed[word + 1] = UInt(count)
                } else if count <= RawCall.bodyLength {
                    passed[info] = passed[info] & ~0xffff_0000 | UInt(count) << 16
                } else {
                    return FTLError.tooLarge.result
                }
                next += 1
                start += count
            case .info:
                info = word
                passed[word] = words[word] & ~0xffff_0000
            case .word, .deadline, .handle, .optionalHandle, .anyHandle, .consumedHandle: passed[word] = words[word]
            case .address: return FTLError.unsupported.result
            }
            word += parameter.kind.words
        }
        let number = number
        // Safe because every address passed is that of a buffer inside `memory`, which is this closure's alone while
        // it runs, with the length that belongs to it.
        let result = unsafe memory.withUnsafeMutableBytes { bytes in
            let base = UInt(bitPattern: bytes.baseAddress)
            for place in places { passed[place.word] = base + UInt(place.start) }
            return ftl_syscall(
                number, passed[0], passed[1], passed[2], passed[3], passed[4], passed[5], passed[6])
        }
        readBack(parameters, memory)
        return result
    }

    private mutating func readBack(_ parameters: [Parameter], _ memory: [UInt8]) {
        var (next, start) = (0, 1)
        for parameter in parameters where next < buffers.count {
            switch parameter.kind {
            case .bytesIn, .body: break
            case .bytesOut:
                let count = buffers[next].count
                buffers[next] = Array(memory[start..<start + count])
            default: continue
            }
            start += buffers[next].count
            next += 1
        }
    }
}
