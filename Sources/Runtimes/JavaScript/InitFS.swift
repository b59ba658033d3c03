// The archive of the system's files, as far as a script may see it: its own folder and the library.
//
// Only the heads of its entries are read to index it; a file's bytes are fetched when they are asked for.

import FTL
import Formats

/// The files scripts can import.
struct InitFS: ~Copyable {
    private var area: VmArea?
    /// Bytes of the archive.
    private var length: Int
    /// Of the library and of all apps: which of them a script may have, ModuleResolver decides. A number for each name,
    /// and where its entry is. The names stay in the archive: every script has a copy of what is here.
    private var files: [(hash: UInt32, offset: UInt32)]
    private static let folders: [ByteString] = [ModuleResolver.library, "apps/"]

    /// - Parameter area: the archive, readable.
    init(area: consuming VmArea) throws(InitFSError) {
        files = []
        length = 0
        self.area = nil
        try attach(area)
    }

    /// Reads from that archive from now on. There is one in a system: one of the same length has the same files.
    mutating func attach(_ archive: consuming VmArea) throws(InitFSError) {
        let length: Int
        do throws(FTLError) { length = try archive.length() } catch { throw .unreadable(error) }
        if length != self.length {
            files = []
            var offset = 0
            while let (entry, next) = try InitFS.entry(at: offset, in: archive, length) {
                defer { offset = next }
                guard entry.kind == .file, entry.name.hasSuffix(".js") || entry.name.hasSuffix(".json"),
                    InitFS.folders.contains(where: { entry.name.hasPrefix($0) })
                else { continue }
                files.append((InitFS.hash(entry.name), UInt32(clamping: offset)))
            }
            self.length = length
        }
        area = consume archive
    }

    /// Gives up the handle to the archive, until another is attached.
    mutating func detach() { area = nil }

    private static func entry(
        at offset: Int, in area: borrowing VmArea, _ length: Int
    ) throws(InitFSError) -> (TarArchive.Entry, Int)? {
        let head: [UInt8]
        do throws(FTLError) {
            head = try area.read(at: offset, count: headLength(at: offset, length))
        } catch {
            throw .unreadable(error)
        }
        return try entry(head, at: offset, length)
    }

    private static func headLength(at offset: Int, _ length: Int) -> Int {
        min(TarArchive.headLength, max(0, length - offset))
    }

    private static func entry(
        _ head: [UInt8], at offset: Int, _ length: Int
    ) throws(InitFSError) -> (TarArchive.Entry, Int)? {
        do throws(TarError) {
            return try TarArchive.entry(head: head.span, at: offset, archiveLength: length)
        } catch {
            throw .malformed(error)
        }
    }

    /// FNV-1a.
    private static func hash(_ name: ByteString) -> UInt32 {
        name.bytes.reduce(0x811c_9dc5) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
    }

    /// The first entry of that name; none is found while no archive is attached.
    private func entry(named name: ByteString) throws(InitFSError) -> TarArchive.Entry? {
        let hash = InitFS.hash(name)
        for file in files where file.hash == hash {
            let offset = Int(file.offset)
            let head: [UInt8]?
            do throws(FTLError) {
                head = try area?.read(at: offset, count: InitFS.headLength(at: offset, length))
            } catch {
                throw .unreadable(error)
            }
            guard let head, let (entry, _) = try InitFS.entry(head, at: offset, length) else { continue }
            if entry.name == name { return entry }
        }
        return nil
    }

    /// Whether there is a file of that name. Where that cannot be read, `content` says why.
    func contains(_ name: ByteString) -> Bool {
        do throws(InitFSError) { return try entry(named: name) != nil } catch { return true }
    }

    /// The content of a file.
    func content(of name: ByteString) throws(InitFSError) -> [UInt8] {
        guard let file = try entry(named: name) else { throw .noFile(name) }
        do throws(FTLError) {
            // Nothing is asked for while none is attached.
            return try area?.read(at: file.data.lowerBound, count: file.data.count) ?? []
        } catch {
            throw .unreadable(error)
        }
    }
}

/// Why a file cannot be had.
enum InitFSError: Error {
    case unreadable(FTLError)
    case malformed(TarError)
    case noFile(ByteString)

    var message: String {
        switch self {
        case .unreadable(let error): "the archive of the system's files cannot be read: \(error.name)"
        case .malformed(let error): error.message
        case .noFile(let name): "there is no file \(name)"
        }
    }
}
