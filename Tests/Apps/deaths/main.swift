// Processes that die in every way there is, in both isolations and languages: each death is what its supervisor is told
// that it is, whoever had a channel to the victim is told, and after every batch each counter of the system's is what it
// was before, exactly (docs/testing.md). The arguments say how many.

import FTL
import SystemProbe
import TestSupport

/// Deaths between two looks at the counters.
let batch = 50

/// - Returns: how many deaths there were; nil where one, or what it left, was not as it should be.
func watch(
    _ kind: Kind, _ isolation: Isolation, count: Int, _ morgue: borrowing Morgue, _ random: inout FixedRandom
) throws(FTLError) -> Int? {
    let what = "\(kind.language == .swift ? "swift" : "javascript") \(isolation.name) \(kind.name.string)"
    var done = 0
    // What the first leaves behind for the next ones, in this program's heap, is not theirs.
    if let failure = try morgue.witness(kind, isolation, &random) {
        print("FAILED: \(what): the first: \(failure.what)")
        return nil
    }
    while done < count {
        let before = try Usage(morgue.programs.system)
        for _ in 0..<min(batch, count - done) {
            if let failure = try morgue.witness(kind, isolation, &random) {
                print("FAILED: \(what): number \(done): \(failure.what)")
                return nil
            }
            done += 1
        }
        if let difference = try Usage(morgue.programs.system).difference(from: before) {
            print("FAILED: \(what): after \(done): \(difference)")
            return nil
        }
    }
    print("\(what): \(done) deaths, all as they should be, everything back")
    return done
}

do throws(FTLError) {
    let arguments = Program.arguments
    guard arguments.count >= 2, let ofSwift = arguments[0].number, let ofScripts = arguments[1].number else {
        throw .invalidArgument
    }
    let morgue = try Morgue()
    var random = FixedRandom(seed: 1)
    var total = 0
    var failures = 0
    for kind in Kind.all where arguments.count < 3 || arguments[2] == kind.name {
        for isolation in [Isolation.kernel, .user] where isolation == .user || !kind.isForUserOnly {
            let count = kind.language == .swift ? ofSwift : ofScripts
            guard count > 0 else { continue }
            if let done = try watch(kind, isolation, count: count, morgue, &random) {
                total += done
            } else {
                failures += 1
            }
        }
    }
    print("\(total) deaths, \(failures) kinds failed")
    Program.exit(failures == 0 ? 0 : 1)
} catch {
    print("failed: \(error.name)")
    Program.exit(1)
}
