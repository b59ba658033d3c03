// What is in use on the machine, exactly, so that a test can tell whether everything is back: equal, or named by what
// is not.

import FTL

/// The counters of `system_memory`.
public struct Usage: Equatable, Sendable {
    /// Pages of the machine's memory.
    public let pages: UInt64
    /// Pages that nobody has, and those of them that are committed to somebody.
    public let freePages: UInt64
    public let committedPages: UInt64
    /// Bytes of the kernel's own objects.
    public let kernelBytes: UInt64
    public let processes: UInt64
    public let threads: UInt64
    public let handles: UInt64
    public let messages: UInt64

    /// - Parameter system: with the right to read.
    public init(_ system: borrowing System) throws(FTLError) {
        var call = RawCall(
            number: Syscall.systemMemory.rawValue, buffers: [[UInt8](repeating: 0, count: MemoryRecord.size)])
        call.words[0] = UInt(system.number.rawValue)
        if let error = FTLError(result: call.perform()) { throw error }
        let bytes = call.buffers[0]
        var words: [UInt64] = []
        for start in stride(from: 0, to: MemoryRecord.size, by: 8) {
            words.append((0..<8).reduce(0) { $0 | UInt64(bytes[start + $1]) << (8 * UInt64($1)) })
        }
        pages = words[0]
        freePages = words[1]
        kernelBytes = words[2]
        processes = words[3]
        threads = words[4]
        handles = words[5]
        messages = words[6]
        committedPages = words[7]
    }

    /// Bytes of memory that are not free.
    public var bytes: UInt64 { (pages - freePages) * 4096 }

    /// Pages that nobody has or will get. A page that was committed and is touched changes nothing here: whose memory is
    /// counted may use what it has.
    public var availablePages: UInt64 { freePages - committedPages }

    public static func == (one: Usage, other: Usage) -> Bool {
        one.counters.elementsEqual(other.counters) { $0.value == $1.value }
    }

    private var counters: [(name: String, value: UInt64)] {
        [
            ("available pages", availablePages), ("bytes of the kernel's", kernelBytes), ("processes", processes),
            ("threads", threads), ("handles", handles), ("messages", messages),
        ]
    }

    /// Where this is not what was before, in words; nil where it is.
    public func difference(from before: Usage) -> String? {
        guard self != before else { return nil }
        var text = ""
        for (old, new) in zip(before.counters, counters) where old.value != new.value {
            text += "\(text.isEmpty ? "" : ", ")\(new.name) \(old.value) -> \(new.value)"
        }
        return text
    }
}
