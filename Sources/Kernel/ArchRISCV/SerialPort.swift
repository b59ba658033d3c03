// The console: a 16550 UART, written to and read from a byte at a time (National Semiconductor PC16550D data sheet,
// "Interrupt Enable Register", "Line Status Register"). The firmware has set its speed.

import Formats
import _Volatile

struct SerialPort {
    private static let transmitHolding = UInt(0)
    private static let receiverBuffer = UInt(0)
    private static let interruptEnable = UInt(1)
    private static let lineStatus = UInt(5)
    /// Interrupt enable: when there is a byte to read.
    private static let receivedDataAvailable: UInt8 = 1
    /// Line status: there is a byte to read.
    private static let dataReady: UInt8 = 1
    /// Line status: the transmitter takes a byte.
    private static let transmitterEmpty: UInt8 = 0x20

    private let base: UInt
    private let shift: Int

    /// - Parameter base: where the port's registers are mapped.
    init(base: UInt, registerShift: Int) {
        self.base = base
        self.shift = registerShift
    }

    private func register(_ number: UInt) -> VolatileMappedRegister<UInt8> {
        // Safe: the device tree says that the registers are there, and they are mapped as long as the kernel runs.
        unsafe VolatileMappedRegister<UInt8>(unsafeBitPattern: base + number << UInt(shift))
    }

    /// The next byte that came in, if there is one.
    func read() -> UInt8? {
        guard register(SerialPort.lineStatus).load() & SerialPort.dataReady != 0 else { return nil }
        return register(SerialPort.receiverBuffer).load()
    }

    /// Whether the port interrupts while there is a byte to read.
    func listen(_ isOn: Bool) {
        register(SerialPort.interruptEnable).store(isOn ? SerialPort.receivedDataAvailable : 0)
    }

    func write(_ byte: UInt8) {
        while register(SerialPort.lineStatus).load() & SerialPort.transmitterEmpty == 0 {}
        register(SerialPort.transmitHolding).store(byte)
    }
}
