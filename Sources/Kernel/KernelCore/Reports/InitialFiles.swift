// The archive the machine was started with: what the kernel itself looks up in it.

import FTLTypes
import Formats

// Safe: the archive is `area.length` bytes, which stay where they are for ever.
@safe public final class InitialFiles {
    /// The archive as an area, for the first process.
    public let area: VmArea
    private let start: UnsafePointer<UInt8>
    /// Where the programs lie that may run in kernel isolation, in the archive's order.
    private var trusted: [Range<Int>] = []

    /// - Parameter start: the archive's first byte, where the kernel reaches it. It stays there for ever.
    public init(area: VmArea, start: UnsafePointer<UInt8>) {
        self.area = area
        // Safe: the caller's promise.
        unsafe self.start = start
    }

    /// The whole archive.
    var bytes: Span<UInt8> {
        @_lifetime(borrow self)
        get {
            // Safe: the archive is `area.length` bytes and is never freed or changed.
            let span = unsafe Span(_unsafeStart: start, count: area.length)
            return unsafe _overrideLifetime(span, borrowing: self)
        }
    }

    /// Where the content of a file lies in the archive.
    /// - Throws: the archive's fault, if there is one before the file.
    public func file(named name: ByteString) throws(TarError) -> Range<Int>? {
        try TarArchive.entry(named: name, in: bytes)?.data
    }

    /// Checks all of the archive, and learns which programs in it are trusted. Before that none is.
    ///
    /// - Returns: how many entries it has.
    public func check() throws(TarError) -> Int {
        var cursor = TarArchive.Cursor()
        var count = 0
        while let entry = try cursor.next(in: bytes) {
            count += 1
            if entry.isExecutable, entry.kind == .file { trusted.append(entry.data) }
        }
        return count
    }

    /// Whether a program may run in kernel isolation: it is, byte for byte, an entry that the image builder marked. No
    /// handle, right or manifest makes one so.
    func isTrusted(_ file: Range<Int>, in area: VmArea) -> Bool { area === self.area && trusted.contains(file) }

    /// A name for the program whose file begins at this byte: of `apps/hello/image` and `images/hello`, `hello`.
    func name(ofFileAt offset: Int, in area: VmArea) -> ByteString? {
        // Its header is right before it.
        let header = offset - TarArchive.headLength / 2
        guard area === self.area, header >= 0, offset <= area.length - TarArchive.headLength / 2,
            let entry = try? TarArchive.entry(
                head: bytes.extracting(header..<header + TarArchive.headLength), at: header,
                archiveLength: area.length)?.entry
        else { return nil }
        let name = entry.name.bytes
        guard let slash = name.firstIndex(of: UInt8(ascii: "/")) else { return entry.name }
        let rest = name[(slash + 1)...]
        return ByteString(Array(rest[..<(rest.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex)]))
    }

    /// The function an address is in, as `name + offset`.
    /// - Parameter image: whose symbols: `kernel`, or an image's name.
    func symbol(at address: UInt, in image: ByteString) -> String? {
        guard let table = symbols(of: image), let symbol = SymbolTable.symbol(at: UInt64(address), in: table) else {
            return nil
        }
        return "\(ByteString(copying: table.extracting(symbol.name))) + \(symbol.offset)"
    }

    /// Where the function begins that an address lies in.
    func function(at address: UInt, in image: ByteString) -> UInt? {
        guard let table = symbols(of: image) else { return nil }
        return SymbolTable.symbol(at: UInt64(address), in: table).map { address &- UInt($0.offset) }
    }

    @_lifetime(borrow self)
    private func symbols(of image: ByteString) -> Span<UInt8>? {
        let path = ByteString(Array("symbols/".utf8) + image.bytes)
        guard let file = try? file(named: path) else { return nil }
        return bytes.extracting(file)
    }
}
