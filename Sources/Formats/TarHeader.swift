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
    /// Where the next header begins.
    let next: Int
    private let nameRange: Range<Int>
    private let prefixRange: Range<Int>

    /// The header at `offset`, or nil where the archive ends as it should.
    init?(in archive: borrowing Span<UInt8>, at offset: Int) throws(TarError) {
        let block = TarArchive.blockSize
        guard archive.count - offset >= block else { throw .endMissing(offset: offset) }
        if TarHeader.isZero(archive, at: offset) {
            guard archive.count - offset >= 2 * block else { throw .endMissing(offset: offset) }
            guard TarHeader.isZero(archive, at: offset + block) else { throw .loneZeroBlock(offset: offset) }
            return nil
        }
        guard archive.equals("ustar\0", in: Field.magic.shifted(by: offset)),
            archive.equals("00", in: Field.version.shifted(by: offset))
        else { throw .badMagic(offset: offset) }
        guard let checksum = TarHeader.octal(archive, Field.checksum.shifted(by: offset)),
            checksum == TarHeader.checksum(archive, at: offset)
        else { throw .badChecksum(offset: offset) }
        guard let size = TarHeader.octal(archive, Field.size.shifted(by: offset)) else {
            throw .badSize(offset: offset)
        }
        let start = offset + block
        // Twelve octal digits are below 2^36: the sum cannot overflow.
        let end = start + size
        guard end <= archive.count else { throw .contentOutside(offset: offset) }
        data = start..<end
        next = start + (size + block - 1) / block * block
        switch archive[offset + Field.kind] {
        case 0, UInt8(ascii: "0"): kind = .file
        case UInt8(ascii: "5"): kind = .directory
        case let flag: kind = .other(flag)
        }
        nameRange = TarHeader.text(archive, Field.name.shifted(by: offset))
        prefixRange = TarHeader.text(archive, Field.prefix.shifted(by: offset))
        try checkName(in: archive, at: offset)
    }

    /// The whole name.
    func name(in archive: borrowing Span<UInt8>) -> [UInt8] {
        if prefixRange.isEmpty { return archive.copy(nameRange) }
        return archive.copy(prefixRange) + [UInt8(ascii: "/")] + archive.copy(nameRange)
    }

    func isNamed(_ name: ByteString, in archive: borrowing Span<UInt8>) -> Bool {
        if prefixRange.isEmpty { return archive.equals(name.bytes, in: nameRange) }
        return name.bytes.count == prefixRange.count + 1 + nameRange.count && self.name(in: archive) == name.bytes
    }

    private func checkName(in archive: borrowing Span<UInt8>, at offset: Int) throws(TarError) {
        guard !nameRange.isEmpty else { throw .emptyName(offset: offset) }
        let name = name(in: archive)
        guard name[0] != UInt8(ascii: "/") else { throw .absoluteName(offset: offset) }
        var dots = 0
        var length = 0
        for byte in name + [UInt8(ascii: "/")] {
            if byte == UInt8(ascii: "/") {
                guard !(length == 2 && dots == 2) else { throw .nameLeadsUp(offset: offset) }
                (dots, length) = (0, 0)
            } else {
                length += 1
                if byte == UInt8(ascii: ".") { dots += 1 }
            }
        }
    }

    /// The sum of the header's bytes, those of the checksum field taken as spaces.
    static func checksum(_ bytes: borrowing Span<UInt8>, at offset: Int) -> Int {
        var sum = 0
        for index in 0..<TarArchive.blockSize {
            sum += Field.checksum.contains(index) ? 0x20 : Int(bytes[offset + index])
        }
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
