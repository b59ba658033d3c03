// Tells what is typed on the console, until it is told to quit. Its successor only says why there is one.

import FTL

func read() throws(FTLError) {
    guard let handle = Program.takeHandle(0) else { throw .invalidState }
    let supervisor = try Client(Channel(handle))
    let console = try supervisor.open("console").intoChannel()
    let sink = try Sink()
    try sink.add(console)
    print("reading")
    var line: [UInt8] = []
    while let event = try sink.wait() {
        guard event.kind == .message else { throw .peerClosed }
        let typed = try console.receive(event).body
        try console.send(.writeReply, id: event.info.id)
        for byte in typed {
            guard byte == UInt8(ascii: "\r") else {
                line.append(byte)
                continue
            }
            let text = ByteString(line)
            print("typed: \(text.string)")
            if text == "quit" { return }
            line = []
        }
    }
}

do throws(FTLError) {
    if let reason = Program.arguments.last {
        print("started again: \(reason.string)")
    } else {
        try read()
    }
} catch {
    print("failed: \(error.name)")
    Program.exit(1)
}
