// Takes all the memory it can get. It must be told that there is no more, and nobody else may notice.

import FTL

/// Owns an area, so that an array can hold many.
final class Piece {
    let area: VmArea
    init(_ area: consuming VmArea) { self.area = area }
}

func takeAll() -> FTLError {
    let length = 256 * 1024
    var pieces: [Piece] = []
    // More than fits into any machine this runs on.
    for _ in 0..<1 << 20 {
        do throws(FTLError) {
            pieces.append(Piece(try VmArea(length: length)))
        } catch {
            print("\(error.name) after \(pieces.count * length / 1024) KiB")
            return error
        }
    }
    return .invalidState
}

let error = takeAll()
guard error == .outOfMemory || error == .limitReached else { Program.exit(1) }
// All of it was given back: there is memory again.
guard (try? VmArea(length: 1024 * 1024)) != nil else {
    print("no memory after everything was given back")
    Program.exit(1)
}
print("and there is memory again")
