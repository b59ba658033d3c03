// One ustar header block, and the one place that knows its layout (POSIX.1-2017, pax, "ustar Interchange
// Format"); reader and writer both use it. A header that exists has been checked: names, sizes and checksum.

import FTLTypes

struct TarHeader {
    /// A field: first byte and length.
    enum Field {
        static let name = 0..<100
        static let mode = 100..<108
        static let owner = 108..<116
        static let group = 116..<124
        static let size = 124..<136
        static let time = 136..<148
        static let checksum = 148..<156
        static let kind = 156
        static let magic = 257..<263
        static let version = 263..<265
        static let prefix = 345..<500
    }

    let kind: TarArchive.Kind
    let data: Range<Int>
    /// The owner's right to execute it. A mode that is no number gives none.
    let isExecutable: Bool
    /// Where the next header begins.
    let next: Int
    private let nameRange: Range<Int>
    private let prefixRange: Range<Int>

    /// The header at `offset` of an archive, or nil where the archive ends as it should.
    ///
    /// - Parameters:
    ///   - bytes: a part of the archive, or all of it.
    ///   - position: where in `bytes` the header is; the ranges of the header's own fields are relative to `bytes`.
    ///   - length: of the whole archive, not below `offset`.
    init?(
        in bytes: borrowing Span<UInt8>, at position: Int, offset: Int, archiveLength length: Int
    ) throws(TarError) {
        let block = TarArchive.blockSize
        guard bytes.count - position >= block else { throw .endMissing(offset: offset) }
        if TarHeader.isZero(bytes, at: position) {
            guard bytes.count - position >= 2 * block else { throw .endMissing(offset: offset) }
            guard TarHeader.isZero(bytes, at: position + block) else { throw .loneZeroBlock(offset: offset) }
            return nil
        }
        guard bytes.equals("ustar\0", in: Field.magic.shifted(by: position)),
            bytes.equals("00", in: Field.version.shifted(by: position))
        else { throw .badMagic(offset: offset) }
        guard let checksum = TarHeader.octal(bytes, Field.checksum.shifted(by: position)),
            checksum == TarHeader.checksum(bytes, at: position)
        else { throw .badChecksum(offset: offset) }
        guard let size = TarHeader.octal(bytes, Field.size.shifted(by: position)) else {
            throw .badSize(offset: offset)
        }
        // Twelve octal digits are below 2^36, but the offset may be anything.
        guard block <= length - offset, size <= length - offset - block else {
            throw .contentOutside(offset: offset)
        }
        let start = offset + block
        let end = start + size
        data = start..<end
        isExecutable = (TarHeader.octal(bytes, Field.mode.shifted(by: position)) ?? 0) & 0o100 != 0
        next = start + (size + block - 1) / block * block
        switch bytes[position + Field.kind] {
        case 0, UInt8(ascii: "0"): kind = .file
        case UInt8(ascii: "5"): kind = .directory
        case let flag: kind = .other(flag)
        }
        nameRange = TarHeader.text(bytes, Field.name.shifted(by: position))
        prefixRange = TarHeader.text(bytes, Field.prefix.shifted(by: position))
        try checkName(in: bytes, at: offset)
    }

    /// The whole name.
    func name(in bytes: borrowing Span<UInt8>) -> [UInt8] {
        if prefixRange.isEmpty { return bytes.copy(nameRange) }
        return bytes.copy(prefixRange) + [UInt8(ascii: "/")] + bytes.copy(nameRange)
    }

    func isNamed(_ name: ByteString, in bytes: borrowing Span<UInt8>) -> Bool {
        if prefixRange.isEmpty { return bytes.equals(name.bytes, in: nameRange) }
        return name.bytes.count == prefixRange.count + 1 + nameRange.count && self.name(in: bytes) == name.bytes
    }

    private func checkName(in bytes: borrowing Span<UInt8>, at offset: Int) throws(TarError) {
        guard !nameRange.isEmpty else { throw .emptyName(offset: offset) }
        let first = prefixRange.isEmpty ? nameRange.lowerBound : prefixRange.lowerBound
        guard bytes[first] != UInt8(ascii: "/") else { throw .absoluteName(offset: offset) }
        // The name is both with a slash between them, so neither may lead up.
        guard !TarHeader.leadsUp(bytes, prefixRange), !TarHeader.leadsUp(bytes, nameRange) else {
            throw .nameLeadsUp(offset: offset)
        }
    }

    /// Whether ".." is between two slashes, or between one and an end.
    private static func leadsUp(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> Bool {
        var dots = 0
        var length = 0
        for index in range {
            let byte = bytes[index]
            if byte == UInt8(ascii: "/") {
                if length == 2 && dots == 2 { return true }
                (dots, length) = (0, 0)
            } else {
                length += 1
                if byte == UInt8(ascii: ".") { dots += 1 }
            }
        }
        return length == 2 && dots == 2
    }

    /// The sum of the header's bytes, those of the checksum field taken as spaces.
    ///
    /// Eight bytes at a time, four sums of two of them side by side: of 512 bytes each is below 2^16. (Byte by byte, a
    /// header cost 4,000 instructions; each boot reads some hundreds.)
    static func checksum(_ bytes: borrowing Span<UInt8>, at offset: Int) -> Int {
        let evenBytes: UInt64 = 0x00ff_00ff_00ff_00ff
        var sums: UInt64 = 0
        for position in stride(from: offset, to: offset + TarArchive.blockSize, by: 8) {
            let word = bytes.little64(at: position) ?? 0
            sums &+= (word & evenBytes) &+ (word >> 8 & evenBytes)
        }
        var sum = 0
        for shift in stride(from: UInt64(0), to: 64, by: 16) { sum += Int(sums >> shift & 0xffff) }
        for index in Field.checksum { sum += 0x20 - Int(bytes[offset + index]) }
        return sum
    }

    private static func isZero(_ bytes: borrowing Span<UInt8>, at offset: Int) -> Bool {
        for index in 0..<TarArchive.blockSize where bytes[offset + index] != 0 { return false }
        return true
    }

    /// Octal digits, after spaces perhaps, ended by a NUL, a space or the field's end. Fields have at most twelve.
    private static func octal(_ bytes: borrowing Span<UInt8>, _ field: Range<Int>) -> Int? {
        var index = field.lowerBound
        while index < field.upperBound, bytes[index] == 0x20 { index += 1 }
        let first = index
        var value = 0
        while index < field.upperBound, bytes[index] >= UInt8(ascii: "0"), bytes[index] <= UInt8(ascii: "7") {
            value = value * 8 + Int(bytes[index] - UInt8(ascii: "0"))
            index += 1
        }
        guard index > first else { return nil }
        guard index == field.upperBound || bytes[index] == 0 || bytes[index] == 0x20 else { return nil }
        return value
    }

    /// A text field up to its NUL, if it has one.
    private static func text(_ bytes: borrowing Span<UInt8>, _ field: Range<Int>) -> Range<Int> {
        field.lowerBound..<(bytes.firstIndex(of: 0, in: field) ?? field.upperBound)
    }
}

extension Range<Int> {
    fileprivate func shifted(by offset: Int) -> Range<Int> { lowerBound + offset..<upperBound + offset }
}
