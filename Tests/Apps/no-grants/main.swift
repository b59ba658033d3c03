// Asks its supervisor for everything that its manifest does not name: all of it is refused, and nothing comes with that.

import FTL

/// What the supervisor answers to a request, and the error that it refused it with.
func answer(
    _ supervisor: borrowing Client, _ kind: MessageKind, _ path: ByteString, word0: UInt64 = 0
) -> (text: StaticString, isRefusal: Bool) {
    do throws(FTLError) {
        let reply = try supervisor.request(kind, word0: word0, body: path.bytes)
        switch reply.handle {
        case .some: return ("a handle", false)
        case .none: return ("an answer", false)
        }
    } catch {
        return (error.name, error == .notAllowed)
    }
}

func ask() throws(FTLError) -> Int {
    guard let handle = Program.takeHandle(0) else { throw .invalidState }
    let supervisor = try Client(Channel(handle))
    var failures = 0
    let paths: [(ByteString, UInt64)] = [
        ("system", 0), ("initfs", 0), ("console", 0), ("console/output", 0), ("app/hello", 0), ("app/no-such-app", 0),
        ("service/pong", 0), ("service/pong", 1), ("service/../system", 0), ("service/", 0),
    ]
    for (path, word) in paths {
        let (text, isRefusal) = answer(supervisor, .open, path, word0: word)
        if !isRefusal { failures += 1 }
        print("\(path.string) \(word): \(text)")
    }
    let (text, isRefusal) = answer(supervisor, .setattr, "app/hello", word0: 256)
    if !isRefusal { failures += 1 }
    print("setattr app/hello: \(text)")
    // Nothing else was handed over either: there is one handle to start with.
    switch Program.takeHandle(1) {
    case .some:
        failures += 1
        print("there is a second handle")
    case .none: print("there is no second handle")
    }
    return failures
}

do throws(FTLError) {
    if try ask() > 0 { Program.exit(1) }
} catch {
    print("failed: \(error.name)")
    Program.exit(1)
}
