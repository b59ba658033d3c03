// Two threads that calculate at the same time, each with values of its own in the floating-point registers. The
// kernel takes the processor from one and gives it to the other many times meanwhile; each must find its registers
// as it left them. What is counted is rounds, so a slow machine only makes more slices of it; that the two ran side by
// side and not one after the other is checked.
//
// What each must come to was calculated before, by the one thread there was then. A rotation keeps the length of
// what it turns, so a value that was changed once stays wrong to the end.

import FTL

/// Calls of `rotate` by each thread.
let calls = 60
/// Rounds in each call, in which nothing leaves the registers.
let rounds = 10_000
/// How long the other thread may take once this one is done.
let patience = 20 * Clock.second

/// Turns four pairs of numbers, by different angles, and mixes them. The numbers come from memory and go back there,
/// so that no call can be taken for another or for nothing.
@inline(never)
func rotate(_ values: inout [Double], rounds: Int) {
    var a = values[0]
    var b = values[1]
    var c = values[2]
    var d = values[3]
    var e = values[4]
    var f = values[5]
    var g = values[6]
    var h = values[7]
    for _ in 0..<rounds {
        (a, b) = (a * 0.8 - b * 0.6, a * 0.6 + b * 0.8)
        (c, d) = (c * 0.96 - d * 0.28, c * 0.28 + d * 0.96)
        (e, f) = (e * 0.6 - f * 0.8, e * 0.8 + f * 0.6)
        (g, h) = (g * 0.28 - h * 0.96, g * 0.96 + h * 0.28)
        (a, c, e, g) = (c, e, g, a)
    }
    values[0] = a
    values[1] = b
    values[2] = c
    values[3] = d
    values[4] = e
    values[5] = f
    values[6] = g
    values[7] = h
}

/// What a thread begins with. `seed` is known only at run time.
func start(_ seed: Int) -> [Double] { (0..<8).map { Double(seed) + 0.25 * Double($0) } }

/// What eight numbers are after all calls, bit by bit, and when that was calculated.
func calculate(_ seed: Int) -> (bits: [UInt64], began: UInt64, ended: UInt64) {
    var values = start(seed)
    let began = Clock.now
    for _ in 0..<calls { rotate(&values, rounds: rounds) }
    return (values.map { $0.bitPattern }, began, Clock.now)
}

/// How many of the numbers differ.
func differences(_ one: [UInt64], _ other: [UInt64]) -> Int {
    one.indices.count { one[$0] != other[$0] }
}

func run() throws(FTLError) {
    let seed = Program.arguments.count + 3
    let expected = calculate(seed).bits
    let otherExpected = calculate(seed + 4).bits

    let pair = try Channel.makePair()
    let other = pair.second.intoHandle().release()
    try Thread.start {
        let result = calculate(seed + 4)
        let wrong = differences(result.bits, otherExpected)
        try? Channel(Handle(owning: other)).send(.write, id: UInt32(wrong), word0: result.began, word1: result.ended)
    }
    let result = calculate(seed)
    let wrong = differences(result.bits, expected)
    let sink = try Sink()
    try sink.add(pair.first)
    guard let event = try sink.wait(until: Clock.now + patience), event.kind == .message else {
        print("the other thread did not come to an end")
        Program.exit(1)
    }
    let otherWrong = Int(event.info.id)
    guard wrong == 0, otherWrong == 0 else {
        print("floating-point registers changed: \(wrong) results of the first thread, \(otherWrong) of the second")
        Program.exit(1)
    }
    guard result.began < event.word1, event.word0 < result.ended else {
        print("the threads ran one after the other, which shows nothing")
        Program.exit(1)
    }
    print("both threads kept their floating-point registers")
}

do {
    try run()
} catch {
    print("failed: \(error.name)")
    Program.exit(1)
}
