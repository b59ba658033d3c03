// Provides a service, but only after its client has been waiting for a while.

import FTL

func serve() throws(FTLError) {
    let supervisor = try Supervisor()
    try Clock.sleep(until: Clock.now + 50 * Clock.millisecond)
    print("registering")
    let service = try Service("late", supervisor)
    var served = 0
    while served == 0 || service.clientCount > 0 {
        _ = try service.serve { request throws(FTLError) in
            guard request.kind == .read else { throw .unsupported }
            served += 1
            try request.reply("better late than never")
        }
    }
}

do {
    try serve()
} catch {
    print("failed: \(error.name)")
    Program.exit(1)
}
