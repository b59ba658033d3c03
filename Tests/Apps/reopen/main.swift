// A client of a service that ends under its hands, several times: it opens it again, and has the one that came after.

import FTL

func use() throws(FTLError) {
    let supervisor = try Supervisor()
    var last: [UInt8] = []
    for round in 1...3 {
        // Comes when the service is there again.
        let service = try supervisor.connect("restartable")
        let run = try service.request(.read).body
        print("\(round): \(run == last ? "the same" : "another one")")
        last = run
        do throws(FTLError) {
            try service.write("exit 1")
            print("it answered")
        } catch {
            print("\(round): \(error.name)")
        }
        do throws(FTLError) {
            _ = try service.request(.read)
            print("the old channel answered")
        } catch {
            print("\(round), on the old channel: \(error.name)")
        }
    }
}

do throws(FTLError) {
    try use()
} catch {
    print("failed: \(error.name)")
    Program.exit(1)
}
