// The prepared image of the JavaScript runtime holds what it should, wherever it was prepared.

import Testing

struct PreparationTests {
    @Test("Two processes at different addresses prepare the same image", .timeLimit(.minutes(30)))
    func sameImage() throws {
        let run = try VirtualMachine.run(.init(apps: ["preparation"]), within: .hanging)
        run.expect(run.status == 0, "the images are the same: \(run.status)")
        run.expect(run.lines(of: "preparation").contains { $0.hasPrefix("the same twice: ") }, "and are compared")
    }

    @Test("Scripts start from the prepared image, which nobody is told of", .timeLimit(.minutes(30)))
    func noNotice() throws {
        let run = try VirtualMachine.run(.init(apps: ["js-print"]), within: .hanging)
        run.expect(run.status == 0, "the script ends well: \(run.status)")
        run.expect(!run.transcript.contains("cannot be prepared"), "preparing works")
        run.expect(!run.transcript.contains("'javascript'"), "who prepared it ended by itself")
    }
}
