// Every way a blob can fail to describe a machine.

import FTLTypes

/// What is wrong with a devicetree. `offset` is where in the blob, in bytes.
public enum DeviceTreeError: Error, Equatable, Sendable {
    case badMagic
    case badTotalSize
    case badVersion
    case badStructureBlock
    case badStringsBlock
    case badReservationBlock
    case structureCutOff
    case badToken(offset: Int)
    case tooDeep(offset: Int)
    case badPropertyName(offset: Int)
    /// A property that is needed does not hold what it must.
    case badProperty(Name, node: ByteString)
    /// More of something than the kernel keeps track of.
    case tooMany(Name)
    case noMemory
    case noHart
    case noTimebase

    /// A name out of this program, not out of the blob.
    public struct Name: Equatable, Sendable, ExpressibleByStringLiteral {
        public let bytes: ByteString

        public init(stringLiteral value: StaticString) { bytes = ByteString(stringLiteral: value) }
    }

    /// The fault in words.
    public var message: String {
        switch self {
        case .badMagic: "device tree: wrong magic number"
        case .badTotalSize: "device tree: its total size is impossible or larger than what is there"
        case .badVersion: "device tree: not of version 17 or compatible to it"
        case .badStructureBlock: "device tree: the structure block lies outside the blob or is misaligned"
        case .badStringsBlock: "device tree: the strings block lies outside the blob"
        case .badReservationBlock: "device tree: the memory reservation block is malformed"
        case .structureCutOff: "device tree: the structure block is cut off"
        case .badToken(let offset): "device tree: unexpected token at byte \(offset)"
        case .tooDeep(let offset):
            "device tree: nodes nested more than \(DeviceTree.maximumDepth) deep at byte \(offset)"
        case .badPropertyName(let offset): "device tree: the property at byte \(offset) has no proper name"
        case .badProperty(let name, let node): "device tree: node '\(node.string)' has a bad '\(name.bytes.string)'"
        case .tooMany(let what):
            "device tree: more than \(MachineDescription.maximumEntries) \(what.bytes.string)"
        case .noMemory: "device tree: describes no memory"
        case .noHart: "device tree: describes no usable hart"
        case .noTimebase: "device tree: has no timebase-frequency"
        }
    }
}
