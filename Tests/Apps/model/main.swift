// Random calls of three processes against the reference model, as the host's tests make them, on the real kernel. The
// processes are the apps model-one, model-two and model-three; the manifest says from which seed, and how many calls.

import APIModel
import FTL

func number(_ word: ByteString) -> UInt64? {
    var number: UInt64 = 0
    for byte in word.bytes {
        guard byte >= 48, byte < 58, number < 1_000_000_000 else { return nil }
        number = number * 10 + UInt64(byte - 48)
    }
    return word.isEmpty ? nil : number
}

do throws(FTLError) {
    let arguments = Program.arguments
    guard arguments.count == 2, let seed = number(arguments[0]), let calls = number(arguments[1]) else {
        throw .invalidArgument
    }
    let world = try ActorWorld(count: 3)
    let run = ModelRun(world, seed: seed)
    if let difference = run.run(calls: Int(calls)) {
        for line in difference.lines { print(line) }
        Program.exit(1)
    }
    guard run.untried.isEmpty else {
        for line in run.untried { print("too little was tried: \(line)") }
        Program.exit(1)
    }
    print("\(run.calls) calls, no difference")
} catch {
    print("failed: \(error.name)")
    Program.exit(1)
}
