// The first link of a chain of five programs: makes a channel and sends one end along the chain. Whoever gets it at the
// end answers on it directly, whatever the languages in between.

import FTL

func begin() throws(FTLError) {
    let supervisor = try Supervisor()
    let next = try supervisor.connect("link-2")
    let pair = try Channel.makePair()
    var far: Handle? = pair.second.intoHandle()
    let passed = try next.request(.write, body: Array("link-1".utf8), handle: &far)
    print("it went along \(passed.text)")
    let end = try Client(pair.first)
    let echo = try end.write("hello")
    print("the end of the chain says: \(echo.text)")
}

do {
    try begin()
} catch {
    print("failed: \(error.name)")
    Program.exit(1)
}
