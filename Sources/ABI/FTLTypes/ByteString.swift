// Names and paths in the system are bytes. `String` equality needs Unicode tables that Embedded Swift cannot
// link on this target (docs/toolchain.md), and a name that two tables could fold differently is no name.

/// A short sequence of bytes, compared byte by byte. By convention UTF-8.
public struct ByteString: Hashable, Sendable, ExpressibleByStringLiteral {
    public var bytes: [UInt8]

    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    public init(_ text: String) { bytes = Array(text.utf8) }

    public init(stringLiteral value: StaticString) {
        bytes = value.withUTF8Buffer { unsafe Array($0) }
    }

    public init(copying span: borrowing Span<UInt8>) {
        bytes = []
        bytes.reserveCapacity(span.count)
        for index in span.indices { bytes.append(span[index]) }
    }

    /// The bytes as text, ill-formed UTF-8 repaired.
    public var string: String { String(decoding: bytes, as: UTF8.self) }

    public var isEmpty: Bool { bytes.isEmpty }

    public func hasPrefix(_ prefix: ByteString) -> Bool { bytes.starts(with: prefix.bytes) }

    public func hasSuffix(_ suffix: ByteString) -> Bool { bytes.suffix(suffix.bytes.count).elementsEqual(suffix.bytes) }
}

extension ByteString: CustomStringConvertible {
    public var description: String { string }
}
