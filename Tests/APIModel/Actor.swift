// A process that makes the calls it is told to make, in QEMU: one of the simulated processes, but real. It connects to
// the service `model`, and answers on that connection until the other side closes it. The connection and the sink it
// waits on are no part of the model.
//
//   getattr               -> words: the numbers of the connection and of the sink
//   write (a call)        -> word 0: the result word; body: what the kernel left in the memory it might write
//   setattr (and a handle) -> word 0: the handle's number here

import FTL

public enum Actor {
    public static let service: ByteString = "model"

    /// Plays until the controller closes the connection.
    public static func play() throws(FTLError) {
        let channel = try connect()
        let sink = try Sink()
        try sink.add(channel)
        while let event = try sink.wait(), event.kind != .peerClosed {
            guard event.kind == .message else { continue }
            var message = try channel.receive(event)
            switch message.info.kind {
            case .getattr:
                try channel.send(
                    .getattrReply, word0: UInt64(channel.number.rawValue), word1: UInt64(sink.number.rawValue))
            case .setattr:
                guard let handle = message.handle.take() else { throw .malformed }
                // From now on it is one of the handles that the model knows.
                try channel.send(.setattrReply, word0: UInt64(handle.release().rawValue))
            case .write:
                guard let call = ModelCall(bytes: message.body) else { throw .malformed }
                let answer = perform(call)
                try channel.send(
                    .writeReply, word0: UInt64(bitPattern: Int64(answer.result ?? 0)), body: answer.output)
            default: throw .unsupported
            }
        }
    }

    /// The supervisor's channel is closed when this is done: its handle would be one more that nobody knows.
    private static func connect() throws(FTLError) -> Channel {
        let supervisor = try Supervisor()
        return try supervisor.connect(service).intoChannel()
    }

    private static func perform(_ call: ModelCall) -> Answer {
        var raw = RawCall(number: call.number, words: call.words)
        var output: Int?
        for parameter in Syscall(rawValue: call.number)?.signature.parameters ?? [] {
            switch parameter.kind {
            case .bytesIn, .body: raw.buffers.append(call.input.bytes)
            case .bytesOut:
                output = raw.buffers.count
                raw.buffers.append([UInt8](repeating: 0, count: call.outputCount))
            default: break
            }
        }
        let result = raw.perform()
        return Answer(result: result, output: output.map { raw.buffers[$0] } ?? [])
    }
}
