// Connects to a service that nobody provides yet, and has to wait for it.

import FTL

func ask() throws(FTLError) {
    let supervisor = try Supervisor()
    print("connecting")
    let client = try supervisor.connect("late")
    let reply = try client.read(count: 64)
    print("the service says: \(ByteString(reply).string)")
}

do {
    try ask()
} catch {
    print("failed: \(error.name)")
    Program.exit(1)
}
