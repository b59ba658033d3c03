// The smallest program file that has all a loader cares about:
//
//   file    address   what
//   0x000   0x0000    R: headers, relocations (at 0x200)
//   0x400   0x1400    RX: code
//   0x500   0x2500    RW: dynamic section, two words that hold addresses (0x2580, 0x3ff8); zeros up to 0x5000
//
// Its first page of data is read-only once the addresses are in.

import TestSupport

struct ProgramFile {
    typealias Header = ELFWriter.Header

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
        var file = ELFWriter(
            entry: entry, headers: headers, length: 0x700, relocationTable: 0x200, dynamicSection: 0x500)
        if stackSize > 0 {
            file.headers.append(
                Header(
                    type: 0x6474_e551, flags: 6, offset: 0, address: 0, fileSize: 0, memorySize: stackSize,
                    alignment: 0))
        }
        file.relocations = relocations.map { ($0.offset, 3, $0.addend) }
        file.dynamic = [(7, 0x200), (8, UInt64(relocations.count * 24)), (9, 24), (0, 0)]
        file.contents = [(0x400, (1...0x40).map { UInt8($0) })]
        return file.bytes()
    }
}
