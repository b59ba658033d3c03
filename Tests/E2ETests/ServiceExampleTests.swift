// The examples of services with clients in the other language, and of a handle that goes through many hands.

import Testing

struct ServiceExampleTests {
    @Test("A Swift client uses the key-value service in JavaScript", arguments: VirtualMachine.isolationPairs)
    func keyValues(_ isolations: [String]) throws {
        let run = try VirtualMachine.run(.init(apps: ["kv", "kv-client"], isolations: isolations))
        run.expect(run.status == 0, "both end well: \(run.status)")
        let lines = run.lines(of: "kv-client")
        run.expect(lines.count == 11 && lines.allSatisfy { $0.hasPrefix("ok: ") }, "the client finds what it stored")
        run.expect(run.lines(of: "kv") == ["closed with 1 keys"], "the other key was removed")
    }

    @Test(
        "A client in JavaScript is told the time by the Swift service, and hears it tick",
        arguments: VirtualMachine.isolationPairs)
    func clock(_ isolations: [String]) throws {
        let run = try VirtualMachine.run(.init(apps: ["clock", "clock-client"], isolations: isolations))
        run.expect(run.status == 0, "both end well: \(run.status)")
        let lines = run.lines(of: "clock-client")
        let time = lines.first?.wholeMatch(of: /the clock says: (\d+) ms since boot/).flatMap { Int($0.output.1) }
        run.expect((1..<120_000).contains(time ?? 0), "it says how long the machine has been on: \(lines)")
        run.expect(Array(lines.dropFirst()) == (1...5).map { "tick \($0)" }, "no tick comes too early: \(lines)")
        run.expect(run.lines(of: "clock").count == 1, "the service ends with its client")
    }

    @Test(
        "A handle that went through five programs is an end of the same channel still",
        arguments: [["kernel"], ["user", "kernel"], ["user"]])
    func chain(_ isolations: [String]) throws {
        let links = (1...5).map { "link-\($0)" }
        // The first one last: each has to wait for the one behind it.
        for apps in [links, links.reversed()] {
            let run = try VirtualMachine.run(.init(apps: apps, isolations: isolations))
            run.expect(run.status == 0, "all end well: \(run.status)")
            for count in 2...4 {
                let path = links.prefix(count - 1).joined(separator: ", ")
                run.expect(run.lines(of: links[count - 1]) == ["passing on what came along \(path)"], "it goes on")
            }
            let last = ["got what came along link-1, link-2, link-3, link-4", "answering \"hello\""]
            run.expect(run.lines(of: "link-5") == last, "the last one gets it, and is asked directly")
            let first = [
                "it went along \(links.joined(separator: ", "))", "the end of the chain says: hello from link-5",
            ]
            run.expect(run.lines(of: "link-1") == first, "the first one gets both answers")
        }
    }

    @Test(
        "Requests in JavaScript: many at once, given up, never answered, of wrong types", arguments: ["kernel", "user"])
    func requests(_ isolation: String) throws {
        let run = try VirtualMachine.run(.init(apps: ["js-rpc"], isolations: [isolation]))
        run.expect(run.status == 0, "all its own checks hold: \(run.status)")
        run.expect(run.lines(of: "js-rpc").last == "all is as it should be", "it came to its end")
    }
}
