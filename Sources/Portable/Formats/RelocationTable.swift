// Where a program's relocations are, from its dynamic section (System V gABI, "Dynamic Section"). Everything that
// would need a dynamic linker is refused: a program that came this far needs nobody but the loader.

/// Place and length of the relocations, inside the content of a readable segment.
struct RelocationTable {
    let offset: Int
    let count: Int

    static let none = RelocationTable(offset: 0, count: 0)

    private init(offset: Int, count: Int) {
        self.offset = offset
        self.count = count
    }

    init(
        _ file: borrowing Span<UInt8>, _ dynamic: ProgramHeader, _ segments: [ELFImage.Segment]
    ) throws(ELFError) {
        guard
            segments.contains(where: {
                $0.isReadable && $0.file.lowerBound <= dynamic.file.lowerBound
                    && dynamic.file.upperBound <= $0.file.upperBound
            })
        else { throw .dynamicOutside }

        var table: UInt64?
        var size: UInt64?
        var entrySize: UInt64?
        var ended = false
        var entry = dynamic.file.lowerBound
        while !ended, dynamic.file.upperBound - entry >= 16 {
            guard let tag = file.little64(at: entry), let value = file.little64(at: entry + 8) else { break }
            switch Tag(rawValue: tag) {
            case .null: ended = true
            case .needed: throw .needsLibrary
            case .rela: try table.setOnce(value, tag)
            case .relaSize: try size.setOnce(value, tag)
            case .relaEntrySize: try entrySize.setOnce(value, tag)
            // Lazily bound functions; relocations without addends; compact ones: a size of zero means none.
            case .pltRelaSize, .relSize, .relrSize:
                guard value == 0 else { throw .unsupportedDynamic(tag: tag) }
            case .textRelocations: throw .unsupportedDynamic(tag: tag)
            case .flags:
                guard value & 4 == 0 else { throw .unsupportedDynamic(tag: tag) }
            case nil: break
            }
            entry += 16
        }
        guard ended else { throw .dynamicEndMissing }
        guard let size, size > 0 else {
            self = .none
            return
        }
        guard let table else { throw .relocationTableMissing }
        guard entrySize == UInt64(ELFImage.relocationSize), size % UInt64(ELFImage.relocationSize) == 0 else {
            throw .relocationSize
        }
        guard let offset = RelocationTable.fileOffset(of: table, length: size, segments) else {
            throw .relocationTableOutside
        }
        self.offset = offset
        // Not more than the file has bytes.
        count = Int(size) / ELFImage.relocationSize
    }

    /// Where `length` bytes at `address` lie in the file, if they are all content of one readable segment.
    private static func fileOffset(of address: UInt64, length: UInt64, _ segments: [ELFImage.Segment]) -> Int? {
        for segment in segments where segment.isReadable && segment.memory.contains(address) {
            let start = address - segment.memory.lowerBound
            let content = UInt64(segment.file.count)
            guard start <= content, length <= content - start else { return nil }
            return segment.file.lowerBound + Int(start)
        }
        return nil
    }

    /// Tags of the dynamic section that mean something to a loader.
    private enum Tag: UInt64 {
        case null = 0
        case needed = 1
        case pltRelaSize = 2
        case rela = 7
        case relaSize = 8
        case relaEntrySize = 9
        case relSize = 18
        case textRelocations = 22
        case flags = 30
        case relrSize = 35
    }
}

extension UInt64? {
    /// The first value of a tag; two of them would leave it open which is meant.
    fileprivate mutating func setOnce(_ value: UInt64, _ tag: UInt64) throws(ELFError) {
        guard self == nil else { throw .repeatedDynamic(tag: tag) }
        self = value
    }
}
