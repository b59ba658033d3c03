// A service in ten lines: answers whatever is written to it, and ends when its client has gone.

import FTL

func serve() throws(FTLError) {
    let supervisor = try Supervisor()
    let service = try Service("pong", supervisor, clients: 1)
    var count = 0
    try service.run { request throws(FTLError) in
        guard request.kind == .write else { throw .unsupported }
        count += 1
        print("got \"\(request.text)\"")
        try request.reply("pong \(count)")
    }
    print("answered \(count) messages")
}

do {
    try serve()
} catch {
    print("failed: \(error.name)")
    Program.exit(1)
}
