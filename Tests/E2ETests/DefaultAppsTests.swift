// What a newcomer sees: the boot log, then two languages side by side, then a conversation between them.

import Foundation
import Testing

struct DefaultAppsTests {
    static let apps = ["hello", "hello-js", "ping", "pong-js"]

    @Test("The machine tells what it found before the first app starts")
    func bootLog() throws {
        let machine = try VirtualMachine(.init(arguments: []))
        try machine.wait(for: "OpenSBI")
        for word in ["memory", "hart", "timer", "initfs"] {
            let line = try machine.wait(for: word)
            let time = try #require(line.split(separator: " ").first)
            #expect(Double(time) != nil, "a time stamp begins the line: \(line)")
        }
        try machine.wait(for: "| ")
    }

    @Test("Without names the default apps run, and in batch mode the machine is switched off after them")
    func defaultApps() throws {
        let run = try VirtualMachine.run(.init())
        #expect(run.status == 0, "\(run.transcript)")
        for app in Self.apps { run.expect(!run.lines(of: app).isEmpty, "\(app) printed something") }
    }

    @Test("hello and hello-js print side by side")
    func sideBySide() throws {
        // With time as instructions: on a busy host one of them could be over before the other was loaded.
        let run = try VirtualMachine.run(.init(apps: ["hello", "hello-js"], isRepeatable: true))
        #expect(run.status == 0, "\(run.transcript)")
        let speakers = run.lines.compactMap { line -> String? in
            guard line.contains(" | ") else { return nil }
            let name = line.split(separator: " ").first.map(String.init)
            return name == "hello" || name == "hello-js" ? name : nil
        }
        let changes = zip(speakers, speakers.dropFirst()).filter { $0 != $1 }.count
        run.expect(changes >= 3, "the two take turns, and do not run one after the other: \(speakers)")
    }

    @Test("ping and pong-js exchange ten messages")
    func pingPong() throws {
        let run = try VirtualMachine.run(.init(apps: ["ping", "pong-js"]))
        #expect(run.status == 0, "\(run.transcript)")
        run.expect(run.lines(of: "ping").count >= 10, "ping tells of ten answers")
        run.expect(run.lines(of: "pong-js").count >= 10, "pong-js tells of ten questions")
    }

    /// How often; FTL_REPEAT=50 is what a release has to pass.
    static let repetitions = Int(ProcessInfo.processInfo.environment["FTL_REPEAT"] ?? "") ?? 5

    @Test("The default apps end well every time", arguments: 1...repetitions)
    func everyTime(_ number: Int) throws {
        let run = try VirtualMachine.run(.init(apps: Self.apps), within: .hanging)
        #expect(run.status == 0, "\(run.transcript)")
    }

    @Test("It boots with little and with much memory", arguments: ["32M", "128M", "1G", "4G"])
    func memory(_ size: String) throws {
        let run = try VirtualMachine.run(.init(apps: Self.apps, memory: size))
        #expect(run.status == 0, "\(run.transcript)")
    }

    @Test("It boots with one to four harts", arguments: 1...4)
    func harts(_ count: Int) throws {
        let run = try VirtualMachine.run(.init(apps: Self.apps, harts: count))
        #expect(run.status == 0, "\(run.transcript)")
    }
}
