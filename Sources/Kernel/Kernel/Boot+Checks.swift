// What a machine must have for the kernel to run on it, each checked before it is missed: where it is not there, one line
// says what, and the machine is powered off with the status of a failure. (That addresses can be translated is checked by
// start.S.)

import ArchRISCV
import FTLTypes
import Formats
import KernelCore

extension Boot {
    /// Pages that must be free for the kernel, bootstrap and a small app.
    private static let leastPages = 768

    /// All programs are compiled for it, and the kernel keeps its registers for them.
    func checkProcessor() {
        guard Processor.hasDoublePrecision else {
            Panic.refuse("this hart has no floating point of double precision (F and D), which programs need")
        }
    }

    func checkArguments(_ description: MachineDescription) {
        // As bootstrap gets them, a separator stands behind the last word, too.
        guard description.bootArgumentsLength < Limits.argumentsLength else {
            Panic.refuse(
                "the boot arguments are too long: \(description.bootArgumentsLength) bytes, and at most "
                    + "\(Limits.argumentsLength - 1) can be passed on")
        }
    }

    func checkMemory(_ memory: PhysicalMemory, _ description: MachineDescription) {
        guard memory.freePages >= Boot.leastPages else { refuseMemory(description, free: memory.freePages) }
        // Firmware that had no room for all of it may not say so.
        guard let files = description.initialRAMDisk else { return }
        let isWhole = description.memory.contains {
            $0.lowerBound <= files.lowerBound && files.upperBound <= $0.upperBound
        }
        guard isWhole else {
            Panic.refuse(
                "there is too little memory: the initfs of \(kibibytes(files)) KiB at \(hex: UInt(files.lowerBound)) "
                    + "does not fit in")
        }
    }

    func refuseMemory(_ description: MachineDescription, free: Int) -> Never {
        var all: UInt64 = 0
        for range in description.memory { all += kibibytes(range) }
        Panic.refuse(
            "there is too little memory: of \(all) KiB only \(free << 2) KiB are free, "
                + "and \(Boot.leastPages << 2) KiB are needed")
    }

    private func kibibytes(_ range: Range<UInt64>) -> UInt64 { (range.upperBound - range.lowerBound) >> 10 }
}
