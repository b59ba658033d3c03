// Is allowed to use the console, draws on it once, and ends: whoever reads what is typed must not notice.

import FTL

do throws(FTLError) {
    guard let handle = Program.takeHandle(0) else { throw .invalidState }
    var reply = try Client(Channel(handle)).request(.open, body: Array("console/output".utf8))
    guard let output = reply.handle.take() else { throw .malformed }
    try Terminal(output).put(Array("drawn\r\n".utf8))
    print("drew a line")
} catch {
    print("failed: \(error.name)")
    Program.exit(1)
}
