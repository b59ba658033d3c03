// The programs and scripts in the initfs, to be started by an app itself: a test that starts thousands wants no
// supervisor between.

import FTL
import Formats

/// The system's handle, and the archive of programs. For apps whose manifest grants them the system.
public struct Programs: ~Copyable {
    public let system: System
    private let archive: VmArea
    private let supervisor: Client

    public init() throws(FTLError) {
        guard let handle = Program.takeHandle(0) else { throw .invalidState }
        let supervisor = try Client(Channel(handle))
        let system = System(try Programs.open("system", supervisor))
        let archive = VmArea(try Programs.open("initfs", supervisor))
        self.system = system
        self.archive = archive
        self.supervisor = supervisor
    }

    private static func open(_ path: ByteString, _ supervisor: borrowing Client) throws(FTLError) -> Handle {
        var reply = try supervisor.request(.open, body: path.bytes)
        guard let handle = reply.handle.take() else { throw .malformed }
        return handle
    }

    /// What the supervisor gives under that path (docs/supervisor.md): a service, or an app that it starts.
    public func open(_ path: ByteString, word0: UInt64 = 0) throws(FTLError) -> Client {
        try supervisor.open(path, word0: word0)
    }

    /// Another handle to the archive, to be given to a process.
    public func archive(rights: Rights) throws(FTLError) -> Handle {
        try archive.duplicate(rights: rights).intoHandle()
    }

    /// Where in the archive a program lies.
    public func place(of path: ByteString) throws(FTLError) -> Range<Int> {
        let length = try archive.length()
        var offset = 0
        while offset < length {
            let head = try archive.read(at: offset, count: min(TarArchive.headLength, length - offset))
            guard let found = try? TarArchive.entry(head: head.span, at: offset, archiveLength: length) else { break }
            if found.entry.name == path { return found.entry.data }
            offset = found.next
        }
        throw .notFound
    }

    /// Reads and checks the program that lies there.
    public func image(_ place: Range<Int>) throws(FTLError) -> Image {
        try Image(archive, offset: place.lowerBound, length: place.count)
    }

    /// The program of an app.
    public func image(of app: ByteString) throws(FTLError) -> Image {
        Image(try Programs.open(ByteString(Array("image/".utf8) + app.bytes), supervisor))
    }

    /// What scripts are started from, as the supervisor starts them.
    public func javaScript() throws(FTLError) -> Image { try image(of: "javascript") }

    /// What is in use on the machine.
    public func usage() throws(FTLError) -> Usage { try Usage(system) }

    /// Waits until there are no more processes than so many. Nobody is told of the end of another's children.
    ///
    /// - Returns: false where there still were at the deadline.
    public func waitForProcesses(atMost count: UInt64, until deadline: UInt64) throws(FTLError) -> Bool {
        while try usage().processes > count {
            guard Clock.now < deadline else { return false }
            try Clock.sleep(until: Clock.now + Clock.millisecond)
        }
        return true
    }
}

extension ByteString {
    /// The number that it is in decimal digits, of which there are nine at most.
    public var number: Int? {
        guard !isEmpty, bytes.count <= 9 else { return nil }
        var number = 0
        for byte in bytes {
            guard byte >= 48, byte < 58 else { return nil }
            number = number * 10 + Int(byte - 48)
        }
        return number
    }
}
