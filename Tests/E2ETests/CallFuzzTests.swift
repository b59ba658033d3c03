// A million random calls with hostile values in each isolation, both at once, beside an app that has to answer all the
// time (docs/testing.md).

import Testing

struct CallFuzzTests {
    @Test("A million random calls in each isolation harm nobody and leave nothing", .timeLimit(.minutes(30)))
    func randomCalls() throws {
        let run = try VirtualMachine.run(
            .init(apps: ["call-fuzz-driver:1000000"], logLevel: "none"), within: .hanging)
        let lines = run.lines(of: "call-fuzz-driver")
        #expect(run.status == 0, "\(lines.joined(separator: "\n"))\n\(run.lines(of: "call-fuzz").suffix(20))")
        #expect(lines.last == "1000000 calls in each isolation, nobody harmed, everything back", "\(lines)")
    }
}
