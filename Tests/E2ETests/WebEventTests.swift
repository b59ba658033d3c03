// The web platform's events, aborting, cloning, message ports and base64, in apps that check themselves.

import Testing

struct WebEventTests {
    @Test(
        "What scripts have of the web platform does what its specifications say",
        arguments: [["web-events"], ["web-abort"], ["web-clone"], ["web-base64"], ["web-ports", "web-ports-peer"]],
        ["kernel", "user"])
    func selfChecking(_ apps: [String], _ isolation: String) throws {
        let run = try VirtualMachine.run(.init(apps: apps, isolations: [isolation], isRepeatable: true))
        run.expect(run.status == 0, "the apps end by themselves when all their checks hold: \(run.status)")
        for app in apps {
            let lines = run.lines(of: app)
            run.expect(lines.contains { $0.hasPrefix("ok: ") }, "\(app) says what it checked")
            run.expect(!lines.contains { $0.hasPrefix("FAILED") }, "\(app) found nothing wrong")
        }
    }

    @Test("An error that a listener leaves to nobody is told, and the process goes on")
    func reports() throws {
        let run = try VirtualMachine.run(.init(apps: ["web-events"], isRepeatable: true))
        let told = run.lines(of: "web-events").filter { $0.hasPrefix("Uncaught Error: ") }
        run.expect(told.count == 2, "both errors that nobody prevents are on the console: \(told)")
    }
}
