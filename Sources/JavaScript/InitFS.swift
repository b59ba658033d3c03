// The archive of the system's files, as far as a script may see it: its own folder and the library.
//
// Only the heads of its entries are read to index it; a file's bytes are fetched when they are asked for.

import FTL
import Formats

/// The files a script can import.
struct InitFS: ~Copyable {
    private let area: VmArea
    private let files: [(name: ByteString, data: Range<Int>)]

    /// - Parameters:
    ///   - area: the archive, readable.
    ///   - folders: the folders to index, each ending in "/".
    init(area: consuming VmArea, folders: [ByteString]) throws(InitFSError) {
        var files: [(name: ByteString, data: Range<Int>)] = []
        var offset = 0
        while let (entry, next) = try InitFS.entry(at: offset, in: area) {
            offset = next
            guard entry.kind == .file, folders.contains(where: { entry.name.hasPrefix($0) }) else { continue }
            files.append((entry.name, entry.data))
        }
        self.area = area
        self.files = files
    }

    private static func entry(
        at offset: Int, in area: borrowing VmArea
    ) throws(InitFSError) -> (TarArchive.Entry, Int)? {
        let length: Int
        let head: [UInt8]
        do throws(FTLError) {
            length = try area.length()
            head = try area.read(at: offset, count: min(TarArchive.headLength, max(0, length - offset)))
        } catch {
            throw .unreadable(error)
        }
        do throws(TarError) {
            return try TarArchive.entry(head: head.span, at: offset, archiveLength: length)
        } catch {
            throw .malformed(error)
        }
    }

    /// Whether there is a file of that name in the indexed folders.
    func contains(_ name: ByteString) -> Bool { files.contains { $0.name == name } }

    /// The content of a file in the indexed folders.
    func content(of name: ByteString) throws(InitFSError) -> [UInt8] {
        guard let file = files.first(where: { $0.name == name }) else { throw .noFile(name) }
        do throws(FTLError) {
            return try area.read(at: file.data.lowerBound, count: file.data.count)
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
