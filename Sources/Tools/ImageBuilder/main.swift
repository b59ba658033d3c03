// Packs the initfs: everything that the machine boots with, checked, in one ustar archive. Whatever is wrong with
// an app is said here, in one line, before anything boots; then the exit status is 2 and no archive is written.

import Foundation

do throws(Failure) {
    let options = try Options(CommandLine.arguments.dropFirst().map { $0 })
    switch options.action {
    case .help: print(Options.usage)
    case .list:
        for app in try AppFolder.all(in: options.place) {
            print(app.name, app.manifest.language.name, app.manifest.start.name)
        }
    case .pack(let products, let output):
        let apps = try AppFolder.all(in: options.place)
        let warnings = try Selection.check(options.apps, among: apps, in: options.place)
        let archive = try Packer(system: options.place.system, products: products).archive(of: apps)
        do { try Data(archive).write(to: URL(fileURLWithPath: output), options: .atomic) } catch {
            throw Failure("\(output) cannot be written")
        }
        for warning in warnings { complain("warning: " + warning) }
    }
} catch {
    for line in error.lines { complain(line) }
    exit(2)
}

/// Writes a line to standard error.
func complain(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }
