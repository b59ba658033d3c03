// For apps that measure or try the system: what they get from their supervisor with `grants: system`, the figures of the
// machine's memory and the programs in the initfs.

import FTL
import Formats

/// What is in use, as `system_memory` tells it.
public struct Usage: Equatable {
    /// Pages of the machine's memory, and pages that are free.
    public let pages: UInt64
    public let freePages: UInt64
    /// Bytes of the kernel's own objects.
    public let kernelBytes: UInt64
    public let processes: UInt64
    public let threads: UInt64
    public let handles: UInt64
    public let messages: UInt64
    /// Free pages that are promised to somebody.
    public let promisedPages: UInt64

    /// Bytes of memory that are not free.
    public var bytes: UInt64 { (pages - freePages) * 4096 }
}

/// The system's handle, and the archive of programs.
public struct Machine: ~Copyable {
    private let system: System
    private let initfs: VmArea

    public init() throws(FTLError) {
        guard let handle = Program.takeHandle(0) else { throw .invalidState }
        let supervisor = try Client(Channel(handle))
        let system = System(try Machine.open("system", supervisor))
        let initfs = VmArea(try Machine.open("initfs", supervisor))
        self.system = system
        self.initfs = initfs
    }

    private static func open(_ path: ByteString, _ supervisor: borrowing Client) throws(FTLError) -> Handle {
        var reply = try supervisor.request(.open, body: path.bytes)
        guard let handle = reply.handle.take() else { throw .malformed }
        return handle
    }

    public func usage() throws(FTLError) -> Usage {
        var call = RawCall(
            number: Syscall.systemMemory.rawValue, buffers: [[UInt8](repeating: 0, count: MemoryRecord.size)])
        call.words[0] = UInt(system.number.rawValue)
        if let error = FTLError(result: call.perform()) { throw error }
        let bytes = call.buffers[0]
        var words: [UInt64] = []
        for start in stride(from: 0, to: MemoryRecord.size, by: 8) {
            words.append((0..<8).reduce(0) { $0 | UInt64(bytes[start + $1]) << (8 * UInt64($1)) })
        }
        return Usage(
            pages: words[0], freePages: words[1], kernelBytes: words[2], processes: words[3], threads: words[4],
            handles: words[5], messages: words[6], promisedPages: words[7])
    }

    /// The initfs, for a process whose runtime reads its script there.
    public func scripts() throws(FTLError) -> Handle {
        try initfs.duplicate(rights: [.read, .transfer]).intoHandle()
    }

    /// Where the program lies.
    public func find(_ path: ByteString) throws(FTLError) -> Range<Int> {
        let length = try initfs.length()
        var offset = 0
        while offset < length {
            let head = try initfs.read(at: offset, count: min(TarArchive.headLength, length - offset))
            guard let found = try? TarArchive.entry(head: head.span, at: offset, archiveLength: length) else { break }
            if found.entry.name == path { return found.entry.data }
            offset = found.next
        }
        throw .notFound
    }

    /// Reads and checks the program.
    public func image(_ range: Range<Int>) throws(FTLError) -> Image {
        try Image(initfs, offset: range.lowerBound, length: range.count)
    }

    public func image(_ path: ByteString) throws(FTLError) -> Image { try image(try find(path)) }
}
