// Writes a small program file: what a linker makes for an app, in 1792 bytes, with every part open to be broken.
//
//   file    address   what
//   0x000   0x0000    R: headers, relocations (at 0x300)
//   0x400   0x1400    RX: code
//   0x500   0x2500    RW: dynamic section, then data; reaches beyond the file up to 0x4000

struct ProgramWriter {
    struct Header {
        var type: UInt32
        var flags: UInt32
        var offset: UInt64
        var address: UInt64
        var fileSize: UInt64
        var memorySize: UInt64
        var alignment: UInt64 = 4096
    }

    static let relocationTable: UInt64 = 0x300
    static let dynamicSection: UInt64 = 0x500

    var entry: UInt64 = 0x1400
    var headers: [Header] = [
        Header(type: 1, flags: 4, offset: 0, address: 0, fileSize: 0x400, memorySize: 0x400),
        Header(type: 1, flags: 5, offset: 0x400, address: 0x1400, fileSize: 0x40, memorySize: 0x40),
        Header(type: 1, flags: 6, offset: 0x500, address: 0x2500, fileSize: 0x200, memorySize: 0x1b00),
        Header(type: 2, flags: 6, offset: 0x500, address: 0x2500, fileSize: 0x80, memorySize: 0x80, alignment: 8),
        Header(type: 0x6474_e552, flags: 4, offset: 0x500, address: 0x2500, fileSize: 0x100, memorySize: 0xb00),
        Header(type: 7, flags: 4, offset: 0x680, address: 0x2680, fileSize: 0x10, memorySize: 0x40, alignment: 8),
        Header(type: 0x6474_e551, flags: 6, offset: 0, address: 0, fileSize: 0, memorySize: 0, alignment: 0),
    ]
    var relocations: [(offset: UInt64, info: UInt64, addend: UInt64)] = [
        (0x2580, 3, 0x1400), (0x2588, 3, 0), (0x3ff8, 3, 0x4000), (0x2590, 3, 0x2600),
    ]
    /// Nil: the table that the relocations need.
    var dynamic: [(tag: UInt64, value: UInt64)]?

    func bytes() -> [UInt8] {
        var file = [UInt8](repeating: 0, count: 0x700)
        file.replaceSubrange(0..<8, with: [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0])
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
            let at = Int(ProgramWriter.relocationTable) + index * 24
            file.put(relocation.offset, 8, at: at)
            file.put(relocation.info, 8, at: at + 8)
            file.put(relocation.addend, 8, at: at + 16)
        }
        let dynamic =
            self.dynamic ?? [
                (7, ProgramWriter.relocationTable), (8, UInt64(relocations.count * 24)), (9, 24), (0x6fff_fff9, 4),
                (0, 0),
            ]
        for (index, entry) in dynamic.enumerated() {
            let at = Int(ProgramWriter.dynamicSection) + index * 16
            file.put(entry.tag, 8, at: at)
            file.put(entry.value, 8, at: at + 8)
        }
        return file
    }
}

extension [UInt8] {
    /// Writes the low `width` bytes of a number, little-endian.
    mutating func put(_ value: UInt64, _ width: Int, at offset: Int) {
        for index in 0..<width { self[offset + index] = UInt8(truncatingIfNeeded: value >> UInt64(8 * index)) }
    }

    /// Writes the low `width` bytes of a number, big-endian.
    mutating func putBig(_ value: UInt64, _ width: Int, at offset: Int) {
        for index in 0..<width {
            self[offset + index] = UInt8(truncatingIfNeeded: value >> UInt64(8 * (width - 1 - index)))
        }
    }
}
