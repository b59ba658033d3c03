// Programs that die in every way there is, in both isolations and languages: each ends alone, with the report and the
// status that it should have, and everything that it held is back. The app `deaths` looks (docs/testing.md).

import Testing

struct DeathTests {
    @Test("Deaths of every kind leave every counter as it was", .timeLimit(.minutes(30)))
    func everythingIsBack() throws {
        let run = try VirtualMachine.run(.init(apps: ["deaths:100:5"], logLevel: "none"), within: .hanging)
        let lines = run.lines(of: "deaths")
        for line in lines where line.hasPrefix("FAILED") { Issue.record("\(line)") }
        #expect(run.status == 0, "\(lines.joined(separator: "\n"))")
        // 23 kinds in both isolations and 6 in one, of Swift; 12 in both of JavaScript.
        #expect(lines.count { $0.hasSuffix("everything back") } == 23 * 2 + 6 + 12 * 2, "\(lines)")
        #expect(!run.transcript.contains("fault:"), "loglevel=none says nothing of them")
    }

    @Test("What only machine code can do wrong is reported as what it is")
    func reports() throws {
        let run = try VirtualMachine.run(.init(apps: ["deaths:1:0"]))
        run.expect(run.status == 0, "all died as they should: \(run.status)")
        // Each kind twice in each isolation it is for: once to warm up.
        for (report, count) in [
            ("runtime trap", 8), ("stack overflow, store page fault", 4), ("instruction page fault at 0x0", 4),
            ("instruction page fault at 0x8000000000000000", 4), ("load page fault at 0x10000", 4),
            ("load page fault at 0x8000000000000000", 4), ("store page fault at 0x10000", 4),
            ("illegal instruction 0xb", 4), ("illegal instruction 0x30200073", 4),
            ("illegal instruction 0x30002573", 4), ("breakpoint", 4), ("misaligned load", 4),
            // In user isolation alone.
            ("illegal instruction 0x10200073", 2), ("illegal instruction 0x18001073", 2),
            ("load page fault at 0x3f80200000", 2), ("load page fault at 0x3080200000", 2),
            ("store page fault at 0x3f80200000", 2), ("instruction page fault at 0x3f80200000", 2),
        ] {
            let found = run.log("fault: 'victim'", report).count
            run.expect(found == count, "\(report): \(found), not \(count)")
        }
    }
}
