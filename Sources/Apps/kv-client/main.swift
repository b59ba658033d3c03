// Uses the key-value service `kv`: writes, reads, cuts and removes, with many requests on their way at once.

import FTL

/// Ends the program where something is not as it should be.
func expect(_ isSo: Bool, _ what: String) {
    print("\(isSo ? "ok" : "FAILED"): \(what)")
    if !isSo { Program.exit(1) }
}

/// The error that the body throws, or nil.
func failure(_ body: () throws(FTLError) -> Void) -> FTLError? {
    do throws(FTLError) {
        try body()
        return nil
    } catch {
        return error
    }
}

func use() throws(FTLError) {
    let supervisor = try Supervisor()
    let store = try supervisor.connect("kv")

    let color = try store.open("color")
    expect(failure { () throws(FTLError) in _ = try color.read() } == .notFound, "a key without a value is not found")
    try color.write("green")
    expect(ByteString(try color.read()) == "green", "a value is read as it was written")
    try color.write("y", at: 5)
    expect(ByteString(try color.read(count: 4, at: 2)) == "eeny", "it can be written and read in parts")

    try color.setattr(.length, to: 4)
    expect(try color.getattr(.length) == 4, "a value is cut by setting its length")
    expect(ByteString(try color.read()) == "gree", "and its beginning stays")

    // Three requests on their way at once; the answers are taken in another order.
    let shape = try store.open("shape")
    let written = try shape.send(.write, body: Array("round".utf8))
    let length = try shape.send(.getattr, word0: Attribute.length.rawValue)
    let read = try shape.send(.read, word1: 64)
    expect(try shape.reply(to: read).text.utf8.count == 5, "the last of three answers")
    expect(try shape.reply(to: length).word0 == 5, "the second of them")
    expect(try shape.reply(to: written).word0 == 5, "the first of them")

    expect(ByteString(try store.read()) == "color\nshape\n", "to read the store lists its keys")
    try color.setattr(Attribute(rawValue: 256), to: 1)
    expect(ByteString(try store.read()) == "shape\n", "a key that was removed is not listed")
    expect(failure { () throws(FTLError) in _ = try store.open("") } == .invalidArgument, "a key has a name")
}

do {
    try use()
} catch {
    print("failed: \(error.name)")
    Program.exit(1)
}
