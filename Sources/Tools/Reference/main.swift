// Makes the reference (docs/reference), the declarations of the scripts' library (js-apps/types) and the header for C
// (Sources/ABI/CFTL/include/ftl_calls.h) from the system call table and the comments beside what they describe.
// scripts/reference runs it.

import Foundation

let usage = """
    usage: Reference [--root DIR] [--check]

    Makes docs/reference, the declarations in js-apps/types, the headers ftl_calls.h and ftl_call_numbers.h in
    Sources/ABI/CFTL/include and Sources/Runtimes/Library/core/abi.js of the repository in
    DIR (or the current folder).

      --check   write nothing: say which files are not up to date

    Exit status: 0 made or up to date, 1 not up to date (--check), 2 something is missing; what, is said.
    """

/// Writes a line to standard error.
func complain(_ line: String) { FileHandle.standardError.write(Data("reference: \(line)\n".utf8)) }

var root = "."
var isCheck = false
var words = CommandLine.arguments.dropFirst()
while let word = words.popFirst() {
    switch word {
    case "--check": isCheck = true
    case "--help", "-h":
        print(usage)
        exit(0)
    case "--root":
        guard let value = words.popFirst() else {
            complain("--root needs a folder")
            exit(2)
        }
        root = value
    default:
        complain("unknown argument '\(word)' (see --help)")
        exit(2)
    }
}

do throws(Failure) {
    let generator = Generator(repository: Repository(root: root))
    if isCheck {
        let stale = try generator.stale()
        for file in stale { complain("\(file.path) is not up to date: run scripts/reference") }
        exit(stale.isEmpty ? 0 : 1)
    }
    for file in try generator.write() { print("reference: made \(file.path)") }
} catch {
    complain(error.line)
    exit(2)
}
