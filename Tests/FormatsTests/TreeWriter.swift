// Writes flattened devicetrees of version 17, right and wrong ones.

struct TreeWriter {
    private(set) var structure: [UInt8] = []
    private var strings: [UInt8] = []
    private var reservations: [(UInt64, UInt64)] = []

    mutating func token(_ value: UInt32) { structure += TreeWriter.cells(value) }

    mutating func begin(_ name: String) {
        token(1)
        structure += Array(name.utf8) + [0]
        pad()
    }

    mutating func end() { token(2) }

    mutating func property(_ name: String, _ value: [UInt8]) {
        token(3)
        token(UInt32(value.count))
        token(UInt32(nameOffset(name)))
        structure += value
        pad()
    }

    mutating func property(_ name: String, _ texts: String...) {
        property(name, texts.flatMap { Array($0.utf8) + [0] })
    }

    mutating func property(_ name: String, cells: UInt32...) {
        property(name, cells.flatMap { TreeWriter.cells($0) })
    }

    mutating func node(_ name: String, _ content: (inout TreeWriter) -> Void) {
        begin(name)
        content(&self)
        end()
    }

    mutating func reserve(_ start: UInt64, _ length: UInt64) { reservations.append((start, length)) }

    /// The blob: header, reservations, structure, strings. Adds the end token.
    func blob() -> [UInt8] {
        var writer = self
        writer.token(9)
        let reservationBlock = (reservations + [(0, 0)]).flatMap { start, length in
            [start, length].flatMap {
                TreeWriter.cells(UInt32($0 >> 32)) + TreeWriter.cells(UInt32(truncatingIfNeeded: $0))
            }
        }
        let structureAt = 40 + reservationBlock.count
        let stringsAt = structureAt + writer.structure.count
        let header: [UInt32] = [
            0xd00d_feed, UInt32(stringsAt + strings.count), UInt32(structureAt), UInt32(stringsAt), 40, 17, 16, 0,
            UInt32(strings.count), UInt32(writer.structure.count),
        ]
        return header.flatMap { TreeWriter.cells($0) } + reservationBlock + writer.structure + strings
    }

    static func cells(_ value: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }

    private mutating func pad() {
        while structure.count % 4 != 0 { structure.append(0) }
    }

    private mutating func nameOffset(_ name: String) -> Int {
        let wanted = Array(name.utf8) + [0]
        var at = 0
        while at + wanted.count <= strings.count {
            if Array(strings[at..<at + wanted.count]) == wanted, at == 0 || strings[at - 1] == 0 { return at }
            at += 1
        }
        strings += wanted
        return strings.count - wanted.count
    }
}

extension TreeWriter {
    /// A machine with some of everything, laid out differently from QEMU's: a bus that translates addresses, an
    /// alias for the console, one address cell here and two there.
    static func machine(_ change: (inout TreeWriter) -> Void = { _ in }) -> TreeWriter {
        var tree = TreeWriter()
        tree.reserve(0x8000_0000, 0x1000)
        tree.node("") { tree in
            tree.property("#address-cells", cells: 2)
            tree.property("#size-cells", cells: 2)
            tree.node("cpus") { tree in
                tree.property("#address-cells", cells: 1)
                tree.property("#size-cells", cells: 0)
                tree.property("timebase-frequency", cells: 10_000_000)
                for hart in UInt32(0)..<2 {
                    tree.node("cpu@\(hart)") { tree in
                        tree.property("device_type", "cpu")
                        tree.property("reg", cells: hart)
                        tree.property("status", hart == 0 ? "okay" : "disabled")
                        tree.property("mmu-type", hart == 0 ? "riscv,sv39" : "riscv,none")
                        tree.node("interrupt-controller") { tree in
                            tree.property("compatible", "riscv,cpu-intc")
                            tree.property("phandle", cells: 10 + hart)
                        }
                    }
                }
            }
            tree.node("memory@80000000") { tree in
                tree.property("device_type", "memory")
                tree.property("reg", cells: 0, 0x8000_0000, 0, 0x800_0000, 1, 0, 0, 0x1000)
            }
            tree.node("reserved-memory") { tree in
                tree.property("#address-cells", cells: 2)
                tree.property("#size-cells", cells: 1)
                tree.property("ranges", [UInt8]())
                tree.node("firmware@80000000") { $0.property("reg", cells: 0, 0x8000_0000, 0x4_0000) }
                tree.node("pool") { $0.property("size", cells: 0x1000) }
            }
            tree.node("aliases") { $0.property("serial0", "/bus@10000000/serial@200") }
            tree.node("chosen") { tree in
                tree.property("bootargs", "loglevel=debug batch")
                tree.property("stdout-path", "serial0:115200n8")
                tree.property("linux,initrd-start", cells: 0x8420_0000)
                tree.property("linux,initrd-end", cells: 0, 0x8430_0000)
                tree.property("rng-seed", [1, 2, 3, 4])
            }
            tree.node("bus@10000000") { tree in
                tree.property("compatible", "simple-bus")
                tree.property("#address-cells", cells: 1)
                tree.property("#size-cells", cells: 1)
                tree.property("ranges", cells: 0, 0, 0x1000_0000, 0x800_0000)
                tree.node("serial@100") { tree in
                    tree.property("compatible", "ns16550a")
                    tree.property("reg", cells: 0x100, 0x100)
                }
                tree.node("serial@200") { tree in
                    tree.property("compatible", "vendor,uart", "ns16550a")
                    tree.property("reg", cells: 0x200, 0x100)
                    tree.property("interrupts", cells: 7)
                    tree.property("reg-shift", cells: 2)
                }
                tree.node("virtio@1000") { tree in
                    tree.property("compatible", "virtio,mmio")
                    tree.property("reg", cells: 0x1000, 0x1000)
                    tree.property("interrupts", cells: 1)
                }
                tree.node("plic@2000000") { tree in
                    tree.property("compatible", "riscv,plic0")
                    tree.property("reg", cells: 0x200_0000, 0x40_0000)
                    tree.property("riscv,ndev", cells: 53)
                    tree.property("interrupts-extended", cells: 10, 11, 10, 9, 11, 9)
                }
                change(&tree)
            }
        }
        return tree
    }
}
