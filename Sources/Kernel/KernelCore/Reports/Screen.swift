// What a person sees. Lines of programs and of the kernel come in between while somebody edits a line at a prompt: so
// that neither is spoilt, the screen remembers what stands in the current row, takes it away for the line, and puts
// it back below.

import FTLTypes

public final class Screen {
    /// Bytes of a row that are remembered.
    static let rowLimit = 1024
    private let machine: any Machine
    /// What was put since the last carriage return or line end.
    private var row: [UInt8] = []
    /// The row is not on the screen: lines are being written where it was.
    private var isRowHidden = false
    private var isTogether = false

    public init(machine: any Machine) { self.machine = machine }

    /// Writes a whole line, its end included.
    func writeLine(_ line: borrowing Span<UInt8>) {
        if !row.isEmpty, !isRowHidden {
            // Carriage return, and "erase in line" (ECMA-48, 8.3.41).
            let erase: [UInt8] = [0x0d, 0x1b, UInt8(ascii: "["), UInt8(ascii: "K")]
            machine.write(erase.span)
            isRowHidden = true
        }
        machine.write(line)
        if !isTogether { showRow() }
    }

    /// Takes the row away and puts it back once for all lines that `body` writes.
    func together(_ body: () -> Void) {
        isTogether = true
        body()
        isTogether = false
        showRow()
    }

    private func showRow() {
        guard isRowHidden else { return }
        isRowHidden = false
        let row = row
        machine.write(row.span)
    }

    /// Writes bytes as they are.
    func put(_ bytes: borrowing Span<UInt8>) {
        machine.write(bytes)
        for index in bytes.indices {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
                row.removeAll(keepingCapacity: true)
            } else if row.count < Screen.rowLimit {
                row.append(byte)
            }
        }
    }
}
