// Every way a file can fail to be a program. Each names the fault precisely enough to find it with readelf.

/// Why a file is not a program. `index` counts program headers or relocations from zero.
public enum ELFError: Error, Equatable, Sendable {
    case tooShort
    case badMagic
    case notELF64
    case notLittleEndian
    case unknownVersion
    case notRISCV
    case notPositionIndependent
    case badHeaderSize
    case tooManyProgramHeaders(count: Int)
    case programHeadersOutside
    case contentOutside(index: Int)
    case contentTooLong(index: Int)
    case tooLarge(index: Int)
    case misaligned(index: Int)
    case writableAndExecutable(index: Int)
    case badPermissions(index: Int)
    case segmentsOverlap(index: Int)
    case repeated(index: Int)
    case needsInterpreter
    case noSegments
    case entryOutside
    case relroOutside
    case dynamicOutside
    case dynamicEndMissing
    case needsLibrary
    case repeatedDynamic(tag: UInt64)
    case unsupportedDynamic(tag: UInt64)
    case relocationTableMissing
    case relocationTableOutside
    case relocationSize
    case relocationOutside(index: Int)
    case relocationType(index: Int)
    case relocationMisaligned(index: Int)
    case relocationTarget(index: Int)
    case relocationAddend(index: Int)

    /// The fault in words.
    public var message: String {
        switch self {
        case .tooShort: "ELF: shorter than an ELF header"
        case .badMagic: "ELF: no ELF file"
        case .notELF64: "ELF: not of class ELF64"
        case .notLittleEndian: "ELF: not little-endian"
        case .unknownVersion: "ELF: not of version 1, System V ABI"
        case .notRISCV: "ELF: not for RISC-V"
        case .notPositionIndependent: "ELF: not a position-independent executable (type ET_DYN)"
        case .badHeaderSize: "ELF: header sizes are not those of ELF64"
        case .tooManyProgramHeaders(let count):
            "ELF: \(count) program headers, of which there may be \(ELFImage.maximumProgramHeaders)"
        case .programHeadersOutside: "ELF: the program headers lie outside the file"
        case .contentOutside(let index): "ELF: the content of program header \(index) lies outside the file"
        case .contentTooLong(let index): "ELF: program header \(index) has more bytes in the file than in memory"
        case .tooLarge(let index): "ELF: program header \(index) reaches above 256 MiB"
        case .misaligned(let index):
            "ELF: segment of program header \(index) is not aligned to 4096 bytes, or its place in the file is not"
        case .writableAndExecutable(let index):
            "ELF: segment of program header \(index) is both writable and executable"
        case .badPermissions(let index): "ELF: segment of program header \(index) can be neither read nor executed"
        case .segmentsOverlap(let index):
            "ELF: segment of program header \(index) shares a page with one before it, or comes out of order"
        case .repeated(let index): "ELF: program header \(index) is the second of its type"
        case .needsInterpreter: "ELF: needs an interpreter (PT_INTERP)"
        case .noSegments: "ELF: nothing to load"
        case .entryOutside: "ELF: the entry point is not in an executable segment, or odd"
        case .relroOutside: "ELF: the PT_GNU_RELRO range is not inside a writable segment"
        case .dynamicOutside: "ELF: the dynamic section is not in a readable segment"
        case .dynamicEndMissing: "ELF: the dynamic section has no DT_NULL"
        case .needsLibrary: "ELF: needs a shared library (DT_NEEDED)"
        case .repeatedDynamic(let tag): "ELF: dynamic tag \(tag) stands twice"
        case .unsupportedDynamic(let tag): "ELF: dynamic tag \(tag) asks for a dynamic linker"
        case .relocationTableMissing: "ELF: DT_RELASZ without DT_RELA"
        case .relocationTableOutside: "ELF: the relocations are not in the content of a readable segment"
        case .relocationSize: "ELF: DT_RELAENT is not 24, or DT_RELASZ no multiple of it"
        case .relocationOutside(let index): "ELF: there is no relocation \(index)"
        case .relocationType(let index): "ELF: relocation \(index) is not of type R_RISCV_RELATIVE"
        case .relocationMisaligned(let index): "ELF: relocation \(index) is not at a multiple of 8"
        case .relocationTarget(let index): "ELF: relocation \(index) is not inside a writable segment"
        case .relocationAddend(let index): "ELF: relocation \(index) points outside the image"
        }
    }
}
