// A link in the middle of a chain: passes on what comes, the handle with it, and the answer back.

import FTL

func pass() throws(FTLError) {
    let supervisor = try Supervisor()
    let next = try supervisor.connect("link-4")
    let service = try Service("link-3", supervisor, clients: 1)
    try service.run { request throws(FTLError) in
        print("passing on what came along \(request.text)")
        var handle = request.takeHandle()
        let reply = try next.request(.write, body: request.body + Array(", link-3".utf8), handle: &handle)
        try request.reply(body: reply.body)
    }
}

do {
    try pass()
} catch {
    print("failed: \(error.name)")
    Program.exit(1)
}
