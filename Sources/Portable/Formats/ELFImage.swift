// The program format: a static position-independent executable, ELF64, little-endian, RISC-V (System V gABI,
// "Object Files" and "Dynamic Linking"; RISC-V psABI, "ELF Object Files"). An ELFImage that exists has been
// checked as a whole, every relocation included, so that whoever loads it decides about nothing but memory:
//
// - Segments are sorted, share no page, are never both writable and executable, and lie inside the file and
//   below `ELFImage.maximumSize`. All addresses are relative to where the image is put, at a page.
// - Each relocation is R_RISCV_RELATIVE: the 8 bytes at `offset` become the image's place plus `addend`.
//
// Section headers, symbols and notes are of no interest here and are not looked at.

/// A program, checked. Holds offsets into the file it was parsed from, not the file.
public struct ELFImage: Equatable, Sendable {
    /// Bytes of a page, and of the alignment of segments.
    public static let pageSize: UInt64 = 4096
    /// No byte of a program lies at or above this address of its own.
    public static let maximumSize: UInt64 = 256 << 20
    /// Program headers a file may have.
    public static let maximumProgramHeaders = 16

    /// A part of the program in memory (PT_LOAD). Never empty.
    public struct Segment: Equatable, Sendable {
        /// Where its content lies in the file; as long as or shorter than `memory`, the rest of which is zero.
        public let file: Range<Int>
        /// Its addresses, relative to the image's place. Congruent to `file` modulo the page size.
        public let memory: Range<UInt64>
        public let isReadable: Bool
        public let isWritable: Bool
        public let isExecutable: Bool

        /// The whole pages that `memory` touches.
        public var pages: Range<UInt64> { pageDown(memory.lowerBound)..<pageUp(memory.upperBound) }
    }

    /// The initial content of thread-local storage (PT_TLS).
    public struct ThreadLocals: Equatable, Sendable {
        /// Where the content lies in the file; the rest up to `memorySize` bytes is zero.
        public let file: Range<Int>
        /// Bytes for each thread.
        public let memorySize: UInt64
    }

    /// What `offset` and `addend` of a relocation say: see the head of the file.
    public struct Relocation: Equatable, Sendable {
        public let offset: UInt64
        public let addend: UInt64
    }

    /// In the order of their addresses; at least one.
    public let segments: [Segment]
    /// Where the program is entered; inside an executable segment.
    public let entry: UInt64
    /// Whole pages that become read-only once relocations are applied (PT_GNU_RELRO); inside the pages of one
    /// writable segment, and nothing else of that segment is in them.
    public let relro: Range<UInt64>?
    public let threadLocals: ThreadLocals?
    /// Bytes of stack the main thread asks for (PT_GNU_STACK, as `ld -z stack-size=` sets it); 0: no wish.
    public let stackSize: UInt64
    public let relocationCount: Int
    /// Where the table of relocations begins in the file.
    let relocationTable: Int

    /// From the lowest page of the program to the end of its highest.
    public var memoryRange: Range<UInt64> {
        segments[0].pages.lowerBound..<segments[segments.count - 1].pages.upperBound
    }

    /// Relocation number `index`, counted from zero. Checked again, so that bytes which changed since `parse`
    /// are an error too.
    public func relocation(at index: Int, in file: borrowing Span<UInt8>) throws(ELFError) -> Relocation {
        guard index >= 0, index < relocationCount else { throw .relocationOutside(index: index) }
        let entry = relocationTable + index * ELFImage.relocationSize
        guard let offset = file.little64(at: entry), let info = file.little64(at: entry + 8),
            let addend = file.little64(at: entry + 16)
        else { throw .relocationOutside(index: index) }
        guard info == ELFImage.relativeRelocation else { throw .relocationType(index: index) }
        guard offset % 8 == 0 else { throw .relocationMisaligned(index: index) }
        guard isWritable(offset) else { throw .relocationTarget(index: index) }
        // The end of the image is an address too: the linker's end symbols.
        let memory = memoryRange
        guard addend >= memory.lowerBound, addend <= memory.upperBound else {
            throw .relocationAddend(index: index)
        }
        return Relocation(offset: offset, addend: addend)
    }

    /// Whether 8 bytes at `address` are in a writable segment.
    private func isWritable(_ address: UInt64) -> Bool {
        for segment in segments where segment.isWritable {
            if address >= segment.memory.lowerBound, address < segment.memory.upperBound {
                return segment.memory.upperBound - address >= 8
            }
        }
        return false
    }

    /// Bytes of an Elf64_Rela.
    static let relocationSize = 24
    /// r_info of R_RISCV_RELATIVE, which has no symbol.
    static let relativeRelocation: UInt64 = 3
}

/// `address` rounded down to a page.
func pageDown(_ address: UInt64) -> UInt64 { address & ~(ELFImage.pageSize - 1) }

/// `address`, not above `ELFImage.maximumSize`, rounded up to a page.
func pageUp(_ address: UInt64) -> UInt64 { pageDown(address + (ELFImage.pageSize - 1)) }
