// The way into the kernel for every program, in every isolation and language, and the short way through it: what a message
// between two programs consists of (send, wait, receive), and timers. Each function below handles the usual case of one
// call. For everything else it says `slowPath` and why, before it has changed anything; the slow path makes the call from
// the beginning (SlowPath.swift). So what is here can only be a shortcut: FastPathTests runs the same calls both ways and
// compares everything.
//
// The words of a call stay in the registers they came in: a function for each call, and none of them is inlined, because
// to put the words into memory and to save registers that one call needs and another does not costs more than the call.
// References are not counted on the way (`Uncounted`).

import FTLTypes

/// Seven argument words, the call's number, and the hart's `KernelEntry`.
/// - Returns: the result, where the caller goes on.
@c(ftl_kernel_syscall)
public func kernelSyscall(
    _ a0: UInt, _ a1: UInt, _ a2: UInt, _ a3: UInt, _ a4: UInt, _ a5: UInt, _ a6: UInt, _ number: UInt,
    _ entry: UnsafeRawPointer
) -> Int {
    // Safe: a hart's entry is made before its first program runs, and is never released.
    unsafe Unmanaged<KernelEntry>.fromOpaque(entry)._withUnsafeGuaranteedRef { entry in
        guard entry.hart.attention.isEmpty else {
            return entry.slowPath(.attention, a0, a1, a2, a3, a4, a5, a6, number)
        }
        // Before the switch, which is a jump by a table: what a call costs at least is seen here.
        if _fastPath(number == Syscall.null.rawValue) { return 0 }
        switch number {
        case Syscall.channelSend.rawValue: return entry.send(a0, a1, a2, a3, a4, a5)
        case Syscall.channelRecv.rawValue: return entry.receive(a0, a1, a2, a3)
        case Syscall.sinkWait.rawValue: return entry.wait(a0, a1, a2, a3)
        case Syscall.timerSet.rawValue: return entry.setTimer(a0, a1)
        case Syscall.timeNow.rawValue: return entry.timeNow()
        default: return entry.slowPath(.otherCall, a0, a1, a2, a3, a4, a5, a6, number)
        }
    }
}

/// Why a call is made on the slow path.
enum SlowPathReason: CaseIterable {
    /// Something is to be seen to before the call or after it.
    case attention
    /// A call that has no fast path.
    case otherCall
    /// The kernel has only its reserve left.
    case noMemory
    /// A handle that is none, of another type, or without the right.
    case badHandle
    /// An address that is not the program's.
    case badAddress
    case peerIsClosed
    /// A handle whose object has to know where it is, or may not go along.
    case carriesChannel
    /// The receiver's table is full.
    case noRoomForHandle
    /// A body that does not lie in the message itself.
    case longBody
    case queueIsFull
    case quotaIsUsedUp
    /// The last message sent that way was not received yet, so that there is none in reserve.
    case noSpareMessage
    /// Nobody waits for the message, or its receiver has other events that come first.
    case nobodyWaits
    /// Something was unmapped in the receiver's process since it began to wait.
    case receiverHasChanged
    /// A message that is not the first one notified.
    case notFirst
    /// The sink is to be notified of what the receiving makes possible.
    case owesEvent
    /// A buffer without room for the message, or for one event.
    case smallBuffer
    /// A wait that ends by itself.
    case waitHasDeadline
    /// A timer that is stopped, or fires at once.
    case firesNow
}

extension KernelEntry {
    @inline(never)
    fileprivate func send(
        _ channel: UInt, _ infoWord: UInt, _ word0: UInt, _ word1: UInt, _ body: UInt, _ handle: UInt
    ) -> Int {
        func slowPath(_ reason: SlowPathReason) -> Int {
            self.slowPath(reason, channel, infoWord, word0, word1, body, handle, 0, Syscall.channelSend.rawValue)
        }
        let info = MessageInfo(rawValue: UInt64(infoWord))
        let length = info.length
        guard length <= Message.shortLength else { return slowPath(.longBody) }
        guard kernel.memory.hasReserve else { return slowPath(.noMemory) }
        return withProcess { process in
            guard let near = try? process.handles.find(channel, .write, Channel.self) else {
                return slowPath(.badHandle)
            }
            var carried = StoredHandle()
            if handle != 0 {
                guard let found = try? process.handles.find(handle, .transfer) else { return slowPath(.badHandle) }
                guard !found.isOf(.channel), found.withObject({ $0.isMovable }) else {
                    return slowPath(.carriesChannel)
                }
                carried = found
            }
            guard let source = try? process.space.buffer(at: body, count: UInt(length), .read) else {
                return slowPath(.badAddress)
            }
            guard let far = near.with(Channel.self, { $0.peer }) else { return slowPath(.peerIsClosed) }
            return far.with { far in
                guard far.hasRoom(length) else { return slowPath(.queueIsFull) }
                // A member of a sink that is not in its queue has nothing else to tell.
                guard let sink = far.home, !far.isQueued, let waiter = sink.with({ $0.firstWaiter }) else {
                    return slowPath(.nobodyWaits)
                }
                return waiter.with { receiver in
                    guard let events = receiver.knownBuffer else { return slowPath(.receiverHasChanged) }
                    guard process.account.allows(queued: Message.cost(length)) else { return slowPath(.quotaIsUsedUp) }
                    guard let message = far.takeSpare() else { return slowPath(.noSpareMessage) }
                    // Nothing below may fail.
                    process.account.add(queued: Message.cost(length))
                    message.setShort(length)
                    // Safe: a message has room for a short body.
                    unsafe source.copy(to: message.body)
                    if handle != 0 { _ = try? process.move(HandleNumber(rawValue: UInt32(truncatingIfNeeded: handle))) }
                    message.fill(
                        info.carrying(handle: handle != 0), UInt64(word0), UInt64(word1), carried, process.account)
                    far.enterNotified(message)
                    kernel.messageCount &+= 1
                    events.put(far.event(of: message), of: far.handleNumber, at: 0)
                    sink.with { $0.stopWaiting(receiver, kernel) }
                    receiver.context.result = 1
                    kernel.enterReadyQueue(receiver, hart)
                    return hart.attention.isEmpty ? 0 : finish(0)
                }
            }
        }
    }

    @inline(never)
    fileprivate func receive(_ channel: UInt, _ token: UInt, _ buffer: UInt, _ count: UInt) -> Int {
        func slowPath(_ reason: SlowPathReason) -> Int {
            self.slowPath(reason, channel, token, buffer, count, 0, 0, 0, Syscall.channelRecv.rawValue)
        }
        guard kernel.memory.hasReserve else { return slowPath(.noMemory) }
        return withProcess { process in
            guard let near = try? process.handles.find(channel, .read, Channel.self) else {
                return slowPath(.badHandle)
            }
            return near.with(Channel.self) { near in
                guard let message = near.notified.first, message.token == token else { return slowPath(.notFirst) }
                let length = UInt(message.length)
                let carried = message.handle
                guard !carried.isOf(.channel) else { return slowPath(.carriesChannel) }
                guard carried.isNone || process.handles.hasRoom() else { return slowPath(.noRoomForHandle) }
                guard !message.isLong else { return slowPath(.longBody) }
                guard length <= count else { return slowPath(.smallBuffer) }
                guard let target = try? process.space.writableBuffer(at: buffer, count: count, used: length) else {
                    return slowPath(.badAddress)
                }
                guard !near.owesPeerClosed, let peer = near.peer, !peer.with({ $0.wantsRoom }) else {
                    return slowPath(.owesEvent)
                }
                // Nothing below may fail.
                // Safe: the message's own body.
                unsafe target.write(UnsafeRawBufferPointer(message.body))
                near.leaveNotified(message)
                kernel.messageCount &-= 1
                message.emptyShort()
                near.giveBack(message)
                return carried.isNone ? Int(HandleNumber.none.rawValue) : Int(process.insert(carried).rawValue)
            }
        }
    }

    @inline(never)
    fileprivate func wait(_ sink: UInt, _ events: UInt, _ count: UInt, _ deadline: UInt) -> Int {
        func slowPath(_ reason: SlowPathReason) -> Int {
            self.slowPath(reason, sink, events, count, deadline, 0, 0, 0, Syscall.sinkWait.rawValue)
        }
        return withProcess { process in
            guard let found = try? process.handles.find(sink, .read, Sink.self) else { return slowPath(.badHandle) }
            guard let buffer = try? process.space.buffer(at: events, count: count, .write) else {
                return slowPath(.badAddress)
            }
            guard count >= UInt(Event.size) else { return slowPath(.smallBuffer) }
            return found.with(Sink.self) { sink in
                if sink.hasQueued {
                    let taken = sink.takeEvents(into: buffer)
                    if taken > 0 { return taken }
                }
                guard deadline == .max, let caller = hart.running else { return slowPath(.waitHasDeadline) }
                // Nothing below may fail.
                hart.leave()
                caller.with { sink.park($0, Thread.Wait(in: sink, at: events, buffer, process.space)) }
                kernel.resumeNext(on: hart)
                return 0
            }
        }
    }

    @inline(never)
    fileprivate func setTimer(_ timer: UInt, _ deadline: UInt) -> Int {
        func slowPath(_ reason: SlowPathReason) -> Int {
            self.slowPath(reason, timer, deadline, 0, 0, 0, 0, 0, Syscall.timerSet.rawValue)
        }
        return withProcess { process in
            guard let found = try? process.handles.find(timer, .write, Timer.self) else { return slowPath(.badHandle) }
            guard deadline > kernel.machine.now() else { return slowPath(.firesNow) }
            // Nothing below may fail.
            found.with(Timer.self) { $0.arm(UInt64(deadline), kernel, hart) }
            return finish(0)
        }
    }

    @inline(never)
    fileprivate func timeNow() -> Int { Int(kernel.machine.now()) }

    /// The process whose thread makes the call.
    @inline(__always)
    private func withProcess(_ body: (Process) -> Int) -> Int {
        guard let caller = hart.running else { fatalError("no thread makes this call") }
        return caller.with { body($0.process) }
    }

    /// Makes the call from the beginning; nothing was changed.
    @inline(__always)
    fileprivate func slowPath(
        _ reason: SlowPathReason, _ a0: UInt, _ a1: UInt, _ a2: UInt, _ a3: UInt, _ a4: UInt, _ a5: UInt, _ a6: UInt,
        _ number: UInt
    ) -> Int {
        #if !hasFeature(Embedded)
            kernel.slowPathReasons.insert(reason)
        #endif
        return makeCall(a0, a1, a2, a3, a4, a5, a6, number)
    }
}
