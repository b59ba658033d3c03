// A service and its client are each written in either language, and each in either isolation. Nobody can tell from what
// they print which.

import Foundation
import Testing

struct PairingTests {
    /// What the two print, in order, without their names.
    private func transcript(_ client: String, _ service: String, _ isolations: [String]) throws -> [String] {
        let run = try VirtualMachine.run(.init(apps: [client, service], isolations: isolations))
        run.expect(run.status == 0, "\(client) and \(service) end well: \(run.status)")
        return run.lines.compactMap { line in
            guard let bar = line.firstRange(of: " | ") else { return nil }
            let name = line[..<bar.lowerBound].trimmingCharacters(in: .whitespaces)
            guard name == client || name == service else { return nil }
            return (name == client ? "client: " : "service: ") + line[bar.upperBound...]
        }
    }

    @Test(
        "Client and service print the same, whatever each is written in and kept apart by",
        arguments: [("ping", "pong"), ("ping", "pong-js"), ("ping-js", "pong"), ("ping-js", "pong-js")],
        VirtualMachine.isolationPairs)
    func pairing(_ names: (client: String, service: String), _ isolations: [String]) throws {
        let (client, service) = names
        var expected: [String] = []
        for number in 1...10 {
            expected.append("service: got \"ping \(number)\"")
            expected.append("client: ping \(number) -> pong \(number)")
        }
        expected.append("service: answered 10 messages")
        let lines = try transcript(client, service, isolations)
        #expect(lines == expected)
    }
}
