// Writes program files as a linker would, with every part open to be broken: headers, relocations, the dynamic section.
// What is in them and where it lies, each user says (Tests/FormatsTests/ProgramWriter.swift and others).

/// A file for RISC-V 64, of the type of position-independent programs.
public struct ELFWriter {
    /// A program header; its physical address is the virtual one.
    public struct Header: Sendable {
        public var type: UInt32
        public var flags: UInt32
        public var offset: UInt64
        public var address: UInt64
        public var fileSize: UInt64
        public var memorySize: UInt64
        public var alignment: UInt64

        public init(
            type: UInt32, flags: UInt32, offset: UInt64, address: UInt64, fileSize: UInt64, memorySize: UInt64,
            alignment: UInt64 = 4096
        ) {
            self.type = type
            self.flags = flags
            self.offset = offset
            self.address = address
            self.fileSize = fileSize
            self.memorySize = memorySize
            self.alignment = alignment
        }
    }

    /// A number where an address is to be put, what kind of relocation it is (3: relative), and the address.
    public typealias Relocation = (offset: UInt64, info: UInt64, addend: UInt64)

    public var entry: UInt64
    public var headers: [Header]
    /// Where the relocations lie in the file.
    public var relocationTable: UInt64
    public var relocations: [Relocation] = []
    /// Where the dynamic section lies in the file.
    public var dynamicSection: UInt64
    public var dynamic: [(tag: UInt64, value: UInt64)] = []
    /// Code or data, and where it lies in the file.
    public var contents: [(offset: UInt64, bytes: [UInt8])] = []
    /// Bytes of the file.
    public var length: Int

    public init(
        entry: UInt64, headers: [Header], length: Int, relocationTable: UInt64 = 0, dynamicSection: UInt64 = 0
    ) {
        self.entry = entry
        self.headers = headers
        self.length = length
        self.relocationTable = relocationTable
        self.dynamicSection = dynamicSection
    }

    /// The file.
    public func bytes() -> [UInt8] {
        var file = [UInt8](repeating: 0, count: length)
        for (index, byte) in [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1].enumerated() { file[index] = UInt8(byte) }
        file.put(3, 2, at: 16)
        file.put(243, 2, at: 18)
        file.put(1, 4, at: 20)
        file.put(entry, 8, at: 24)
        file.put(64, 8, at: 32)
        file.put(64, 2, at: 52)
        file.put(56, 2, at: 54)
        file.put(UInt64(headers.count), 2, at: 56)
        for (index, header) in headers.enumerated() {
            let at = 64 + index * 56
            file.put(UInt64(header.type), 4, at: at)
            file.put(UInt64(header.flags), 4, at: at + 4)
            file.put(header.offset, 8, at: at + 8)
            file.put(header.address, 8, at: at + 16)
            file.put(header.address, 8, at: at + 24)
            file.put(header.fileSize, 8, at: at + 32)
            file.put(header.memorySize, 8, at: at + 40)
            file.put(header.alignment, 8, at: at + 48)
        }
        for (index, relocation) in relocations.enumerated() {
            let at = Int(relocationTable) + index * 24
            file.put(relocation.offset, 8, at: at)
            file.put(relocation.info, 8, at: at + 8)
            file.put(relocation.addend, 8, at: at + 16)
        }
        for (index, entry) in dynamic.enumerated() {
            file.put(entry.tag, 8, at: Int(dynamicSection) + index * 16)
            file.put(entry.value, 8, at: Int(dynamicSection) + index * 16 + 8)
        }
        for (offset, bytes) in contents {
            for (index, byte) in bytes.enumerated() { file[Int(offset) + index] = byte }
        }
        return file
    }
}

extension [UInt8] {
    /// Writes the low `width` bytes of a number, little-endian.
    public mutating func put(_ value: UInt64, _ width: Int, at offset: Int) {
        for index in 0..<width { self[offset + index] = UInt8(truncatingIfNeeded: value >> UInt64(8 * index)) }
    }

    /// Writes the low `width` bytes of a number, big-endian.
    public mutating func putBig(_ value: UInt64, _ width: Int, at offset: Int) {
        for index in 0..<width {
            self[offset + index] = UInt8(truncatingIfNeeded: value >> UInt64(8 * (width - 1 - index)))
        }
    }
}
