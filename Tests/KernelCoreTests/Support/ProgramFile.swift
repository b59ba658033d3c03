// Writes the smallest program file that has all a loader cares about:
//
//   file    address   what
//   0x000   0x0000    R: headers, relocations (at 0x200)
//   0x400   0x1400    RX: code
//   0x500   0x2500    RW: dynamic section, two words that hold addresses (0x2580, 0x3ff8); zeros up to 0x5000
//
// Its first page of data is read-only once the addresses are in.

struct ProgramFile {
    struct Header {
        var type: UInt32
        var flags: UInt32
        var offset: UInt64
        var address: UInt64
        var fileSize: UInt64
        var memorySize: UInt64
        var alignment: UInt64 = 4096
    }

    static let headers: [Header] = [
        Header(type: 1, flags: 4, offset: 0, address: 0, fileSize: 0x400, memorySize: 0x400),
        Header(type: 1, flags: 5, offset: 0x400, address: 0x1400, fileSize: 0x40, memorySize: 0x40),
        Header(type: 1, flags: 6, offset: 0x500, address: 0x2500, fileSize: 0x200, memorySize: 0x2b00),
        Header(type: 2, flags: 6, offset: 0x500, address: 0x2500, fileSize: 0x80, memorySize: 0x80, alignment: 8),
        Header(type: 0x6474_e552, flags: 4, offset: 0x500, address: 0x2500, fileSize: 0x100, memorySize: 0xb00),
    ]

    var entry: UInt64 = 0x1400
    var headers = ProgramFile.headers
    /// Where an address goes, and which.
    var relocations: [(offset: UInt64, addend: UInt64)] = [(0x2580, 0x1400), (0x3ff8, 0x5000)]
    /// Bytes of stack it asks for; 0: no wish.
    var stackSize: UInt64 = 0

    func bytes() -> [UInt8] {
        var file = [UInt8](repeating: 0, count: 0x700)
        func put(_ value: UInt64, _ width: Int, at offset: Int) {
            for index in 0..<width { file[offset + index] = UInt8(truncatingIfNeeded: value >> UInt64(8 * index)) }
        }
        file.replaceSubrange(0..<8, with: [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0])
        put(3, 2, at: 16)
        put(243, 2, at: 18)
        put(1, 4, at: 20)
        put(entry, 8, at: 24)
        put(64, 8, at: 32)
        put(64, 2, at: 52)
        put(56, 2, at: 54)
        var headers = headers
        if stackSize > 0 {
            headers.append(
                Header(
                    type: 0x6474_e551, flags: 6, offset: 0, address: 0, fileSize: 0, memorySize: stackSize,
                    alignment: 0))
        }
        put(UInt64(headers.count), 2, at: 56)
        for (index, header) in headers.enumerated() {
            let at = 64 + index * 56
            put(UInt64(header.type), 4, at: at)
            put(UInt64(header.flags), 4, at: at + 4)
            put(header.offset, 8, at: at + 8)
            put(header.address, 8, at: at + 16)
            put(header.address, 8, at: at + 24)
            put(header.fileSize, 8, at: at + 32)
            put(header.memorySize, 8, at: at + 40)
            put(header.alignment, 8, at: at + 48)
        }
        for (index, relocation) in relocations.enumerated() {
            put(relocation.offset, 8, at: 0x200 + index * 24)
            put(3, 8, at: 0x208 + index * 24)
            put(relocation.addend, 8, at: 0x210 + index * 24)
        }
        let dynamic: [(UInt64, UInt64)] = [(7, 0x200), (8, UInt64(relocations.count * 24)), (9, 24), (0, 0)]
        for (index, (tag, value)) in dynamic.enumerated() {
            put(tag, 8, at: 0x500 + index * 16)
            put(value, 8, at: 0x508 + index * 16)
        }
        for index in 0..<0x40 { file[0x400 + index] = UInt8(index + 1) }
        return file
    }
}
