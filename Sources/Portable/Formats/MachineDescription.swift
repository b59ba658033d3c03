// What the kernel wants to know about the machine it runs on, and nothing else of what the device tree tells.
// Addresses are physical, in bytes; ranges are never empty.

import FTLTypes

/// The machine, according to its device tree.
public struct MachineDescription: Equatable, Sendable {
    /// Entries of each list, at most; a machine with more of something is refused.
    public static let maximumEntries = 64

    /// A device's registers.
    public struct Window: Equatable, Sendable {
        public let base: UInt64
        /// In bytes.
        public let length: UInt64
        /// Its number at the interrupt controller, where it has one.
        public let interrupt: UInt32?

        public init(base: UInt64, length: UInt64, interrupt: UInt32? = nil) {
            self.base = base
            self.length = length
            self.interrupt = interrupt
        }
    }

    /// A serial port.
    public struct SerialPort: Equatable, Sendable {
        public enum Model: Equatable, Sendable {
            /// ns16550a-compatible; register n is at byte n << registerShift.
            case ns16550(registerShift: Int)
            /// sifive,uart0
            case sifive
        }

        public let window: Window
        public let model: Model

        public init(window: Window, model: Model) {
            self.window = window
            self.model = model
        }
    }

    /// What devices interrupt harts through.
    public struct InterruptController: Equatable, Sendable {
        public enum Model: Equatable, Sendable {
            /// Platform-level (RISC-V PLIC).
            case platform
            /// Advanced (RISC-V APLIC), wired to the harts in supervisor mode.
            case advanced
        }

        public let window: Window
        public let model: Model
        /// The number of interrupt sources; their numbers are 1 to this.
        public let sourceCount: Int

        public init(window: Window, model: Model, sourceCount: Int) {
            self.window = window
            self.model = model
            self.sourceCount = sourceCount
        }
    }

    /// A hardware thread.
    public struct Hart: Equatable, Sendable {
        public let id: UInt64
        public let isEnabled: Bool
        /// Whether it can translate addresses (mmu-type): a hart that cannot is of no use to the kernel.
        public let hasTranslation: Bool
        /// Whether the kernel can run on it.
        public var isUsable: Bool { isEnabled && hasTranslation }
        /// Which of the interrupt controller's contexts is this hart's in supervisor mode.
        public var supervisorContext: Int?
        /// The phandle of the hart's own interrupt controller.
        var localController: UInt32?

        public init(id: UInt64, isEnabled: Bool, hasTranslation: Bool, supervisorContext: Int? = nil) {
            self.id = id
            self.isEnabled = isEnabled
            self.hasTranslation = hasTranslation
            self.supervisorContext = supervisorContext
        }
    }

    public var memory: [Range<UInt64>] = []
    /// Memory not to be used: firmware, mostly. From the reservation block and from /reserved-memory.
    public var reserved: [Range<UInt64>] = []
    /// In the tree's order.
    public var harts: [Hart] = []
    /// Ticks of the time counter in a second.
    public var timebaseFrequency: UInt64 = 0
    /// Empty where they are longer than `Limits.argumentsLength`.
    public var bootArguments: ByteString = ""
    /// Bytes of the boot arguments, however many there are.
    public var bootArgumentsLength = 0
    /// Where the firmware put the initrd.
    public var initialRAMDisk: Range<UInt64>?
    /// Random bytes for this boot; at most 256 of those given, perhaps none.
    public var randomSeed: [UInt8] = []
    /// The one that /chosen names as stdout-path; where it names no device, the first.
    public var serialPort: SerialPort?
    /// What the device that /chosen names is compatible to, where the kernel does not know it.
    public var unknownConsole: ByteString?
    public var interruptController: InterruptController?
    /// What the first one of those that the kernel does not know is compatible to.
    public var unknownInterruptController: ByteString?
    /// virtio,mmio windows, in the tree's order; there may be nothing behind one.
    public var virtio: [Window] = []
    /// sifive,test0 or test1: powers the machine off.
    public var testFinisher: Window?
    /// google,goldfish-rtc.
    public var realTimeClock: Window?

    /// A machine of which nothing is known; `parse` is what makes others.
    public init() {}
}
