// A service that answers every write with what was written, until its last client has left.

import FTL

func serve() throws(FTLError) {
    let supervisor = try Supervisor()
    let service = try Service("echo", supervisor)
    var served = 0
    while served == 0 || service.clientCount > 0 {
        _ = try service.serve { request throws(FTLError) in
            guard request.kind == .write else { throw .unsupported }
            served += 1
            try request.reply(word0: UInt64(request.body.count), body: request.body)
        }
    }
    print("answered \(served) requests")
}

do {
    try serve()
} catch {
    print("failed: \(error.name)")
    Program.exit(1)
}
