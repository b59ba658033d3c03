// What a manifest does not name its app does not get. The same in JavaScript: js-forge, in ScriptFaultTests.

import Testing

struct GrantTests {
    @Test("An app whose manifest grants nothing is refused the system, the initfs, the console, apps and services")
    func nothing() throws {
        let run = try VirtualMachine.run(.init(apps: ["no-grants"]))
        run.expect(run.status == 0, "all is refused: \(run.status)")
        let asked = [
            "system 0", "initfs 0", "console 0", "console/output 0", "app/hello 0", "app/no-such-app 0",
            "service/pong 0", "service/pong 1", "service/../system 0", "service/ 0", "setattr app/hello",
        ]
        run.expect(
            run.lines(of: "no-grants") == asked.map { "\($0): notAllowed" } + ["there is no second handle"],
            "\(run.lines(of: "no-grants"))")
    }
}
