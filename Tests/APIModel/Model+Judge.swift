// Whether an answer is the one that the model foresees.

import FTLTypes

/// Why it is not.
struct Mismatch: Error {
    /// What should have been answered.
    let expected: String
}

extension Model {
    /// Makes the call in the model, compares, and learns the numbers and tokens that the kernel chose.
    /// - Returns: the events that were told.
    func judge(_ call: ModelCall, by process: ModelProcess, _ answer: Answer) throws(Mismatch) -> [ModelEvent] {
        let outcome: Outcome
        do throws(FTLError) {
            outcome = try perform(call, by: process)
        } catch {
            guard answer.result == error.result else { throw Mismatch(expected: "\(error.name)") }
            try checkUntouched(answer)
            return []
        }
        guard let result = answer.result else {
            if case .end = outcome { return [] }
            throw Mismatch(expected: "that it comes back")
        }
        switch outcome {
        case .end: throw Mismatch(expected: "that it does not come back")
        case .word(let word):
            guard result == Int(bitPattern: word) else { throw Mismatch(expected: "\(word)") }
            try checkUntouched(answer)
        case .time:
            guard result >= 0, UInt64(result) >= now else { throw Mismatch(expected: "at least \(now)") }
        case .handles(let handles): try adopt(handles, result, process)
        case .message(let message):
            guard message.body.isAll(of: answer.output) else {
                throw Mismatch(expected: "the \(message.body.count) bytes that were sent, and nothing more")
            }
            guard let handle = message.handle else {
                guard result == 0 else { throw Mismatch(expected: "no handle") }
                return []
            }
            try adopt([handle], result, process)
        case .events(let events):
            try compare(events, answer)
            return events
        case .bytes(let bytes):
            guard result == 0, answer.output == bytes else {
                throw Mismatch(expected: "the \(bytes.count) bytes that were written last")
            }
        }
        return []
    }

    private func checkUntouched(_ answer: Answer) throws(Mismatch) {
        for byte in answer.output where byte != 0 { throw Mismatch(expected: "that the buffer stays as it was") }
    }

    /// - Parameter result: the first handle in the lower 32 bits, a second one above.
    private func adopt(_ handles: [ModelHandle], _ result: Int, _ process: ModelProcess) throws(Mismatch) {
        var rest = result
        for handle in handles {
            guard rest > 0, process.insert(handle, as: UInt32(truncatingIfNeeded: rest)) else {
                throw Mismatch(expected: "\(handles.count) new handles")
            }
            rest >>= 32
        }
        guard rest == 0 else { throw Mismatch(expected: "\(handles.count) new handles and no more") }
    }

    private func compare(_ events: [ModelEvent], _ answer: Answer) throws(Mismatch) {
        guard answer.result == events.count else { throw Mismatch(expected: "\(events.count) events") }
        for (index, expected) in events.enumerated() {
            let event = Event(bytes: answer.output.span, at: index * Event.size)
            let info = expected.message?.info ?? MessageInfo(rawValue: 0)
            guard let event, event.kind == expected.kind, event.handle.rawValue == expected.number,
                event.info == info, event.word0 == expected.word0, event.word1 == expected.word1
            else { throw Mismatch(expected: describe(expected, index, event)) }
            guard let channel = expected.channel, let message = expected.message else {
                if event.token != 0 { throw Mismatch(expected: "no token in event \(index)") }
                continue
            }
            // A token names one message of a channel for ever; they only rise.
            guard event.token > channel.lastToken else {
                throw Mismatch(expected: "a token in event \(index) above \(channel.lastToken)")
            }
            channel.lastToken = event.token
            message.token = event.token
        }
        let end = events.count * Event.size
        for byte in answer.output[end...] where byte != 0 { throw Mismatch(expected: "nothing behind the events") }
    }

    private func describe(_ expected: ModelEvent, _ index: Int, _ event: Event?) -> String {
        var text = "event \(index) of kind \(expected.kind.rawValue) about handle \(expected.number)"
        if let message = expected.message { text += ", info \(message.info.rawValue)" }
        text += ", words \(expected.word0) and \(expected.word1)"
        guard let event else { return text + "; it is none" }
        return text + "; it is of kind \(event.kind.rawValue) about handle \(event.handle.rawValue), info "
            + "\(event.info.rawValue), words \(event.word0) and \(event.word1)"
    }
}
