// What the machine gives beyond memory and time since boot: random numbers and the time of day.

import Foundation
import Testing

struct WebCryptoTests {
    private func boot() throws -> (random: String, time: Double) {
        let run = try VirtualMachine.run(.init(apps: ["web-crypto"]))
        run.expect(run.status == 0, "web-crypto ends with status 0 when all its own checks hold: \(run.status)")
        func value(_ name: String) throws -> String {
            let line = try #require(run.lines(of: "web-crypto").first { $0.hasPrefix(name) }, "it prints its \(name)")
            return String(line.dropFirst(name.count))
        }
        return (try value("random: "), try #require(Double(try value("time: "))))
    }

    @Test("Random numbers are others at each boot, and the time of day is the host's")
    func randomAndTime() throws {
        let before = Date().timeIntervalSince1970 * 1000
        let (first, second) = (try boot(), try boot())
        let after = Date().timeIntervalSince1970 * 1000
        #expect(first.random != second.random)
        #expect(before - 2000 <= first.time && first.time < second.time && second.time <= after + 2000)
    }
}
