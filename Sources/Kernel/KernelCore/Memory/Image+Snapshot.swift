// A program that has prepared itself: an image of a process's memory as it is, to be started any number of times. What
// takes long to set up is set up once; each process begins where that one was, with copies of the pages it uses.
//
// The image has the code of the program the process runs, and the process's variables as they are. Its stack, what it
// has mapped and its handles are not in it: a process of the image begins at the program's entry like any other, and
// finds out from its variables that it was prepared.
//
// Which words are addresses is found out here, not asked: in kernel isolation a process that had the address of another's
// memory could use it. What looks like an address inside the program is one. What looks like an address of something
// else the process has mapped is zero in the image: a process of the image does not have that.

import FTLTypes

/// Tells the words of a process's variables apart.
private struct Words {
    let process: Process
    /// The program, with its end: an end of something may be the end of all.
    let program: ClosedRange<UInt>
    /// Swift marks what an address is of with the first bits of a word.
    private static let addressBits: UInt = ~(15 << 60)
    /// The address of a string is that of its first byte, less the header that comes before it in memory.
    private static let stringBias: UInt = 32

    init(_ process: Process, from start: UInt) {
        self.process = process
        program = start...start + UInt(process.image.pageCount * pageSize)
    }

    func kind(_ word: UInt) -> CopyOnWriteSource.Word {
        let address = word & Words.addressBits
        if program.contains(address) { return .address }
        // In user isolation a number may well look like an address, and no address is of another's memory.
        guard process.space.isolation == .kernel, process.space.hasWindow(at: address) else {
            return .number
        }
        let isMapped = [0, Words.stringBias].contains { process.space.mapping(at: address + $0) != nil }
        return isMapped ? .foreign : .number
    }
}

extension Image {
    /// The program of a process, with its variables as they are now.
    ///
    /// - Parameter account: who pays for it.
    fileprivate static func snapshot(
        _ process: Process, memory: PhysicalMemory, account: Account
    ) throws(FTLError) -> Image {
        let image = process.image
        let start = process.imageBase &+ image.firstAddress
        let words = Words(process, from: start)
        var segments: [Segment] = []
        for segment in image.segments {
            guard let original = segment.source else {
                segments.append(segment)
                continue
            }
            guard let area = process.space.mapping(at: start + UInt(segment.page * pageSize))?.area,
                area.pageCount == segment.pageCount
            else { throw .invalidState }
            // Zeros at the end, which are there to be filled in before the snapshot, are left out.
            let last = (0..<area.pageCount).last { !area.isZero(page: $0) || !original.isZero(page: $0) } ?? 0
            let source = try CopyOnWriteSource(length: (last + 1) * pageSize, memory: memory, account: account)
            for index in 0...last {
                guard memory.hasReserve else { throw .outOfMemory }
                guard let page = area.page(at: index) else {
                    try source.store(page: index, of: original)
                    continue
                }
                if area.isZero(page: index) { continue }
                try source.store(page: page, base: process.imageBase, at: index) { words.kind($0) }
            }
            try source.complete()
            segments.append(Segment(page: segment.page, source, segment.permissions))
        }
        // In user isolation nobody knows what put the variables there.
        return Image(image, isTrusted: image.isTrusted && process.space.isolation == .kernel, segments: segments)
    }
}

extension VmArea {
    /// Whether the page was never accessed, or holds zeros only.
    fileprivate func isZero(page index: Int) -> Bool {
        guard let page = page(at: index) else { return true }
        // Safe: a whole page of the area's.
        let words = unsafe UnsafeBufferPointer(
            start: memory.pointer(page).assumingMemoryBound(to: UInt.self), count: pageSize / 8)
        return unsafe words.allSatisfy { $0 == 0 }
    }
}

extension Kernel {
    // MARK: System calls

    func imageCapture(_ call: borrowing Call) throws(FTLError) -> Int {
        guard call.process.handles.hasRoom() else { throw .limitReached }
        let image = try Image.snapshot(call.process, memory: memory, account: call.process.account)
        return try call.insert(makeHandle(image, [.execute, .duplicate, .transfer]))
    }
}
