// The first process: the kernel starts it itself, from the initial files, with the handles that every other
// authority in the system comes from.

import FTLTypes
import Formats

extension Kernel {
    /// - Parameter arguments: the boot arguments; each word becomes an argument.
    public func startFirstProcess(name: ByteString, arguments: ByteString, on hart: Hart) throws(FTLError) {
        guard let files = initialFiles else { throw .notFound }
        let path = ByteString(Array("apps/".utf8) + name.bytes + Array("/image".utf8))
        guard let range = (try? files.file(named: path)) ?? nil else { throw .notFound }
        let image: Image
        do {
            image = try Image(name: name, file: files.bytes.extracting(range), memory: memory, account: nil)
        } catch {
            if case .malformed(let fault) = error { log.write(.error, "image", "'\(name)': \(fault.message)") }
            throw .malformed
        }
        var words: [UInt8] = []
        for word in BootArguments(arguments).words { words += word.bytes + [0] }
        let process = try makeProcess(name: name, arguments: ByteString(words), image: image)
        // Whatever the others have comes out of what it has. Of the pages charged some are never there (a prepared
        // program's variables), so those are four times as many as there are; that there is memory is seen to elsewhere.
        for resource in Resource.allCases {
            try process.setLimit(resource, resource == .pages ? 4 * memory.pageCount : resource.range.upperBound)
        }
        try inject(makeHandle(system, [.read, .manage, .power, .duplicate, .transfer]), into: process)
        try inject(
            makeHandle(files.area, [.read, .duplicate, .transfer]), into: process)
        try inject(makeHandle(console, [.read, .write, .duplicate, .transfer]), into: process)
        try start(process, hart)
        firstProcessID = process.id
    }
}
