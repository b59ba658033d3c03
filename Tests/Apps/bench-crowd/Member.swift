// A process of the crowd, which answers each message with its words and its body, and this program's ends of the
// channels to it.

import FTL
import SystemProbe

/// A class, so that there can be an array of them.
final class Member {
    private static let body = (0..<64).map { UInt8($0 * 3) }

    let process: Process
    private let channel: Channel
    /// What a script is connected by, besides.
    private let supervisor: Channel?
    private let registration: Channel?

    private init(
        _ process: consuming Process, _ channel: consuming Channel, supervisor: consuming Channel? = nil,
        registration: consuming Channel? = nil
    ) {
        self.process = process
        self.channel = channel
        self.supervisor = supervisor
        self.registration = registration
    }

    /// Starts the program bench-echo. Its events are in the sink.
    static func start(_ image: borrowing Image, _ sink: borrowing Sink) throws(FTLError) -> Member {
        let child = try Child(image, name: "bench-echo", isolation: .kernel)
        try sink.add(child.channel)
        try sink.add(child.process)
        try child.process.start()
        return Member(child.process, child.channel)
    }

    /// Starts the script bench-echo-js, which registers a service, and connects to that in a supervisor's place.
    static func startScript(
        _ runtime: borrowing Image, _ programs: borrowing Programs, _ sink: borrowing Sink
    ) throws(FTLError) -> Member {
        let child = try programs.makeScript("bench-echo-js", runtime, isolation: .kernel)
        try sink.add(child.process)
        try child.process.start()
        let service = try child.takeService()
        try sink.add(service.client)
        return Member(
            child.process, service.client, supervisor: child.channel, registration: service.registration)
    }

    /// Sends it a message with this number.
    func ask(_ number: Int) throws(FTLError) {
        try channel.send(.write, id: UInt32(number), word0: UInt64(number), word1: 64, body: Member.body)
    }

    /// Takes its answer to that message.
    func take(_ event: Event, _ number: Int) throws(FTLError) {
        guard event.handle == channel.number, event.info.id == UInt32(number) else { throw .malformed }
        let answer = try channel.receive(event)
        guard answer.body == Member.body else { throw .malformed }
    }
}
