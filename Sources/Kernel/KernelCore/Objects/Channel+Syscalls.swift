// The system calls of channels, in full. What most messages need and no more is in FastPath.swift.
//
// Each checks and acquires everything first; below the line that says so nothing can fail, so a call that fails has
// changed nothing: the queue, the handle table and the sender's handle are as before.

import FTLTypes

extension Kernel {
    func channelCreate(_ call: borrowing Call) throws(FTLError) -> Int {
        guard call.process.handles.hasRoom(for: 2) else { throw .limitReached }
        let (first, second) = Channel.makePair()
        let rights: Rights = [.read, .write, .transfer]
        let one = call.process.insert(makeHandle(first, rights))
        let two = call.process.insert(makeHandle(second, rights))
        return Int(one.rawValue) | Int(two.rawValue) << 32
    }

    func channelSend(_ call: borrowing Call) throws(FTLError) -> Int {
        let channel = try call.object(0, Channel.self, .write)
        let info = MessageInfo(rawValue: UInt64(call.word(1)))
        let handle = try call.movable(5)
        if handle.isOf(.channel) {
            try handle.with(Channel.self) { (carried) throws(FTLError) in try channel.checkCarry(carried) }
        }
        let source = try call.body(4, length: info.length)
        let peer = try channel.checkSend(length: info.length).object
        let account = call.process.account
        try account.charge(queued: Message.cost(info.length))
        guard let message = peer.makeMessage(info.length, memory) else {
            account.refund(queued: Message.cost(info.length))
            throw .outOfMemory
        }
        guard message.makeRoom(info.length, bodies) else {
            account.refund(queued: Message.cost(info.length))
            peer.giveBack(message)
            throw .outOfMemory
        }
        // Nothing below may fail.
        if message.isLong {
            copyOrDefer(source, at: call.address(4), of: call.process, to: message, for: peer, call.hart)
        } else {
            // Safe: there is room, which `makeRoom` made.
            unsafe source.copy(to: message.body)
        }
        if !handle.isNone { _ = try? call.process.move(call.handleNumber(5)) }
        message.fill(
            info.carrying(handle: !handle.isNone), UInt64(call.word(2)), UInt64(call.word(3)), handle, account)
        peer.deliver(message, self, call.hart)
        return 0
    }

    func channelRecv(_ call: borrowing Call) throws(FTLError) -> Int {
        let channel = try call.object(0, Channel.self, .read)
        let message = try channel.message(token: UInt64(call.word(1)))
        let target = try call.bytesToWrite(2, used: message.length)
        let handle = message.handle
        guard target.count >= message.length else { throw .tooLarge }
        guard handle.isNone || call.process.handles.hasRoom() else { throw .limitReached }
        // Nothing below may fail.
        if message.isLong {
            writeLong(message, to: target)
        } else {
            // Safe: the message's own body.
            unsafe target.write(UnsafeRawBufferPointer(message.body))
        }
        channel.remove(message, self, call.hart)
        message.empty(bodies)
        channel.giveBack(message)
        return handle.isNone ? Int(HandleNumber.none.rawValue) : Int(call.process.insert(handle).rawValue)
    }

    func channelDiscard(_ call: borrowing Call) throws(FTLError) -> Int {
        let channel = try call.object(0, Channel.self, .read)
        let message = try channel.message(token: UInt64(call.word(1)))
        let handle = message.handle
        finishDeferredCopy(for: message)
        channel.remove(message, self, call.hart)
        message.empty(bodies)
        channel.giveBack(message)
        if !handle.isNone { close(handle.taken(), call.hart) }
        return 0
    }
}
