// How the parsers read. Every read is checked against the input and answers nil outside it, so no parser can
// trap on what it is given; what nil means is for the parser to say.

extension Span where Element == UInt8 {
    /// The little-endian 16-bit number at `offset`, or nil where the input holds none.
    @inline(__always)
    func little16(at offset: Int) -> UInt16? {
        guard holds(2, at: offset) else { return nil }
        // Safe: the two bytes are inside the span, and any bits are a number.
        return unsafe UInt16(littleEndian: load(UInt16.self, at: offset))
    }

    /// The little-endian 32-bit number at `offset`, or nil where the input holds none.
    @inline(__always)
    func little32(at offset: Int) -> UInt32? {
        guard holds(4, at: offset) else { return nil }
        // Safe: the four bytes are inside the span, and any bits are a number.
        return unsafe UInt32(littleEndian: load(UInt32.self, at: offset))
    }

    /// The little-endian 64-bit number at `offset`, or nil where the input holds none.
    @inline(__always)
    func little64(at offset: Int) -> UInt64? {
        guard holds(8, at: offset) else { return nil }
        // Safe: the eight bytes are inside the span, and any bits are a number.
        return unsafe UInt64(littleEndian: load(UInt64.self, at: offset))
    }

    /// The big-endian 32-bit number at `offset`, or nil where the input holds none.
    @inline(__always)
    func big32(at offset: Int) -> UInt32? {
        guard holds(4, at: offset) else { return nil }
        // Safe: the four bytes are inside the span, and any bits are a number.
        return unsafe UInt32(bigEndian: load(UInt32.self, at: offset))
    }

    /// The big-endian 64-bit number at `offset`, or nil where the input holds none.
    @inline(__always)
    func big64(at offset: Int) -> UInt64? {
        guard holds(8, at: offset) else { return nil }
        // Safe: the eight bytes are inside the span, and any bits are a number.
        return unsafe UInt64(bigEndian: load(UInt64.self, at: offset))
    }

    /// A number that the span holds. Nearly all lie where a processor reads them at once.
    @unsafe @inline(__always)
    private func load<Number: FixedWidthInteger & BitwiseCopyable>(_ type: Number.Type, at offset: Int) -> Number {
        unsafe withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress else { return 0 }
            // Safe: the caller has made sure that its bytes are inside.
            guard unsafe UInt(bitPattern: start + offset) % UInt(MemoryLayout<Number>.alignment) == 0 else {
                return unsafe loadUnaligned(type, start + offset)
            }
            return unsafe start.load(fromByteOffset: offset, as: type)
        }
    }

    /// Apart: it reads byte by byte.
    @unsafe @inline(never)
    private func loadUnaligned<Number: FixedWidthInteger & BitwiseCopyable>(
        _ type: Number.Type, _ start: UnsafeRawPointer
    ) -> Number { unsafe start.loadUnaligned(as: type) }

    /// Whether the bytes of `range`, all inside the span, are exactly those of `text`.
    func equals(_ text: StaticString, in range: Range<Int>) -> Bool {
        let length = text.utf8CodeUnitCount
        guard text.hasPointerRepresentation, length == range.count, holds(length, at: range.lowerBound) else {
            return false
        }
        var index = 0
        while index < length {
            // Safe: a literal lives for ever, and `index` is below its length.
            guard unsafe text.utf8Start[index] == self[range.lowerBound + index] else { return false }
            index += 1
        }
        return true
    }

    /// Whether the bytes of `range`, all inside the span, are exactly `other`.
    func equals(_ other: [UInt8], in range: Range<Int>) -> Bool {
        guard other.count == range.count, holds(other.count, at: range.lowerBound) else { return false }
        var index = 0
        while index < other.count {
            guard other[index] == self[range.lowerBound + index] else { return false }
            index += 1
        }
        return true
    }

    /// Where the first `byte` of `range` is, or nil. Looks at the part of `range` that is inside the span.
    func firstIndex(of byte: UInt8, in range: Range<Int>) -> Int? {
        var index = range.lowerBound < 0 ? 0 : range.lowerBound
        let end = range.upperBound < count ? range.upperBound : count
        while index < end {
            if self[index] == byte { return index }
            index += 1
        }
        return nil
    }

    /// A copy of the bytes of `range` that are inside the span.
    func copy(_ range: Range<Int>) -> [UInt8] {
        let start = range.lowerBound < 0 ? 0 : range.lowerBound
        let end = range.upperBound < count ? range.upperBound : count
        guard start < end else { return [] }
        return unsafe withUnsafeBytes { bytes in
            unsafe [UInt8](unsafeUninitializedCapacity: end - start) { buffer, length in
                // Safe: both are at least as long.
                unsafe UnsafeMutableRawBufferPointer(buffer).copyMemory(
                    from: UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
                length = end - start
            }
        }
    }

    @inline(__always)
    private func holds(_ length: Int, at offset: Int) -> Bool {
        offset >= 0 && length <= count && offset <= count - length
    }
}
