// Writes what TarArchive reads. Equal input gives equal bytes: no times, no owners.

import FTLTypes

/// Builds a ustar archive of files in memory.
public struct TarWriter: Sendable {
    private var archive: [UInt8] = []

    public init() {}

    /// Adds a file of mode 0644, or of mode 0755.
    ///
    /// - Throws: where it does not fit a ustar header: a name of at most 100 bytes, or of at most 155 and 100 with
    ///   a "/" between, and a size below 8 GiB. Nothing was added then.
    public mutating func add(
        file name: ByteString, content: [UInt8], isExecutable: Bool = false
    ) throws(TarWriterError) {
        guard let (prefix, rest) = TarWriter.split(name.bytes) else { throw .badName(name) }
        guard content.count < 1 << 33 else { throw .tooLarge(name) }
        var header = [UInt8](repeating: 0, count: TarArchive.blockSize)
        func put(_ bytes: [UInt8], _ field: Range<Int>) {
            for (index, byte) in bytes.enumerated() { header[field.lowerBound + index] = byte }
        }
        put(rest, TarHeader.Field.name)
        put(TarWriter.octal(isExecutable ? 0o755 : 0o644, digits: 7), TarHeader.Field.mode)
        put(TarWriter.octal(0, digits: 7), TarHeader.Field.owner)
        put(TarWriter.octal(0, digits: 7), TarHeader.Field.group)
        put(TarWriter.octal(content.count, digits: 11), TarHeader.Field.size)
        put(TarWriter.octal(0, digits: 11), TarHeader.Field.time)
        header[TarHeader.Field.kind] = UInt8(ascii: "0")
        put(Array("ustar\0".utf8), TarHeader.Field.magic)
        put(Array("00".utf8), TarHeader.Field.version)
        put(prefix, TarHeader.Field.prefix)
        let sum = TarHeader.checksum(header.span, at: 0)
        put(TarWriter.octal(sum, digits: 6) + [0, 0x20], TarHeader.Field.checksum)
        archive += header
        archive += content
        let overhang = archive.count % TarArchive.blockSize
        if overhang != 0 { archive += [UInt8](repeating: 0, count: TarArchive.blockSize - overhang) }
    }

    /// The archive with its two closing blocks.
    public func finish() -> [UInt8] {
        archive + [UInt8](repeating: 0, count: 2 * TarArchive.blockSize)
    }

    /// Prefix and name field of a whole name, or nil where no "/" is at a place that makes both fit.
    private static func split(_ name: [UInt8]) -> (prefix: [UInt8], name: [UInt8])? {
        if !name.isEmpty, name.count <= TarHeader.Field.name.count { return ([], name) }
        for (index, byte) in name.enumerated() where byte == UInt8(ascii: "/") {
            let rest = name.count - index - 1
            if index > 0, index <= TarHeader.Field.prefix.count, rest > 0, rest <= TarHeader.Field.name.count {
                return (Array(name[..<index]), Array(name[(index + 1)...]))
            }
        }
        return nil
    }

    private static func octal(_ value: Int, digits: Int) -> [UInt8] {
        var result = [UInt8](repeating: UInt8(ascii: "0"), count: digits)
        var rest = value
        for index in (0..<digits).reversed() {
            result[index] += UInt8(rest % 8)
            rest /= 8
        }
        return result
    }
}

/// Why a file cannot be in a ustar archive.
public enum TarWriterError: Error, Equatable, Sendable {
    case badName(ByteString)
    case tooLarge(ByteString)

    /// The fault in words.
    public var message: String {
        switch self {
        case .badName(let name): "archive: the name \"\(name.string)\" is empty or too long for ustar"
        case .tooLarge(let name): "archive: \"\(name.string)\" is too large for ustar"
        }
    }
}
