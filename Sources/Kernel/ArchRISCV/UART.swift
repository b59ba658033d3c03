// The serial ports that there are drivers for, behind what a console needs of each.

import Formats

enum UART {
    case ns16550(SerialPort)
    case sifive(SiFiveUART)

    /// - Parameter base: where the port's registers are mapped.
    init(_ model: MachineDescription.SerialPort.Model, base: UInt) {
        switch model {
        case .ns16550(let shift): self = .ns16550(SerialPort(base: base, registerShift: shift))
        case .sifive: self = .sifive(SiFiveUART(base: base))
        }
    }

    /// The next byte that came in, if there is one.
    func read() -> UInt8? {
        switch self {
        case .ns16550(let port): port.read()
        case .sifive(let port): port.read()
        }
    }

    /// Whether the port interrupts while there is a byte to read.
    func listen(_ isOn: Bool) {
        switch self {
        case .ns16550(let port): port.listen(isOn)
        case .sifive(let port): port.listen(isOn)
        }
    }

    /// Waits until the port takes the byte.
    func write(_ byte: UInt8) {
        switch self {
        case .ns16550(let port): port.write(byte)
        case .sifive(let port): port.write(byte)
        }
    }
}
