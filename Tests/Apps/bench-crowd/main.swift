// Keeps processes for the app bench-many: starts as many as it can, each of which has to answer a message; says how many
// there are; asks all of them at once when it is told to; says how many answered; and ends them when it is told to.
//
// It can start no more when its quotas are nearly used up, when there are as many processes as there can be, or when
// memory is so short that those it has might not get what they need to answer.

import FTL
import SystemProbe

/// Pages of the machine's that have to be left.
private let margin: UInt64 = 1024

/// Processes that a crowd's quota of pages is enough for: all that a process may touch of its variables is charged when
/// it is started, and its stack and heap when they are touched.
private func most(_ language: ByteString) -> Int { language == "swift" ? 700 : 24 }

struct Crowd: ~Copyable {
    private let programs: Programs
    private let sink: Sink
    private var members: [Member] = []

    init() throws(FTLError) {
        let programs = try Programs()
        sink = try Sink()
        self.programs = programs
    }

    /// Starts processes until there can be no more.
    mutating func gather(_ language: ByteString) throws(FTLError) {
        let image = language == "swift" ? try programs.image(of: "bench-echo") : try programs.javaScript()
        let most = most(language)
        while members.count < most, try programs.usage().availablePages > margin {
            let member: Member
            do throws(FTLError) {
                member =
                    language == "swift"
                    ? try Member.start(image, sink) : try Member.startScript(image, programs, sink)
            } catch {
                guard error == .limitReached || error == .outOfMemory else { throw error }
                break
            }
            members.append(member)
            try member.ask(members.count - 1)
            try takeAnswer()
        }
    }

    /// Asks all of them, and then takes all answers.
    func askAll() throws(FTLError) {
        for number in members.indices { try members[number].ask(number) }
        for _ in members { try takeAnswer() }
    }

    private func takeAnswer() throws(FTLError) {
        // A process that has ended ends the measuring.
        guard let event = try sink.wait(), event.kind == .message, event.word0 < UInt64(members.count) else {
            throw .peerClosed
        }
        try members[Int(event.word0)].take(event, Int(event.word0))
    }

    func end() throws(FTLError) {
        for member in members { try member.process.kill() }
    }

    var count: UInt64 { UInt64(members.count) }

    /// Connects to who counts.
    func connect() throws(FTLError) -> Client { try programs.open("service/bench-many") }
}

func run() throws(FTLError) {
    var crowd = try Crowd()
    let counter = try crowd.connect()
    try crowd.gather(Program.arguments.first ?? "swift")
    _ = try counter.request(.write, word0: crowd.count)
    try crowd.askAll()
    _ = try counter.request(.write, word0: crowd.count)
    try crowd.end()
}

do throws(FTLError) {
    try run()
} catch {
    print("failed: \(error.name)")
    Program.exit(1)
}
