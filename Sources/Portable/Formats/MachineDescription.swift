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

    /// An ns16550a-compatible serial port.
    public struct SerialPort: Equatable, Sendable {
        public let window: Window
        /// Register n is at byte n << registerShift.
        public let registerShift: Int

        public init(window: Window, registerShift: Int = 0) {
            self.window = window
            self.registerShift = registerShift
        }
    }

    /// The platform-level interrupt controller.
    public struct InterruptController: Equatable, Sendable {
        public let window: Window
        /// The number of interrupt sources; their numbers are 1 to this.
        public let sourceCount: Int

        public init(window: Window, sourceCount: Int) {
            self.window = window
            self.sourceCount = sourceCount
        }
    }

    /// A hardware thread.
    public struct Hart: Equatable, Sendable {
        public let id: UInt64
        public let isEnabled: Bool
        /// Whether it has a timer register of the supervisor mode's (RISC-V "Sstc").
        public let hasTimer: Bool
        /// Which of the interrupt controller's contexts is this hart's in supervisor mode.
        public var supervisorContext: Int?
        /// The phandle of the hart's own interrupt controller.
        var localController: UInt32?

        public init(id: UInt64, isEnabled: Bool, hasTimer: Bool = false, supervisorContext: Int? = nil) {
            self.id = id
            self.isEnabled = isEnabled
            self.hasTimer = hasTimer
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
    public var bootArguments: ByteString = ""
    /// Where the firmware put the initrd.
    public var initialRAMDisk: Range<UInt64>?
    /// Random bytes for this boot; at most 256 of those given, perhaps none.
    public var randomSeed: [UInt8] = []
    /// The one that /chosen names as stdout-path, otherwise the first.
    public var serialPort: SerialPort?
    public var interruptController: InterruptController?
    /// virtio,mmio windows, in the tree's order; there may be nothing behind one.
    public var virtio: [Window] = []
    /// sifive,test0 or test1: powers the machine off.
    public var testFinisher: Window?
    /// google,goldfish-rtc.
    public var realTimeClock: Window?

    /// A machine of which nothing is known; `parse` is what makes others.
    public init() {}
}
