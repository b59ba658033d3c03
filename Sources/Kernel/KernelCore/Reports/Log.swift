// The kernel's own lines on the console: when, which part of the kernel, what.

import FTLTypes
import Formats

public final class Log {
    public var level = LogLevel.info
    private let machine: any Machine
    let screen: Screen

    public init(machine: any Machine) {
        self.machine = machine
        screen = Screen(machine: machine)
    }

    /// Writes a line, if it is important enough.
    /// - Parameter subject: a part of the kernel, in one word.
    public func write(_ level: LogLevel, _ subject: StaticString, _ text: @autoclosure () -> String) {
        guard level <= self.level else { return }
        let microseconds = machine.now() / 1000
        let seconds = "\(microseconds / 1_000_000)"
        let fraction = "\(microseconds % 1_000_000)"
        line(
            "\(padding: 5 - seconds.utf8.count)\(seconds).\(zeros: 6 - fraction.utf8.count)\(fraction) "
                + "\(subject): \(text())")
    }

    /// Writes a line as it is.
    func line(_ text: String) {
        var bytes = Array(text.utf8)
        bytes.append(UInt8(ascii: "\n"))
        screen.writeLine(bytes.span)
    }
}

extension DefaultStringInterpolation {
    /// A number as hexadecimal digits, with 0x before them.
    public mutating func appendInterpolation(hex value: UInt) {
        appendLiteral("0x")
        appendLiteral(String(value, radix: 16))
    }

    mutating func appendInterpolation(padding count: Int) {
        for _ in 0..<max(0, count) { appendLiteral(" ") }
    }

    mutating func appendInterpolation(zeros count: Int) {
        for _ in 0..<max(0, count) { appendLiteral("0") }
    }
}
