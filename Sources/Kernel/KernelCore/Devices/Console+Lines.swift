// What programs write: whole lines, each with the name of its process before it, so that two that write at the same
// time stay readable.

import FTLTypes

/// A line that is being written.
struct ConsoleLine {
    /// A longer line is broken.
    static let limit = 1024
    var bytes: [UInt8] = []
}

extension Kernel {
    func consoleWrite(_ call: borrowing Call) throws(FTLError) -> Int {
        let text = try call.bytes(0, .read)
        guard text.count <= Limits.consoleWriteLength else { throw .tooLarge }
        let process = call.process
        var lines = 0
        // Safe, here and below: the pieces are the text's own bytes, used only while this call lasts. By index,
        // because swift-format makes one word of a loop's `unsafe byte`.
        unsafe text.forEachPiece { piece in
            for index in piece.indices where unsafe piece[index] == UInt8(ascii: "\n") { lines += 1 }
        }
        guard lines <= Limits.consoleWriteLines else { throw .tooLarge }
        log.screen.together {
            unsafe text.forEachPiece { piece in
                for index in piece.indices {
                    let byte = unsafe piece[index]
                    if byte == UInt8(ascii: "\n") {
                        writeLine(of: process)
                    } else {
                        if process.line.bytes.count == ConsoleLine.limit { writeLine(of: process) }
                        process.line.bytes.append(byte)
                    }
                }
            }
        }
        return 0
    }

    /// Writes what a process has not ended with a line end, before it is gone.
    func flushLine(of process: Process) {
        if !process.line.bytes.isEmpty { writeLine(of: process) }
    }

    private func writeLine(of process: Process) {
        var line = process.name.bytes
        while line.count < 10 { line.append(UInt8(ascii: " ")) }
        line.append(contentsOf: [UInt8(ascii: " "), UInt8(ascii: "|"), UInt8(ascii: " ")])
        // A program cannot move the cursor or write over other lines: control characters are shown as '?'. Those
        // above 0x7f are two bytes in UTF-8, the first of which is 0xc2 (ECMA-48, "C1 set").
        var previous: UInt8 = 0
        for byte in process.line.bytes {
            let isControl = byte < 0x20 && byte != UInt8(ascii: "\t") || byte == 0x7f
            let isHighControl = previous == 0xc2 && (0x80...0x9f).contains(byte)
            if isHighControl { line.removeLast() }
            line.append(isControl || isHighControl ? UInt8(ascii: "?") : byte)
            previous = byte
        }
        line.append(UInt8(ascii: "\n"))
        log.screen.writeLine(line.span)
        // Nothing is kept: what idle processes hold comes out of everybody's memory.
        process.line.bytes = []
    }
}
