// Ten messages to the service `pong`, and how long each answer takes.

import FTL

func play() throws(FTLError) {
    var supervisor = try Supervisor()
    var client = try Client(try supervisor.connect("pong"))
    for number in 1...10 {
        let text = "ping \(number)"
        let start = Clock.now
        let reply = try client.write(Array(text.utf8))
        let time = (Clock.now - start) / Clock.microsecond
        print("\(text) -> \(ByteString(reply.body).string) (\(time) us)")
    }
}

do {
    try play()
} catch {
    print("failed: \(error.name)")
    Program.exit(1)
}
