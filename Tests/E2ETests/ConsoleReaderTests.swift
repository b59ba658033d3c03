// Who gets what is typed: the one app that asked for it, whoever else may use the console comes and goes.

import Testing

struct ConsoleReaderTests {
    @Test("The end of another app that may use the console leaves whoever reads alone")
    func visitor() throws {
        let machine = try VirtualMachine(.init(apps: ["console-reader", "console-visitor"], logLevel: "debug"))
        try machine.wait(for: "'console-visitor' exited")
        try machine.type("hello\r")
        try machine.wait(for: "typed: hello")
        // Only the reader has a successor, which does not read.
        try machine.type("quit\r")
        let status = try machine.waitForExit()
        #expect(status == 0, "\(machine.transcript)")
        let again = machine.lines.filter { $0.contains("started again: ended") }
        #expect(again.count == 1 && again[0].contains("console-reader"), "\(machine.transcript)")
        #expect(machine.lines.count { $0.contains("drew a line") } == 1, "\(machine.transcript)")
    }
}
