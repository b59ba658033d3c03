// The initfs is a ustar archive (POSIX.1-2017, pax, "ustar Interchange Format"), read where it lies: an entry is
// two offsets. Names that lead out of the archive are refused here, so that no reader has to think of them, and
// an archive whose end is missing is an error, never a short list.

import FTLTypes

/// Reads ustar archives.
public enum TarArchive {
    /// Bytes of a header, and the unit in which an archive is laid out.
    public static let blockSize = 512

    /// What an entry is.
    public enum Kind: Equatable, Sendable {
        case file
        case directory
        /// Anything else (links, devices, extensions): its type flag. Nothing in the system uses these.
        case other(UInt8)
    }

    /// One entry of an archive.
    public struct Entry: Equatable, Sendable {
        /// The whole name, prefix field included, as it stands in the archive (a directory's may end in "/").
        public let name: ByteString
        public let kind: Kind
        /// Where its content lies in the archive, in bytes; inside the archive for certain.
        public let data: Range<Int>
        /// Whether its mode lets its owner execute it. In an initfs those are the programs that were checked to stay inside
        /// their memory by themselves.
        public let isExecutable: Bool
    }

    /// Walks over an archive.
    public struct Cursor: Sendable {
        private var offset = 0
        private var isAtEnd = false

        /// Stands before the first entry.
        public init() {}

        /// The next entry, or nil at the archive's end. After an error the cursor stays where it is.
        public mutating func next(in archive: borrowing Span<UInt8>) throws(TarError) -> Entry? {
            guard let header = try nextHeader(in: archive) else { return nil }
            return Entry(header, name: ByteString(header.name(in: archive)))
        }

        mutating func nextHeader(in archive: borrowing Span<UInt8>) throws(TarError) -> TarHeader? {
            if isAtEnd { return nil }
            guard let header = try TarHeader(in: archive, at: offset, offset: offset, archiveLength: archive.count)
            else {
                isAtEnd = true
                return nil
            }
            offset = header.next
            return header
        }
    }

    /// Bytes to read from where an entry begins, for `entry(head:at:archiveLength:)`; fewer where the archive ends.
    public static let headLength = 2 * blockSize

    /// An entry of an archive that is not in memory as a whole.
    ///
    /// - Parameters:
    ///   - head: the `headLength` bytes of the archive from `offset` on.
    ///   - offset: 0, or what the entry before answered as `next`.
    /// - Returns: the entry and where the next one begins, or nil at the archive's end.
    public static func entry(
        head: borrowing Span<UInt8>, at offset: Int, archiveLength: Int
    ) throws(TarError) -> (entry: Entry, next: Int)? {
        guard offset >= 0, offset <= archiveLength else { throw .endMissing(offset: offset) }
        guard let header = try TarHeader(in: head, at: 0, offset: offset, archiveLength: archiveLength) else {
            return nil
        }
        return (Entry(header, name: ByteString(header.name(in: head))), header.next)
    }

    /// The first entry of that name, or nil. Faults behind the entry found are not looked for.
    public static func entry(
        named name: ByteString, in archive: borrowing Span<UInt8>
    ) throws(TarError) -> Entry? {
        var cursor = Cursor()
        while let header = try cursor.nextHeader(in: archive) {
            if header.isNamed(name, in: archive) {
                return Entry(header, name: name)
            }
        }
        return nil
    }

    /// Every entry, in the archive's order.
    public static func entries(in archive: borrowing Span<UInt8>) throws(TarError) -> [Entry] {
        var cursor = Cursor()
        var entries: [Entry] = []
        while let entry = try cursor.next(in: archive) { entries.append(entry) }
        return entries
    }
}

extension TarArchive.Entry {
    fileprivate init(_ header: TarHeader, name: ByteString) {
        self.init(name: name, kind: header.kind, data: header.data, isExecutable: header.isExecutable)
    }
}

/// What is wrong with an archive. `offset` is where the entry's header begins, in bytes.
public enum TarError: Error, Equatable, Sendable {
    /// The archive ends without its two zero blocks.
    case endMissing(offset: Int)
    /// One zero block, then something else.
    case loneZeroBlock(offset: Int)
    case badMagic(offset: Int)
    case badChecksum(offset: Int)
    /// The size is not an octal number.
    case badSize(offset: Int)
    /// The content reaches past the archive's end.
    case contentOutside(offset: Int)
    case emptyName(offset: Int)
    case absoluteName(offset: Int)
    /// A ".." in the name.
    case nameLeadsUp(offset: Int)

    /// The fault in words.
    public var message: String {
        switch self {
        case .endMissing(let offset): "archive: ends at byte \(offset) without two zero blocks"
        case .loneZeroBlock(let offset): "archive: a single zero block at byte \(offset)"
        case .badMagic(let offset): "archive: no ustar header at byte \(offset)"
        case .badChecksum(let offset): "archive: wrong checksum of the header at byte \(offset)"
        case .badSize(let offset): "archive: the size in the header at byte \(offset) is not an octal number"
        case .contentOutside(let offset): "archive: the content of the entry at byte \(offset) is cut off"
        case .emptyName(let offset): "archive: the entry at byte \(offset) has no name"
        case .absoluteName(let offset): "archive: the entry at byte \(offset) has an absolute name"
        case .nameLeadsUp(let offset): "archive: the entry at byte \(offset) has '..' in its name"
        }
    }
}
