// Whether a prepared image is the same wherever it was prepared: two processes, which lie at different addresses, make
// one each. Were an address in it not known for one, or a number taken for one, their digests would differ.

import FTL
import SystemProbe

/// A process that makes a prepared image, and the digest it sends with it.
struct Preparation: ~Copyable {
    private let child: Child

    init(_ programs: borrowing Programs, _ runtime: borrowing Image) throws(FTLError) {
        let child = try Child(runtime, name: "javascript", arguments: ["prepare", "digest"], isolation: .kernel)
        var archive: Handle? = try programs.archive(rights: [.read, .transfer])
        try child.process.inject(&archive)
        self.child = child
    }

    func start() throws(FTLError) { try child.process.start() }

    func digest() throws(FTLError) -> UInt64 {
        let sink = try Sink()
        try sink.add(child.channel)
        guard let event = try sink.wait(), event.kind == .message else { throw .peerClosed }
        let message = try child.channel.receive(event)
        return message.word0
    }
}

do throws(FTLError) {
    let programs = try Programs()
    let runtime = try programs.image(programs.place(of: "images/javascript"))
    let one = try Preparation(programs, runtime)
    let other = try Preparation(programs, runtime)
    try one.start()
    try other.start()
    let (first, second) = (try one.digest(), try other.digest())
    print(first == second ? "the same twice: \(first)" : "not the same: \(first) and \(second)")
    Program.exit(first == second && first != 0 ? 0 : 1)
} catch {
    print("failed: \(error.name)")
    Program.exit(1)
}
