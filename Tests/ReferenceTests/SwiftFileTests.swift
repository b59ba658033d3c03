// Public declarations of Swift, as our formatting shows them.

import Testing

@testable import Reference

struct SwiftFileTests {
    private static let file = SwiftFile(
        """
        // The head
        // of the file.

        import CFTL

        /// Hidden.
        private let secret = 1

        /// A box.
        @frozen
        public struct Box: ~Copyable, Sendable {
            /// Not shown.
            let handle: Handle
            /// Its size.
            public private(set) var size: Int
            /// Inside.
            private struct Inner {
                public var hidden = 1
            }

            public init() { size = 0 }

            /// Puts something in.
            ///
            /// - Throws: `tooLarge`.
            @inlinable
            public mutating func put(
                _ values: [Int], with options: (Int, [Int]) = (1, [2]),
                then call: () -> Void
            ) throws(FTLError) -> Int {
                /// Not a declaration's.
                public_looking()
                if true {
                }
                return 1
            }

            public static let all: [Box] = [.a, .b]

            /// A part.
            public enum Part: UInt8 {
                /// The lid.
                case lid = 1
                case floor = 2
                var hidden: Int { 1 }
            }
        }

        extension Box {
            func hidden() {}
        }

        extension Box: Shape where Element: ~Copyable {
            /// A property.
            public var name: String { get { "x" } }
        }

        /// What boxes have.
        public protocol Shape: ~Copyable {
            /// A requirement.
            var number: Int { get }
            init(_ handle: consuming Handle)
        }

        @_exported public import FTLTypes

        """)

    private func box() -> SwiftFile.Declaration { Self.file.declarations[0] }

    @Test("The head and the types are found")
    func types() {
        #expect(Self.file.head == ["The head", "of the file."])
        let heads = Self.file.declarations.map { $0.signature[0] }
        #expect(
            heads == [
                "struct Box: ~Copyable, Sendable", "extension Box: Shape where Element: ~Copyable",
                "protocol Shape: ~Copyable",
            ])
        #expect(box().comment.lines == ["A box."])
    }

    @Test("Members are shown when they are public, with their whole head and their comment")
    func members() {
        let members = box().members
        #expect(
            members.map { $0.signature[0] } == [
                "var size: Int", "init()", "mutating func put(", "static let all: [Box] = [.a, .b]", "enum Part: UInt8",
            ])
        #expect(
            members[2].signature == [
                "mutating func put(", "    _ values: [Int], with options: (Int, [Int]) = (1, [2]),",
                "    then call: () -> Void", ") throws(FTLError) -> Int",
            ])
        #expect(members[2].comment.lines == ["Puts something in.", "", "- Throws: `tooLarge`."])
        #expect(members[1].comment.isEmpty, "the comment of what is hidden is nobody's")
    }

    @Test("Of an enum the cases are public, of a protocol everything")
    func implicit() {
        #expect(box().members[4].members.map { $0.signature[0] } == ["case lid = 1", "case floor = 2"])
        #expect(box().members[4].members[0].comment.lines == ["The lid."])
        let shape = Self.file.declarations[2]
        #expect(shape.members.map { $0.signature[0] } == ["var number: Int", "init(_ handle: consuming Handle)"])
        #expect(Self.file.declarations[1].members.map { $0.signature[0] } == ["var name: String"])
    }
}
