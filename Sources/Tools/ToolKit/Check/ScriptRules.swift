// Rules for what people call: programs in scripts/ and .ci/.

import Foundation

/// Shell scripts are read once by the shell; what begins with `#!` can be run.
enum ScriptRules {
    static func findings(in file: SourceFile) throws(ToolError) -> [Finding] {
        guard file.isIn("scripts", ".ci"), file.bytes.starts(with: "#!".utf8) else { return [] }
        var found: [Finding] = []
        let first = String(decoding: file.lines[0], as: UTF8.self)
        if let shell = first.split(whereSeparator: { " /".contains($0) }).last, shell == "bash" || shell == "sh" {
            let read = try Subprocess.run([String(shell), "-n", file.name], errors: .mixedIn)
            if read.status != 0 {
                found.append(Finding(file.name, 1, "is no valid shell script: \(read.lines.first ?? "")"))
            }
        }
        if !FileManager.default.isExecutableFile(atPath: file.name) {
            found.append(Finding(file.name, 1, "is not executable"))
        }
        return found
    }
}

/// Licences of what the repository has from outside.
enum LicenceRules {
    private static let notices = "vendor/NOTICES.md"
    private static let components = ["QuickJS", "picolibc"]

    static func findings(in names: Set<String>) -> [Finding] {
        var found = ["LICENSE", notices].filter { !names.contains($0) }.map { Finding($0, 1, "is not there") }
        if let text = FileManager.default.contents(atPath: notices) {
            let words = String(decoding: text, as: UTF8.self).split { !$0.isLetter && !$0.isNumber && $0 != "_" }
            found += components.filter { !words.contains(Substring($0)) }.map {
                Finding(notices, 1, "does not name \($0)")
            }
        }
        return found
    }
}
