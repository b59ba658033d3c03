// The system calls of memory areas and address spaces.

import FTLTypes

extension Kernel {
    func vmAreaCreate(_ call: borrowing Call) throws(FTLError) -> Int {
        guard let length = Int(exactly: call.word(0)) else { throw .invalidArgument }
        let area = try VmArea(length: length, memory: memory, account: call.process.account)
        return try call.insert(makeHandle(area, [.read, .write, .map, .duplicate, .transfer]))
    }

    func vmAreaLength(_ call: borrowing Call) throws(FTLError) -> Int {
        try call.object(0, VmArea.self, .read).length
    }

    func vmAreaRead(_ call: borrowing Call) throws(FTLError) -> Int {
        let area = try call.object(0, VmArea.self, .read)
        let target = try call.bytes(2, .write)
        let offset = try area.checkRange(call.word(1), target.count)
        try area.populate(offset: offset, count: target.count)
        var done = 0
        // Safe: both buffers were checked and have the same length.
        unsafe area.forEachPiece(offset: offset, count: target.count) { piece in
            unsafe target.write(UnsafeRawBufferPointer(piece), at: done)
            done += piece.count
        }
        return 0
    }

    func vmAreaWrite(_ call: borrowing Call) throws(FTLError) -> Int {
        let area = try call.object(0, VmArea.self, .write)
        let source = try call.bytes(2, .read)
        let offset = try area.checkRange(call.word(1), source.count)
        try area.populate(offset: offset, count: source.count)
        var done = 0
        // Safe: as above.
        unsafe source.forEachPiece { piece in
            unsafe area.copyIn(offset: offset + done, from: UnsafeRawBufferPointer(piece))
            done += piece.count
        }
        return 0
    }

    func vmSpaceCreate(_ call: borrowing Call) throws(FTLError) -> Int {
        guard call.process.handles.hasRoom() else { throw .limitReached }
        guard let isolation = Isolation(rawValue: call.word(0)) else { throw .invalidArgument }
        try call.requireMayMake(isolation)
        let space = try VmSpace(kernel: self, isolation: isolation, maker: call.process.account)
        return try call.insert(makeHandle(space, [.write, .manage, .duplicate, .transfer]))
    }

    func vmSpaceMap(_ call: borrowing Call) throws(FTLError) -> Int {
        let given = try call.optionalObject(0, VmSpace.self, .write)
        let space = given ?? call.process.space
        let area = try call.object(1, VmArea.self, .map)
        let rights = try call.handle(1, .map).rights
        guard rights.contains(.read) else { throw .notAllowed }
        let (offset, length) = (call.word(2), call.word(3))
        guard offset % UInt(pageSize) == 0, offset <= UInt(area.length), length > 0, length <= UInt(area.length)
        else { throw .invalidArgument }
        guard space.isAlive else { throw .invalidState }
        let address = try space.map(
            area, page: Int(offset) >> pageShift, count: pages(in: Int(length)),
            rights.contains(.write) ? [.read, .write] : .read, origin: given == nil ? .process : .holder)
        return Int(bitPattern: address)
    }

    /// Only what `vmspace_map` mapped can be unmapped: a program cannot pull its own code or stack away, and whoever
    /// has a handle to its space cannot pull away its heap.
    func vmSpaceUnmap(_ call: borrowing Call) throws(FTLError) -> Int {
        let given = try call.optionalObject(0, VmSpace.self, .write)
        try (given ?? call.process.space).unmap(call.address(1), by: given == nil ? .process : .holder)
        return 0
    }
}

extension VmArea {
    /// The offset, if that many bytes from it on are inside the area.
    fileprivate func checkRange(_ offset: UInt, _ count: Int) throws(FTLError) -> Int {
        guard offset <= UInt(length), count <= length - Int(offset) else { throw .invalidArgument }
        return Int(offset)
    }
}
