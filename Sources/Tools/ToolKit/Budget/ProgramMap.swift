// Which program an address is of, and which source.

import Foundation

/// The kernel and the programs of one boot.
struct ProgramMap {
    /// Programs by where they lie, the kernel first.
    private let programs: [LoadedProgram]
    private let products: String
    /// An address of the kernel: all of it lies near.
    private let kernelBase: UInt64
    private static let kernelSpan: UInt64 = 1 << 24

    init(kernel symbols: [Symbol], log: String, products: String) {
        kernelBase = symbols.first { $0.name == "ftl_gate" }?.address ?? 0
        var loaded: [LoadedProgram] = []
        for program in LoadedProgram.all(in: log) where !loaded.contains(where: { $0.base == program.base }) {
            loaded.append(program)
        }
        loaded.sort { $0.base < $1.base }
        programs = [LoadedProgram(name: "Kernel", base: 0)] + loaded
        self.products = products
    }

    /// The program that an address is of: the last one that begins before it, but for the kernel's. Where several lay at
    /// the same place, one after the other, it is the first.
    func program(at address: UInt64) -> LoadedProgram {
        let distance = address > kernelBase ? address - kernelBase : kernelBase - address
        if distance < Self.kernelSpan { return programs[0] }
        return programs.last { $0.base <= address } ?? programs[0]
    }

    /// Executions by source.
    func totals(
        of counts: InstructionCounts, by key: BudgetKey, in scratch: ScratchFolder
    ) throws(ToolError) -> [String: Int] {
        let addresses = Dictionary(grouping: counts.byAddress.keys) { program(at: $0).base }
        var totals: [String: Int] = [:]
        for (base, list) in addresses {
            guard let name = programs.first(where: { $0.base == base })?.name else { continue }
            let isBuilt = FileManager.default.fileExists(atPath: "\(products)/\(name)")
            let program = name == "javascript" || !isBuilt ? "JavaScript" : name
            let file = scratch.path + "/addresses"
            let text = list.map { "0x" + String($0 - base, radix: 16) + "\n" }.joined()
            guard (try? text.write(toFile: file, atomically: false, encoding: .utf8)) != nil else {
                throw .refusal("no room for the list of addresses")
            }
            let blocks = try Subprocess.run(
                ["llvm-symbolizer", "--obj=\(products)/\(program)", "--inlines"], errors: .dropped, inputFile: file
            ).text.components(separatedBy: "\n\n")
            guard blocks.count >= list.count else { throw .refusal("llvm-symbolizer does not answer") }
            for (address, block) in zip(list, blocks) {
                let source = SourcePlace(block)
                let owner = program == "Kernel" ? "" : program + ": "
                totals[owner + (source.text(by: key) ?? source.function), default: 0] += counts.byAddress[address] ?? 0
            }
        }
        return Dictionary(totals.map { (Self.readable($0.key), $0.value) }, uniquingKeysWith: +)
    }

    /// A name as the source has it, behind the program's.
    private static func readable(_ name: String) -> String {
        // Names of Swift begin with a dollar sign; files have none.
        guard let start = name.firstIndex(of: "$"),
            let shown = try? Subprocess.run(["swift", "demangle", "--compact", "--simplified", String(name[start...])])
        else { return name }
        return name[..<start] + shown.text.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

/// Where an instruction is from, as llvm-symbolizer says: pairs of lines, a function and its place, from the innermost of
/// those inlined into each other on. What is of the standard library counts for whoever it is inlined into.
struct SourcePlace {
    /// The innermost function.
    let function: String
    /// The innermost place in a source of ours, nil where there is none, and its function.
    let place: (function: String, file: String, line: String)?

    init(_ block: String) {
        let lines = block.split(separator: "\n", omittingEmptySubsequences: true).map(String.init)
        function = lines.first ?? ""
        var found: (function: String, file: String, line: String)?
        for index in stride(from: 0, to: lines.count - 1, by: 2) where found == nil {
            guard let (file, line) = Self.ours(lines[index + 1]) else { continue }
            found = (lines[index], file, line)
        }
        place = found
    }

    /// By what it is shown; nil where it is in no source of ours.
    func text(by key: BudgetKey) -> String? {
        guard let place else { return nil }
        return switch key {
        case .file: place.file
        case .line: "\(place.file):\(place.line)"
        case .function: place.function
        }
    }

    /// The file, from the repository's root on, and the line in `FILE:LINE:COLUMN`.
    private static func ours(_ position: String) -> (file: String, line: String)? {
        let starts = ["Sources/", "Tests/", "boot/", "vendor/"].compactMap { position.range(of: $0)?.lowerBound }
        guard let start = starts.min() else { return nil }
        let parts = position[start...].split(separator: ":")
        return parts.count >= 2 ? (String(parts[0]), String(parts[1])) : nil
    }
}
