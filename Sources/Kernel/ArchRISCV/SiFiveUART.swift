// The serial port of SiFive's chips (SiFive FU540-C000 Manual, "Universal Asynchronous Receiver/Transmitter"). The firmware
// has set its speed.

import _Volatile

struct SiFiveUART {
    private static let transmitData: UInt = 0x00
    private static let receiveData: UInt = 0x04
    private static let transmitControl: UInt = 0x08
    private static let receiveControl: UInt = 0x0c
    private static let interruptEnable: UInt = 0x10
    /// Transmit data, read: the queue takes no byte. Receive data: there was none.
    private static let fullOrEmpty: UInt32 = 1 << 31
    /// Control: the direction works. Its interrupt's watermark, in bits 16 to 18, stays 0: at the first byte.
    private static let isOn: UInt32 = 1
    /// Interrupt enable: more bytes came in than the watermark.
    private static let receiveWatermark: UInt32 = 2

    private let base: UInt

    /// - Parameter base: where the port's registers are mapped.
    init(base: UInt) {
        self.base = base
        register(SiFiveUART.transmitControl).store(SiFiveUART.isOn)
        register(SiFiveUART.receiveControl).store(SiFiveUART.isOn)
    }

    private func register(_ offset: UInt) -> VolatileMappedRegister<UInt32> {
        // Safe: the device tree says that the registers are there, and they are mapped as long as the kernel runs.
        unsafe VolatileMappedRegister<UInt32>(unsafeBitPattern: base + offset)
    }

    func read() -> UInt8? {
        let word = register(SiFiveUART.receiveData).load()
        return word & SiFiveUART.fullOrEmpty != 0 ? nil : UInt8(truncatingIfNeeded: word)
    }

    func listen(_ isOn: Bool) { register(SiFiveUART.interruptEnable).store(isOn ? SiFiveUART.receiveWatermark : 0) }

    func write(_ byte: UInt8) {
        while register(SiFiveUART.transmitData).load() & SiFiveUART.fullOrEmpty != 0 {}
        register(SiFiveUART.transmitData).store(UInt32(byte))
    }
}
