// Counts by folder.

import Foundation

struct Tally {
    private struct Count {
        var passed = 0, all = 0
        var text: String {
            let share = all == 0 ? 0 : Double(passed) / Double(all) * 100
            return "\(passed) of \(all), \(String(format: "%.1f", share)) %"
        }
    }
    private var folders: [String: Count] = [:]

    init(_ verdicts: [Verdict]) {
        for v in verdicts {
            let parts = v.path.split(separator: "/")
            // The top, and the folder below it.
            for depth in 0...2 {
                let name = parts.prefix(depth).joined(separator: "/")
                folders[name, default: Count()].all += 1
                if v.message == nil { folders[name, default: Count()].passed += 1 }
            }
        }
    }
    var text: String {
        var lines: [String] = []
        for (name, count) in folders.sorted(by: { $0.key < $1.key }) {
            lines.append("\(name.isEmpty ? "all" : name): \(count.text)")
        }
        return lines.joined(separator: "\n")
    }
}
