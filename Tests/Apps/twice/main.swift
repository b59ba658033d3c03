// Registers a service twice: the second time must be refused, and the first must stay.

import FTL

func register() throws(FTLError) {
    let supervisor = try Supervisor()
    let first = try supervisor.register("twice")
    do throws(FTLError) {
        _ = try supervisor.register("twice")
        print("registered twice")
    } catch {
        print("the second time: \(error.name)")
        if error == .alreadyExists { Program.exit(0) }
    }
    _ = consume first
    Program.exit(1)
}

do {
    try register()
} catch {
    print("failed: \(error.name)")
    Program.exit(1)
}
