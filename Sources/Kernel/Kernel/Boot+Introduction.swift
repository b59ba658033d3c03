// What the kernel says of the machine when it has a log, and of what it does without.

import ArchRISCV
import FTLTypes
import Formats
import KernelCore

extension Boot {
    func introduce(_ description: MachineDescription, _ arguments: BootArguments, _ kernel: Kernel) {
        let log = kernel.log
        log.write(.info, "ftl", "a Swift kernel for Swift and JavaScript")
        for range in description.memory {
            log.write(
                .info, "memory",
                "\((range.upperBound - range.lowerBound) >> 20) MiB at \(hex: UInt(range.lowerBound)), "
                    + "\(kernel.memory.freePages >> 8) MiB free")
        }
        var others = ""
        for other in kernel.harts.dropFirst() { others += " \(other.id)\(Processor.isParked(other.id) ? "" : "?")" }
        log.write(
            .info, "harts", "\(kernel.harts.count), running on \(hart)\(others.isEmpty ? "" : ", parked:\(others)")")
        for other in description.harts where other.id != UInt64(hart) && !other.isUsable {
            log.write(
                .info, "harts",
                "\(other.id) is left out: it \(other.hasTranslation ? "is disabled" : "cannot translate addresses")")
        }
        if let port = description.serialPort { log.write(.debug, "uart", "at \(hex: UInt(port.window.base))") }
        if let controller = description.interruptController {
            log.write(
                .debug, controller.model == .platform ? "plic" : "aplic",
                "at \(hex: UInt(controller.window.base)), \(controller.sourceCount) sources")
        }
        log.write(.debug, "virtio", "\(description.virtio.count) windows")
        tellLacks(description, kernel)
        for word in arguments.unknown where word != "panic" {
            log.write(.warning, "boot", "unknown boot argument '\(word)'")
        }
    }

    /// A line for each thing that the machine has not, or that the kernel does not know, and can do without.
    private func tellLacks(_ description: MachineDescription, _ kernel: Kernel) {
        let log = kernel.log
        if description.serialPort == nil {
            log.write(
                .warning, "console",
                "\(unknown(description.unknownConsole, "serial port")): "
                    + "output goes through the firmware, and nothing that is typed arrives")
        }
        if kernel.machine.interruptController == nil {
            log.write(
                .warning, "interrupts",
                "\(unknown(description.unknownInterruptController, "interrupt controller")): "
                    + "devices interrupt nobody\(description.serialPort == nil ? "" : ", and nothing that is typed arrives")"
            )
        }
        if kernel.random == nil {
            log.write(.warning, "random", "there is no seed, and so there are no random numbers")
        }
        if kernel.bootTime == nil { log.write(.warning, "time", "there is no clock that knows the time of day") }
    }

    private func unknown(_ name: ByteString?, _ kind: StaticString) -> String {
        name.map { "the kernel cannot use the \(kind) '\($0)'" } ?? "there is no \(kind)"
    }
}
