// Makes random calls with hostile values. As `run COUNT SEED OFFSET LENGTH` it makes that many, and says at the end how
// many succeeded; OFFSET and LENGTH say where in the archive there is a program. With other arguments it is the child
// of such a one: it makes a few, tries the calls too that would end its parent, and ends.

import FTL

func number(_ word: ByteString) -> Int {
    var number = 0
    for byte in word.bytes where byte >= 48 && byte < 58 { number = number &* 10 &+ Int(byte - 48) }
    return number
}

func run() throws(FTLError) {
    let arguments = Program.arguments
    let isChild = arguments.count != 5 || arguments[0] != "run"
    let seed = isChild ? Clock.now : UInt64(number(arguments[2]))
    let program = isChild ? 0..<0 : number(arguments[3])..<number(arguments[3]) + number(arguments[4])
    // Sources/Kernel/ArchRISCV/AddressSpace.swift.
    let programs: Range<UInt> =
        Program.isolation == .user ? 0x20_0000..<0x20_0000_0000 : 0x20_0000_0000..<0x28_0000_0000
    let memory = try RawMemory(length: 8 * 4096, programs: programs)
    var fuzzer = Fuzzer(memory, seed: seed, isChild: isChild, program: program)
    if isChild {
        fuzzer.run(calls: 60)
        return
    }
    let calls = number(arguments[1])
    fuzzer.run(calls: calls)
    fuzzer.releaseAll()
    let untried = calls < 100_000 ? [] : fuzzer.untried
    for name in untried { print("too little was tried: \(name) never succeeded") }
    print(
        "\(Program.isolation.name) isolation: \(fuzzer.made) calls, \(fuzzer.succeeded) of them succeeded, "
            + "\(fuzzer.started) processes started")
    if !untried.isEmpty { Program.exit(1) }
}

do throws(FTLError) {
    try run()
} catch {
    // A child that found no memory.
    Program.exit(2)
}
