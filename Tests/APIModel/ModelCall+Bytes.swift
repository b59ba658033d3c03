// A call as bytes, for whoever has it made in another process: eleven little-endian words.

extension ModelCall {
    /// Bytes of a call.
    public static let size = 11 * 8

    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(ModelCall.size)
        func append(_ word: UInt64) {
            for byte in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(8 * byte))) }
        }
        append(UInt64(number))
        for index in 0..<7 { append(UInt64(words[index])) }
        append(input.seed)
        append(UInt64(input.count))
        append(UInt64(outputCount))
        return bytes
    }

    /// The call in bytes that `bytes` answered; nil for others.
    public init?(bytes: [UInt8]) {
        guard bytes.count == ModelCall.size else { return nil }
        func word(_ index: Int) -> UInt64 {
            var word: UInt64 = 0
            for byte in 0..<8 { word |= UInt64(bytes[index * 8 + byte]) << UInt64(8 * byte) }
            return word
        }
        self.init(number: UInt(word(0)))
        for index in 0..<7 { words[index] = UInt(word(index + 1)) }
        input = Pattern(seed: word(8), count: Int(word(9)))
        outputCount = Int(word(10))
    }
}
