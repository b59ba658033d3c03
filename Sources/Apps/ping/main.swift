// Ten messages to the service `pong`, and what it answers.

import FTL

func play() throws(FTLError) {
    let supervisor = try Supervisor()
    let pong = try supervisor.connect("pong")
    for number in 1...10 {
        let text = "ping \(number)"
        let reply = try pong.write(text)
        print("\(text) -> \(reply.text)")
    }
}

do {
    try play()
} catch {
    print("failed: \(error.name)")
    Program.exit(1)
}
