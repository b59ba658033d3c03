// A service and its client are each written in either language. Nobody can tell from what they print which.

import Foundation
import Testing

struct PairingTests {
    /// What the two print, in order, without their names.
    private func transcript(_ client: String, _ service: String) throws -> [String] {
        let run = try VirtualMachine.run(.init(apps: [client, service]))
        run.expect(run.status == 0, "\(client) and \(service) end well: \(run.status)")
        return run.lines.compactMap { line in
            guard let bar = line.firstRange(of: " | ") else { return nil }
            let name = line[..<bar.lowerBound].trimmingCharacters(in: .whitespaces)
            guard name == client || name == service else { return nil }
            return (name == client ? "client: " : "service: ") + line[bar.upperBound...]
        }
    }

    @Test(
        "Client and service print the same, whichever language each is written in",
        arguments: ["ping", "ping-js"], ["pong", "pong-js"])
    func pairing(_ client: String, _ service: String) throws {
        var expected: [String] = []
        for number in 1...10 {
            expected.append("service: got \"ping \(number)\"")
            expected.append("client: ping \(number) -> pong \(number)")
        }
        expected.append("service: answered 10 messages")
        let lines = try transcript(client, service)
        #expect(lines == expected)
    }
}
