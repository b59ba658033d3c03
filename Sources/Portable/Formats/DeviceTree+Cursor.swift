// Walking the structure block (Devicetree Specification v0.4, section 5.4). Each step consumes at least one token
// of four bytes, so a walk takes at most a quarter as many steps as the blob has bytes.

extension DeviceTree {
    /// Meets every node of a tree, parents before their children.
    public struct Cursor: Sendable {
        private let tree: DeviceTree
        private var reader: Reader
        private var depth = 0
        private var isAtEnd = false
        /// Properties come first in a node: behind a child they are a fault.
        private var expectsProperties = false

        public init(_ tree: DeviceTree) {
            self.tree = tree
            reader = Reader(tree, at: tree.structure.lowerBound)
        }

        /// The next node, or nil after the last.
        public mutating func next(in blob: borrowing Span<UInt8>) throws(DeviceTreeError) -> Node? {
            while !isAtEnd {
                if expectsProperties { while try reader.property(in: blob) != nil {} }
                expectsProperties = false
                let at = reader.offset
                switch try reader.token(in: blob) {
                case Token.beginNode:
                    guard depth < DeviceTree.maximumDepth else { throw .tooDeep(offset: at) }
                    let name = try reader.name(in: blob)
                    expectsProperties = true
                    depth += 1
                    return Node(name: name, depth: depth - 1, content: reader.offset)
                case Token.endNode:
                    guard depth > 0 else { throw .badToken(offset: at) }
                    depth -= 1
                    if depth == 0 {
                        let end = reader.offset
                        guard try reader.token(in: blob) == Token.end else { throw .badToken(offset: end) }
                        isAtEnd = true
                    }
                default: throw .badToken(offset: at)
                }
            }
            return nil
        }
    }

    /// The tokens of the structure block.
    enum Token {
        static let beginNode: UInt32 = 1
        static let endNode: UInt32 = 2
        static let property: UInt32 = 3
        static let nop: UInt32 = 4
        static let end: UInt32 = 9
    }

    /// Reads the structure block token by token; `offset` is a multiple of four inside it.
    struct Reader {
        private let end: Int
        private let strings: Range<Int>
        private(set) var offset: Int

        init(_ tree: DeviceTree, at offset: Int) {
            end = tree.structure.upperBound
            strings = tree.strings
            self.offset = offset
        }

        /// The next token that is not a NOP.
        mutating func token(in blob: borrowing Span<UInt8>) throws(DeviceTreeError) -> UInt32 {
            while end - offset >= 4, let token = blob.big32(at: offset) {
                offset += 4
                if token != Token.nop { return token }
            }
            throw .structureCutOff
        }

        /// The name that follows a beginNode token.
        mutating func name(in blob: borrowing Span<UInt8>) throws(DeviceTreeError) -> Range<Int> {
            guard let nul = blob.firstIndex(of: 0, in: offset..<end) else { throw .structureCutOff }
            defer { offset = aligned(nul + 1) }
            return offset..<nul
        }

        /// The next property, or nil where something else comes next; that is then what `token` gives.
        mutating func property(
            in blob: borrowing Span<UInt8>
        ) throws(DeviceTreeError) -> (name: Range<Int>, value: Range<Int>)? {
            let before = offset
            guard try token(in: blob) == Token.property else {
                offset = before
                return nil
            }
            guard end - offset >= 8, let length = blob.big32(at: offset), let nameOffset = blob.big32(at: offset + 4)
            else { throw .structureCutOff }
            let value = offset + 8
            guard Int(length) <= end - value else { throw .structureCutOff }
            guard Int(nameOffset) < strings.count else { throw .badPropertyName(offset: before) }
            let name = strings.lowerBound + Int(nameOffset)
            let limit = min(name + DeviceTree.maximumNameLength, strings.upperBound)
            guard let nul = blob.firstIndex(of: 0, in: name..<limit) else { throw .badPropertyName(offset: before) }
            offset = aligned(value + Int(length))
            return (name..<nul, value..<value + Int(length))
        }

        /// The block begins at a multiple of four of the blob; padding may not lead out of it.
        private func aligned(_ offset: Int) -> Int { min((offset + 3) & ~3, end) }
    }
}
