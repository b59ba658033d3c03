// The flattened devicetree that firmware hands over (Devicetree Specification v0.4, chapter 5). Read in place: a
// node is where its properties begin, a property is a range of bytes. What the tree says about the machine is
// MachineDescription's business; here is only the format, and every walk over it ends.

/// A flattened devicetree whose header has been checked. Holds offsets into the blob, not the blob.
public struct DeviceTree: Equatable, Sendable {
    /// Nodes may be nested this deep, the root counted.
    public static let maximumDepth = 16
    /// Bytes of a whole blob, at most.
    public static let maximumSize = 16 << 20
    /// Bytes of a property's name, at most; the specification (section 2.2.4.1) has 31.
    static let maximumNameLength = 64

    /// A node, as the cursor meets it.
    public struct Node: Equatable, Sendable {
        /// Where its name lies in the blob; the root's is empty.
        public let name: Range<Int>
        /// The root's is 0.
        public let depth: Int
        /// Where its first property would be.
        let content: Int
    }

    /// Bytes of the blob.
    public let totalSize: Int
    let structure: Range<Int>
    let strings: Range<Int>
    let reservations: Int

    /// How long the blob is that begins with these bytes (8 are enough), or nil where none begins.
    public static func totalSize(ofHeader header: borrowing Span<UInt8>) -> Int? {
        guard header.big32(at: 0) == 0xd00d_feed, let size = header.big32(at: 4) else { return nil }
        guard size >= 40, size <= UInt32(maximumSize) else { return nil }
        return Int(size)
    }

    /// Checks the header (section 5.2).
    public init(_ blob: borrowing Span<UInt8>) throws(DeviceTreeError) {
        guard blob.big32(at: 0) == 0xd00d_feed else { throw .badMagic }
        guard let total = DeviceTree.totalSize(ofHeader: blob), total <= blob.count else { throw .badTotalSize }
        guard let version = blob.big32(at: 20), let compatible = blob.big32(at: 24),
            version >= 17, compatible <= 17
        else { throw .badVersion }
        func block(_ offsetAt: Int, _ lengthAt: Int) -> Range<Int>? {
            guard let offset = blob.big32(at: offsetAt), let length = blob.big32(at: lengthAt) else { return nil }
            guard Int(offset) >= 40, Int(offset) <= total, Int(length) <= total - Int(offset) else { return nil }
            return Int(offset)..<Int(offset) + Int(length)
        }
        guard let structure = block(8, 36), structure.lowerBound % 4 == 0 else { throw .badStructureBlock }
        guard let strings = block(12, 32) else { throw .badStringsBlock }
        guard let reservations = blob.big32(at: 16), reservations >= 40, Int(reservations) <= total,
            reservations % 8 == 0
        else { throw .badReservationBlock }
        totalSize = total
        self.structure = structure
        self.strings = strings
        self.reservations = Int(reservations)
    }

    /// The memory reservation block (section 5.3): ranges of physical addresses. Empty ones are left out.
    public func reservedRanges(in blob: borrowing Span<UInt8>) throws(DeviceTreeError) -> [Range<UInt64>] {
        var ranges: [Range<UInt64>] = []
        var offset = reservations
        while totalSize - offset >= 16 {
            guard let start = blob.big64(at: offset), let length = blob.big64(at: offset + 8) else { break }
            if start == 0, length == 0 { return ranges }
            let (end, overflow) = start.addingReportingOverflow(length)
            guard !overflow else { throw .badReservationBlock }
            guard ranges.count < MachineDescription.maximumEntries else { throw .tooMany("memory reservations") }
            if length > 0 { ranges.append(start..<end) }
            offset += 16
        }
        throw .badReservationBlock
    }

    /// Where the value of a node's property lies in the blob, or nil where the node has no such property.
    public func property(
        _ name: StaticString, of node: Node, in blob: borrowing Span<UInt8>
    ) throws(DeviceTreeError) -> Range<Int>? {
        var reader = Reader(self, at: node.content)
        while let property = try reader.property(in: blob) {
            if blob.equals(name, in: property.name) { return property.value }
        }
        return nil
    }

    /// As `property(_:of:in:)`, for a name that is not known beforehand.
    func property(
        _ name: [UInt8], of node: Node, in blob: borrowing Span<UInt8>
    ) throws(DeviceTreeError) -> Range<Int>? {
        var reader = Reader(self, at: node.content)
        while let property = try reader.property(in: blob) {
            if blob.equals(name, in: property.name) { return property.value }
        }
        return nil
    }

    /// The first string of a property's value, without its NUL.
    func string(_ value: Range<Int>, in blob: borrowing Span<UInt8>) -> Range<Int> {
        value.lowerBound..<(blob.firstIndex(of: 0, in: value) ?? value.upperBound)
    }

    /// Whether a property's value, a list of strings, contains `text`.
    func list(_ value: Range<Int>, contains text: StaticString, in blob: borrowing Span<UInt8>) -> Bool {
        var rest = value
        while !rest.isEmpty {
            let word = string(rest, in: blob)
            if blob.equals(text, in: word) { return true }
            rest = min(word.upperBound + 1, value.upperBound)..<value.upperBound
        }
        return false
    }
}
