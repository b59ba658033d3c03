// Any call of the table with any words at all, addresses included, made safely: for programs that try what the kernel
// makes of them. `RawCall` chooses the addresses itself; here they are the caller's, and may be hostile.
//
// What must not happen is that the kernel, doing what it is asked for, writes this program's own memory, unmaps it, or runs it
// from the middle. So what the kernel reads may be anywhere, and what it writes may be anywhere but where this program may
// have memory, which its author says, except for the pieces that were mapped for the purpose here, and the pages around
// those, of which none is mapped. A call that could do harm is not made.

import CFTL

/// Memory for calls with hostile addresses, and the calls. What was mapped stays mapped as long as the program runs.
public struct RawMemory: ~Copyable {
    /// Bytes around a piece that nothing is mapped in.
    private static let margin: UInt = 4096

    /// What a word of a call is, as far as it matters here.
    private enum Word: UInt8 { case harmless, target, mapping }

    /// What the words of each call are, by its number.
    private let table: [InlineArray<7, Word>]
    /// Zeroes, to be written and read.
    public let writable: Range<UInt>
    /// Zeroes that can only be read.
    public let readOnly: Range<UInt>
    /// Memory of an address space that no process has, which stays: not this program's.
    public let foreign: UInt
    private let foreignSpace: VmSpace
    /// Where nothing of this program may be written but the pieces.
    private let programs: Range<UInt>
    /// Addresses at which calls made here mapped something for this program.
    private var mapped: [UInt] = []
    private static let mappedLimit = 256

    /// - Parameters:
    ///   - length: of the writable and of the read-only piece, in bytes; whole pages.
    ///   - programs: the addresses at which the system gives programs of this isolation memory. A word in it that is not of
    ///     one of the pieces is never passed where the kernel writes.
    public init(length: Int, programs: Range<UInt>) throws(FTLError) {
        self.programs = programs
        let area = try VmArea(length: length)
        let writable = try RawMemory.map(area, length)
        let readOnly = try RawMemory.map(try VmArea(length: length).duplicate(rights: [.read, .map]), length)
        let space = try VmSpace(isolation: Program.isolation)
        let foreign = try space.map(area, length: length)
        table = Syscall.allCases.map { RawMemory.words(of: $0) }
        mapped.reserveCapacity(RawMemory.mappedLimit)
        self.writable = writable
        self.readOnly = readOnly
        self.foreign = foreign
        foreignSpace = space
    }

    private static func map(_ area: borrowing VmArea, _ length: Int) throws(FTLError) -> Range<UInt> {
        // Safe: new memory, which nothing in the program refers to yet.
        let start = try check(unsafe syscall(.vmSpaceMap, 0, area.number.word, 0, UInt(bitPattern: length)))
        return start..<start + UInt(length)
    }

    private static func words(of call: Syscall) -> InlineArray<7, Word> {
        var words = InlineArray<7, Word>(repeating: .harmless)
        var index = 0
        for kind in call.signature.arguments {
            switch kind {
            case .bytesOut: words[index] = .target
            // What is run, or what is unmapped.
            case .address: words[index] = call == .vmSpaceUnmap ? .mapping : .target
            case .word, .deadline, .handle, .optionalHandle, .anyHandle, .consumedHandle, .bytesIn, .info, .body: break
            }
            index += kind.words
        }
        return words
    }

    /// The handles that this memory is made of; closing them does no harm, but those who count handles want to know.
    public var handles: [HandleNumber] { [foreignSpace.number] }

    /// Eight bytes of the writable piece.
    ///
    /// - Parameter offset: in bytes, a multiple of eight within the piece.
    public subscript(offset: Int) -> UInt64 {
        get {
            precondition(offset >= 0 && offset % 8 == 0 && offset + 8 <= writable.count)
            // Safe: inside the piece, which stays mapped and which no value of the program lies in.
            return unsafe pointer.load(fromByteOffset: offset, as: UInt64.self)
        }
        nonmutating set {
            precondition(offset >= 0 && offset % 8 == 0 && offset + 8 <= writable.count)
            // Safe: as above.
            unsafe pointer.storeBytes(of: newValue, toByteOffset: offset, as: UInt64.self)
        }
    }

    private var pointer: UnsafeMutableRawPointer {
        unsafe UnsafeMutableRawPointer(bitPattern: writable.lowerBound)!
    }

    /// Makes the call with these words.
    ///
    /// - Returns: the result word as the kernel left it; nil where the call could have done this program harm and was not
    ///   made.
    public mutating func perform(_ number: UInt, _ words: InlineArray<7, UInt>) -> Int? {
        guard number < UInt(table.count) else { return pass(number, words) }
        let kinds = table[Int(number)]
        for index in 0..<7 {
            switch kinds[index] {
            case .harmless: break
            case .target: guard isHarmless(words[index]) else { return nil }
            case .mapping:
                // In a space that is another's, whatever it is.
                let isOwn = words[0] == 0 && programs.contains(words[index])
                guard !isOwn || mapped.contains(words[index]) else { return nil }
            }
        }
        let isMapping = number == Syscall.vmSpaceMap.rawValue && words[0] == 0
        guard !isMapping || mapped.count < RawMemory.mappedLimit else { return nil }
        let result = pass(number, words)
        if isMapping, result > 0 { mapped.append(UInt(bitPattern: result)) }
        if number == Syscall.vmSpaceUnmap.rawValue, words[0] == 0, result == 0 { mapped.removeAll { $0 == words[1] } }
        return result
    }

    /// One of the addresses at which something was mapped for this program by `perform`; nil where there is none.
    ///
    /// - Parameter choice: any number.
    public func mapping(_ choice: UInt64) -> UInt? {
        mapped.isEmpty ? nil : mapped[Int(choice % UInt64(mapped.count))]
    }

    /// Whether nothing of this program's begins at the address but the pieces here.
    private func isHarmless(_ address: UInt) -> Bool {
        guard programs.contains(address) else { return true }
        let margin = RawMemory.margin
        return address >= writable.lowerBound - margin && address < writable.upperBound + margin
            || address >= readOnly.lowerBound - margin && address < readOnly.upperBound + margin
            || address == foreign
    }

    private func pass(_ number: UInt, _ words: InlineArray<7, UInt>) -> Int {
        ftl_syscall(number, words[0], words[1], words[2], words[3], words[4], words[5], words[6])
    }
}
