// Calls as text, for `system_trace`: one line a call, when it comes back, with its arguments as the table says they
// are and what it answered. A call that waits has a line when it begins to and another when it is over.

import FTLTypes

extension Kernel {
    /// Bytes of a buffer that are shown.
    private static let shownBytes = 32

    /// The call's name and arguments. Read before the call is made: it may change or take what they name.
    func describe(_ call: borrowing Call) -> String {
        let signature = call.number.signature
        var text = "\(signature.name)("
        var word = 0
        for (index, parameter) in signature.parameters.enumerated() {
            if index > 0 { text += ", " }
            text += "\(parameter.name): \(describe(call, parameter.kind, word))"
            word += parameter.kind.words
        }
        return text + ")"
    }

    private func describe(_ call: borrowing Call, _ kind: ArgumentKind, _ index: Int) -> String {
        let value = call.word(index)
        switch kind {
        case .word: return "\(value)"
        case .address: return "\(hex: value)"
        case .deadline: return value == .max ? "forever" : value > UInt(Int.max) ? "far" : "\(value / 1000) us"
        case .handle, .optionalHandle, .anyHandle, .consumedHandle: return describe(handle: value, of: call.process)
        case .info: return describe(MessageInfo(rawValue: UInt64(value)))
        case .bytesOut: return "[\(call.word(index + 1)) bytes]"
        case .bytesIn: return quote(value, call.word(index + 1), of: call.process)
        case .body:
            // The info word is in every row that has a body, and before it.
            return quote(value, UInt(MessageInfo(rawValue: UInt64(call.word(1))).length), of: call.process)
        }
    }

    private func describe(handle value: UInt, of process: Process) -> String {
        guard value != 0 else { return "none" }
        let number = HandleNumber(rawValue: UInt32(truncatingIfNeeded: value))
        guard value <= UInt(HandleNumber.largest), let handle = try? process.handles.lookup(number) else {
            return "\(value)?"
        }
        return "\(handle.object.type.name) \(value)"
    }

    private func describe(_ info: MessageInfo) -> String {
        let kind = info.kind?.name ?? "?"
        return "\(kind) #\(info.id)"
    }

    /// The bytes in quotes, as far as they are text; where the address is not the program's own, the address.
    private func quote(_ address: UInt, _ count: UInt, of process: Process) -> String {
        guard count > 0 else { return "\"\"" }
        let shown = min(count, UInt(Kernel.shownBytes))
        guard let buffer = try? process.space.buffer(at: address, count: shown, .read) else {
            return "\(hex: address)? [\(count)]"
        }
        var text = "\""
        for byte in buffer.bytes() {
            switch byte {
            case UInt8(ascii: "\n"): text += "\\n"
            case UInt8(ascii: "\""): text += "\\\""
            case UInt8(ascii: "\\"): text += "\\\\"
            case 0x20..<0x7f: text.unicodeScalars.append(UnicodeScalar(byte))
            default: text += "\\x\(zeros: byte < 16 ? 1 : 0)\(String(byte, radix: 16))"
            }
        }
        return text + (count > shown ? "\"... [\(count)]" : "\"")
    }

    /// Prints a call that has come back or, without a result, one that has not.
    func trace(_ thread: Thread, _ call: borrowing Call, _ text: String, result: Int?) {
        guard let result else {
            return traceLine(thread.process, "\(text)\(thread.state == .waiting ? " waits" : "")")
        }
        traceLine(thread.process, "\(text) = \(describe(result, call.number.signature.result))")
    }

    /// Prints what a call that waited answers.
    func traceReturn(of thread: Thread, _ result: Int) {
        traceLine(thread.process, "... = \(describe(result, .word))")
    }

    private func describe(_ result: Int, _ kind: ResultKind) -> String {
        if let error = FTLError(result: result) { return "\(error.name)" }
        switch kind {
        case .handlePair: return "\(result & 0x7fff_ffff), \(result >> 32)"
        case .address: return "\(hex: UInt(bitPattern: result))"
        case .nothing, .word, .handle, .never: return "\(result)"
        }
    }

    private func traceLine(_ process: Process, _ text: String) {
        log.line("trace \(process.id) \(process.name): \(text)")
    }
}
