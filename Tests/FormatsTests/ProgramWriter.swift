// A small program file: what a linker makes for an app, in 1792 bytes, with every part open to be broken.
//
//   file    address   what
//   0x000   0x0000    R: headers, relocations (at 0x300)
//   0x400   0x1400    RX: code
//   0x500   0x2500    RW: dynamic section, then data; reaches beyond the file up to 0x4000

import TestSupport

struct ProgramWriter {
    typealias Header = ELFWriter.Header

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
    var relocations: [ELFWriter.Relocation] = [
        (0x2580, 3, 0x1400), (0x2588, 3, 0), (0x3ff8, 3, 0x4000), (0x2590, 3, 0x2600),
    ]
    /// Nil: the table that the relocations need.
    var dynamic: [(tag: UInt64, value: UInt64)]?

    func bytes() -> [UInt8] {
        var file = ELFWriter(
            entry: entry, headers: headers, length: 0x700, relocationTable: Self.relocationTable,
            dynamicSection: Self.dynamicSection)
        file.relocations = relocations
        file.dynamic =
            dynamic ?? [
                (7, Self.relocationTable), (8, UInt64(relocations.count * 24)), (9, 24), (0x6fff_fff9, 4), (0, 0),
            ]
        return file.bytes()
    }
}
