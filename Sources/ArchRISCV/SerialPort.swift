// The console: a 16550 UART, written to a byte at a time (National Semiconductor PC16550D data sheet, "Line Status
// Register"). The firmware has set its speed.

import Formats
import _Volatile

struct SerialPort {
    private static let transmitHolding = UInt(0)
    private static let lineStatus = UInt(5)
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

    func write(_ byte: UInt8) {
        while register(SerialPort.lineStatus).load() & SerialPort.transmitterEmpty == 0 {}
        register(SerialPort.transmitHolding).store(byte)
    }
}
