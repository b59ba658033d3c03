// scripts/engine-host and scripts/engine-linux: the JavaScript engine alone, as a program that runs a script. It is built
// once for each state of its sources.

import Foundation

/// What the engine is built for.
package enum EngineKind: String {
    /// This machine, under the sanitizers for addresses and undefined behaviour.
    case host
    /// Linux on riscv64, by the compiler and with the options that the runtime of this system is built by.
    case linux

    fileprivate var command: String { "engine-" + rawValue }

    /// The program around the engine.
    fileprivate var program: String {
        switch self {
        case .host: "Tests/EngineTests/Host/run.c"
        case .linux: "scripts/engine-linux.c"
        }
    }
}

/// A build of the engine.
package struct EngineBuild {
    private let kind: EngineKind
    private let clang: String
    private let options: EngineOptions
    private let toolset: Toolset
    private static let engine = "vendor/quickjs/src"

    /// - Throws: status 2 where something is missing.
    package init(_ kind: EngineKind, in repository: Repository) throws(ToolError) {
        guard FileManager.default.changeCurrentDirectoryPath(repository.root) else {
            throw .refusal("no folder '\(repository.root)'")
        }
        if kind == .linux {
            let setUp = try Subprocess.run(["scripts/setup", "--bench"], errors: .mixedIn)
            FileHandle.standardError.write(Data(setUp.output))
            guard setUp.status == 0 else { throw .silent(2) }
        }
        guard FileManager.default.fileExists(atPath: Self.engine + "/quickjs.c") else {
            throw .refusal("the engine's source is not there: run scripts/setup")
        }
        guard let clang = Executable.inToolchain("clang") else { throw .refusal("the Swift toolchain has no clang") }
        self.kind = kind
        self.clang = clang
        options = try EngineOptions(.read(build: "riscv64", root: "."), hosted: .read(build: "fuzz", root: "."))
        toolset = try Toolset.read("boot/riscv64.json")
    }

    /// Builds it where it is not there yet.
    ///
    /// - Returns: the path of the program.
    package func run() throws(ToolError) -> String {
        let folder = ".build/\(kind.command)"
        let built = "\(folder)/\(try key())"
        let program = "\(FileManager.default.currentDirectoryPath)/\(built)/engine"
        guard !FileManager.default.isExecutableFile(atPath: program) else { return program }
        let scratch = try ScratchFolder()
        try compile(into: scratch.path)
        try link(scratch.path)
        do {
            // What is of other states goes.
            try? FileManager.default.removeItem(atPath: folder)
            try FileManager.default.createDirectory(atPath: built, withIntermediateDirectories: true)
            try FileManager.default.moveItem(atPath: scratch.path + "/engine", toPath: program)
        } catch { throw .refusal("\(built) cannot be written") }
        return program
    }

    private var compilerOptions: [String] {
        switch kind {
        case .host:
            ["-O0", "-g", "-w", "-fno-omit-frame-pointer", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"]
                // Not undefined where it runs, and on every page of the engine: functions called with a context of
                // another pointer type, and unsigned values shifted into the sign of an int.
                + ["-fno-sanitize=function,shift-base", "-D_GNU_SOURCE"] + options.preprocessor
        case .linux:
            ["--target=riscv64-linux-gnu", "-nostdlibinc", "-isystem", Self.linux + "/include", "-D_GNU_SOURCE"]
                + toolset.hostedOptions + options.code + options.preprocessor
        }
    }

    private static let linux = "/usr/riscv64-linux-gnu"

    /// Names a state of everything that the program is made of.
    private func key() throws(ToolError) -> String {
        var hash = Hash()
        hash.add(try Subprocess.run([clang, "--version"]).output)
        for option in compilerOptions { hash.add(Array(option.utf8) + [0]) }
        for folder in [options.folder, Self.engine] {
            let names = (FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []).sorted()
            for name in names where name.hasSuffix(".c") || name.hasSuffix(".h") {
                hash.add([UInt8](FileManager.default.contents(atPath: folder + "/" + name) ?? Data()))
            }
        }
        hash.add([UInt8](FileManager.default.contents(atPath: kind.program) ?? Data()))
        return hash.text
    }

    private func compile(into folder: String) throws(ToolError) {
        var jobs: [Subprocess] = []
        for file in options.sources + [kind.program] {
            let name = URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent
            // Its allocations go through the host's program, which lets them fail.
            let isAllocator = kind == .host && name == "memory"
            let more = isAllocator ? ["-Dmalloc=host_malloc", "-Drealloc=host_realloc"] : []
            jobs.append(
                try Subprocess(
                    [clang] + compilerOptions + more + ["-c", file, "-o", "\(folder)/\(name).o"], errors: .mixedIn))
        }
        for result in jobs.map({ $0.finish() }) where result.status != 0 {
            FileHandle.standardError.write(Data(result.output))
            throw .refusal("the engine does not build")
        }
    }

    private func link(_ folder: String) throws(ToolError) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let objects = names.filter { $0.hasSuffix(".o") }.sorted().map { folder + "/" + $0 }
        let output = ["-o", folder + "/engine"]
        let words: [String]
        switch kind {
        case .host: words = compilerOptions + ["-fuse-ld=lld"] + objects + ["-lm"] + output
        case .linux:
            let library = Self.linux + "/lib"
            let versions = "/usr/lib/gcc-cross/riscv64-linux-gnu"
            let version = ((try? FileManager.default.contentsOfDirectory(atPath: versions)) ?? []).sorted().last ?? ""
            words =
                ["--target=riscv64-linux-gnu", "-fuse-ld=lld", "-nostdlib", "-static", "-Wl,--gc-sections"]
                + ["\(library)/crt1.o", "\(library)/crti.o"] + objects + [
                    "-L", library, "-L", "\(versions)/\(version)",
                ]
                + ["-Wl,--start-group", "-lm", "-lc", "-lgcc", "-lgcc_eh", "-Wl,--end-group", "\(library)/crtn.o"]
                + output
        }
        let result = try Subprocess.run([clang] + words, errors: .mixedIn)
        guard result.status != 0 else { return }
        FileHandle.standardError.write(Data(result.output))
        throw .refusal("the engine is not linked")
    }
}

/// FNV-1a with 64 bits: tells states apart, and withstands nobody who means harm.
struct Hash {
    private var value: UInt64 = 0xcbf2_9ce4_8422_2325

    mutating func add(_ bytes: [UInt8]) {
        for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
    }

    /// 16 digits.
    var text: String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
