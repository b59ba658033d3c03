// A program that has prepared itself: an image of a process's memory as it is, to be started any number of times. What
// takes long to set up is set up once; each process begins where that one was, with copies of the pages it touches.
//
// The image has the code of the program the process runs, and the process's variables as they are. Its stack, what it
// has mapped and its handles are not in it: a process of the image begins at the program's entry like any other, and
// finds out from its variables that it was prepared.
//
// Which words are addresses is for the process to say; that is a matter between the program and itself. What it says
// wrongly it will read wrongly: words of its own memory, which it could have written itself.

import FTLTypes

extension Image {
    /// The program of a process, with its variables as they are now.
    ///
    /// - Parameters:
    ///   - marks: a bit for each word from the image's first page on, set for addresses of the image's own, lowest
    ///     first.
    ///   - account: who pays for it.
    fileprivate static func capture(
        _ process: Process, marks: UserBuffer, memory: PhysicalMemory, account: Account
    ) throws(FTLError) -> Image {
        let image = process.image
        guard marks.count == image.pageCount * Template.markBytesPerPage else { throw .invalidArgument }
        let start = process.imageBase &+ image.firstAddress
        var segments: [Segment] = []
        for segment in image.segments {
            guard let original = segment.template else {
                segments.append(segment)
                continue
            }
            guard let area = process.space.mapping(at: start + UInt(segment.page * pageSize))?.area,
                area.pageCount == segment.pageCount
            else { throw .invalidState }
            // Zeros at the end, which are there to be filled in before the capture, are left out.
            let last = (0..<area.pageCount).last { !area.isZero(page: $0) || !original.isZero(page: $0) } ?? 0
            let template = try Template(length: (last + 1) * pageSize, memory: memory, account: account)
            for index in 0...last {
                guard memory.hasReserve else { throw .outOfMemory }
                guard let page = area.page(at: index) else {
                    try template.store(page: index, of: original)
                    continue
                }
                if area.isZero(page: index) { continue }
                var words = InlineArray<8, UInt64>(repeating: 0)
                marks.readWords(&words, at: (segment.page + index) * Template.markBytesPerPage)
                try template.store(page: page, marks: words, base: process.imageBase, at: index)
            }
            segments.append(Segment(page: segment.page, template, segment.permissions))
        }
        // In user isolation nobody knows what put the variables there.
        return Image(image, isTrusted: image.isTrusted && process.space.isolation == .kernel, segments: segments)
    }
}

extension VmArea {
    /// Whether the page was never touched, or holds zeros only.
    fileprivate func isZero(page index: Int) -> Bool {
        guard let page = page(at: index) else { return true }
        // Safe: a whole page of the area's.
        let words = unsafe UnsafeBufferPointer(
            start: memory.pointer(page).assumingMemoryBound(to: UInt.self), count: pageSize / 8)
        return unsafe words.allSatisfy { $0 == 0 }
    }
}

extension UserBuffer {
    /// Copies the words from a position on.
    fileprivate func readWords(_ words: inout InlineArray<8, UInt64>, at position: Int) {
        for index in words.indices {
            var word: UInt64 = 0
            // Safe: the bytes of a local variable.
            unsafe withUnsafeMutableBytes(of: &word) { unsafe read($0, at: position + index * 8) }
            words[index] = word
        }
    }
}

extension Kernel {
    // MARK: System calls

    func imageCapture(_ call: borrowing Call) throws(FTLError) -> Int {
        let marks = try call.bytes(0, .read)
        guard call.process.handles.hasRoom() else { throw .limitReached }
        let image = try Image.capture(
            call.process, marks: marks, memory: memory, account: call.process.account)
        return try call.insert(makeHandle(.image(image), [.execute, .duplicate, .transfer]))
    }
}
