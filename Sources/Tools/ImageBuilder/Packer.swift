// What is in the archive, and under which name:
//
//   apps/NAME/manifest, apps/NAME/image     an app in Swift or C, stripped of its symbols
//   apps/NAME/manifest, apps/NAME/…         an app in JavaScript: the files of its folder
//   images/javascript                       the runtime of those, stripped
//   lib/*.js                                modules for all of them
//   symbols/kernel, /javascript, /NAME      the functions of each program
//
// The programs that stay inside their memory by themselves, by a compiler's proof and this tool's checks, are marked as
// executable. The kernel runs those in kernel isolation, and nothing else (docs/isolation.md).
//
// Equal input gives equal bytes.

import FTLTypes
import Formats
import Foundation

struct Packer {
    /// Tools that run at the same time.
    private static let parallel = 4

    /// The folder with the library of scripts.
    let system: String
    /// The folder of the programs that the build made.
    let products: String

    /// A program to be packed: its file, and its names in the archive.
    private struct Program {
        let file: String
        /// nil: only its symbols are packed.
        let image: String?
        let symbols: String
        /// Whether it stays inside its memory by itself, for which its frames are checked. Foreign code has page tables.
        var isTrusted = true
    }

    func archive(of apps: [AppFolder]) throws(Failure) -> [UInt8] {
        let scratch = FileManager.default.temporaryDirectory.appendingPathComponent("ftl-image-\(UUID().uuidString)")
        do { try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true) } catch {
            throw Failure("\(scratch.path) cannot be made")
        }
        defer { try? FileManager.default.removeItem(at: scratch) }

        var files: [(name: String, content: [UInt8], isExecutable: Bool)] = []
        for app in apps {
            let folder = "apps/\(app.name)/"
            files.append((folder + "manifest", app.manifestBytes, false))
            guard app.manifest.language == .javascript else { continue }
            for file in try Files.all(in: app.folder) where file != "manifest" {
                files.append((folder + file, try Files.read(app.folder + "/" + file), false))
            }
        }
        let modules = system + "/Sources/Runtimes/Library"
        for file in try Files.all(in: modules) where file.hasSuffix(".js") {
            files.append(("lib/" + file, try Files.read(modules + "/" + file), false))
        }
        let programs = try programs(of: apps)
        let images = try images(of: programs, scratch)
        let symbols = try Symbols(folder: scratch).files(of: programs.map(\.file))
        for ((program, image), symbols) in zip(zip(programs, images), symbols) {
            files.append(("symbols/" + program.symbols, symbols, false))
            guard let image, let name = program.image else { continue }
            if program.isTrusted {
                try FrameCheck.check(program.symbols, image.parsed, image.content, symbols: symbols)
            }
            files.append((name, image.content, program.isTrusted))
        }

        var writer = TarWriter()
        for (name, content, isExecutable) in files.sorted(by: { $0.name < $1.name }) {
            do throws(TarWriterError) {
                try writer.add(file: ByteString(name), content: content, isExecutable: isExecutable)
            } catch {
                throw Failure(error.message)
            }
        }
        return writer.finish()
    }

    private func programs(of apps: [AppFolder]) throws(Failure) -> [Program] {
        var programs = [Program(file: products + "/Kernel", image: nil, symbols: "kernel")]
        if apps.contains(where: { $0.manifest.language == .javascript }) {
            let runtime = products + "/JavaScript"
            programs.append(Program(file: runtime, image: "images/javascript", symbols: "javascript"))
        }
        for app in apps where app.manifest.language != .javascript {
            programs.append(
                Program(
                    file: "\(products)/\(app.name)", image: "apps/\(app.name)/image", symbols: app.name,
                    isTrusted: app.manifest.language == .swift))
        }
        for program in programs where !Files.isFile(program.file) {
            if program.image != nil && program.symbols != "javascript" {
                let name = program.symbols
                let function = program.isTrusted ? "app" : "capp"
                throw Failure(
                    "the program of app \"\(name)\" is missing: no \(program.file); "
                        + "is \(function)(\"\(name)\") in Package.swift, and built since (scripts/build)?")
            }
            let what = program.image == nil ? "kernel" : "JavaScript runtime"
            throw Failure("the \(what)'s program is missing: no \(program.file) (scripts/build makes it)")
        }
        return programs
    }

    /// The programs, stripped and checked the way the kernel will check them; nil for one that is not packed.
    private func images(
        of programs: [Program], _ scratch: URL
    ) throws(Failure) -> [(content: [UInt8], parsed: ELFImage)?] {
        let packed = programs.filter { $0.image != nil }
        func stripped(_ program: Program) -> URL { scratch.appendingPathComponent(program.symbols + ".stripped") }
        for start in stride(from: 0, to: packed.count, by: Packer.parallel) {
            var tools: [Tool] = []
            for program in packed[start..<min(start + Packer.parallel, packed.count)] {
                let arguments = ["--strip-all", program.file, stripped(program).path]
                tools.append(try Tool.start("llvm-objcopy", arguments, in: scratch, label: program.symbols))
            }
            for tool in tools { try tool.finish() }
        }
        var images: [(content: [UInt8], parsed: ELFImage)?] = []
        for program in programs {
            guard program.image != nil else {
                images.append(nil)
                continue
            }
            let content = try Files.read(stripped(program).path)
            do throws(ELFError) { images.append((content, try ELFImage.parse(content.span))) } catch {
                throw Failure("\(program.file): \(error.message)")
            }
        }
        return images
    }
}
