// Symbol files, by which the kernel names functions in its reports: see SymbolTable in Formats. All programs go
// through the tools together, since starting a tool takes longer than its work.

import Foundation

/// The functions of one program after another.
struct Symbols {
    /// Scratch space.
    let folder: URL

    /// The symbol file of each program, in the order of `programs`.
    func files(of programs: [String]) throws(Failure) -> [[UInt8]] {
        let listing = folder.appendingPathComponent("symbols")
        try Tool.start(
            "llvm-nm", ["--defined-only", "-n", "-A"] + programs, in: folder, label: "all", output: listing
        ).finish()
        var functions: [[(address: String, name: String)]] = programs.map { _ in [] }
        var program = 0
        for line in try lines(of: listing) {
            // Each line begins with the path of its program; programs come in the order in which they were named.
            while program < programs.count, !line.hasPrefix(programs[program] + ": ") { program += 1 }
            guard program < programs.count else { throw Failure("llvm-nm said something unexpected: \(line)") }
            if let function = function(line.dropFirst(programs[program].count + 2)) {
                // Of several names of one place the first will do.
                if functions[program].last?.address != function.address { functions[program].append(function) }
            }
        }

        let mangled = folder.appendingPathComponent("mangled")
        let demangled = folder.appendingPathComponent("demangled")
        let names = functions.joined().map { $0.name + "\n" }.joined()
        do { try Data(names.utf8).write(to: mangled) } catch { throw Failure("\(mangled.path) cannot be written") }
        try Tool.start(
            "swift-demangle", ["--simplified"], in: folder, label: "all", input: mangled, output: demangled
        ).finish()
        var readable = try lines(of: demangled)[...]
        guard readable.count == functions.reduce(0, { $0 + $1.count }) else {
            throw Failure("swift-demangle did not answer line by line")
        }
        return functions.map { program in
            var file: [UInt8] = []
            for (function, name) in zip(program, readable) { file += Array("\(function.address) \(name)\n".utf8) }
            readable = readable.dropFirst(program.count)
            return file
        }
    }

    /// A line of llvm-nm, if it is about a function: address, a letter for the kind, name.
    private func function(_ line: Substring) -> (address: String, name: String)? {
        let fields = line.split(separator: " ", maxSplits: 2)
        guard fields.count == 3, fields[0].utf8.count == 16, ["t", "T", "w", "W"].contains(fields[1]),
            !fields[2].hasPrefix(".L"), !isMappingSymbol(fields[2])
        else { return nil }
        return (String(fields[0]), String(fields[2]))
    }

    /// Whether it only says what kind of bytes begins here ($x, $d; RISC-V psABI, "Mapping Symbol"). Other names that
    /// begin with a dollar are Swift's.
    private func isMappingSymbol(_ name: Substring) -> Bool {
        for prefix in ["$x", "$d"] where name.hasPrefix(prefix) {
            let rest = name.dropFirst(2)
            return rest.isEmpty || rest.hasPrefix(".") || rest.hasPrefix("rv")
        }
        return false
    }

    private func lines(of file: URL) throws(Failure) -> [String] {
        String(decoding: try Files.read(file.path), as: UTF8.self).split(separator: "\n").map { String($0) }
    }
}
