// The library's sources from a folder, in place of those that the engine was built with: for work on them. They are the
// texts of the multi-line literals in the folder's Swift files, in the order in which LibrarySource names them.

import Foundation

struct LibraryFolder {
    let sources: [[UInt8]]

    init(_ path: String) {
        var texts: [String: String] = [:]
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        var order: [String] = []
        for name in names where name.hasSuffix(".swift") {
            let text = (try? String(contentsOfFile: "\(path)/\(name)", encoding: .utf8)) ?? ""
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            if name == "LibrarySource.swift" {
                // `case 0: return base`, and `default: return …` as the last one.
                order = lines.filter { $0.contains(": return ") }.compactMap {
                    $0.split(separator: " ").last.map(String.init)
                }
                continue
            }
            var current: (name: String, lines: [Substring])?
            for line in lines {
                let words = line.split(separator: " ")
                if line.hasSuffix("\"\"\""), words.count > 2, words[0] == "static" {
                    current = (String(words[2].dropLast()), [])
                } else if words.first?.hasPrefix("\"\"\"") == true {
                    if let current { texts[current.name] = current.lines.joined(separator: "\n") }
                    current = nil
                } else {
                    current?.lines.append(line.dropFirst(8))
                }
            }
        }
        sources = order.map { Array((texts[$0] ?? "").utf8) }
    }
}
