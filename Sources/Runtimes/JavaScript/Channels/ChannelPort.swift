// One end of a channel, as a script has it: what has come and was not received, who waits for what, and what waits to be
// sent. It is the native side of `Channel` (Sources/Runtimes/Library/channel/channel.js), and nothing else knows its state.
//
// Nothing is taken from the kernel's queue before somebody asks for it, so that a script that does not receive pushes back
// on whoever sends. What has to wait for room at the other end waits in one queue and goes out in order.
//
// Nothing of the script's runs in here, save the functions that end a request's watching of a signal. Promises that are
// settled here have their reactions run later, as jobs.

import FTL

final class ChannelPort: Port {
    /// The handle object; undefined where the handle was moved to another owner.
    private(set) var handle: EngineValue
    private(set) var isWatched = false
    private(set) var isPeerClosed = false
    /// The port that took the handle over, and gets the events that were on their way here; or undefined.
    private var successor = EngineValue.undefined
    /// Messages that nobody has asked for yet.
    private(set) var inbox: [QueuedMessage] = []
    /// Who waits longest for a message, if anybody does, and then the others.
    private var waiter = MessageWaiter()
    private var otherWaiters: [LaterWaiter] = []
    /// Promises of those who wait for room themselves.
    private var awaitingRoom: [EngineRoot] = []
    /// Messages that wait for room, in order.
    var outbox: [OutgoingMessage] = []
    var requests = RequestTable()
    /// How many wait for anything: while there is one, the port is held.
    private var waiting = 0

    init(handle: consuming EngineValue) { self.handle = handle }

    override func visitValues(_ visitor: EngineVisitor) {
        visitor.visit(handle)
        visitor.visit(successor)
        visitor.visit(waiter.promise)
        for other in otherWaiters { visitor.visit(other.waiter.promise) }
        for promise in awaitingRoom { visitor.visit(promise.value) }
        for message in outbox { message.visitValues(visitor) }
        requests.visitValues(visitor)
    }

    override func forget() {
        super.forget()
        handle = .undefined
        successor = .undefined
        waiter = MessageWaiter()
        otherWaiters = []
        awaitingRoom = []
        outbox = []
        requests = RequestTable()
    }

    // --- Waiting ---

    /// From now on events come here.
    func watch() throws(ScriptFailure) {
        if isPeerClosed { throw ChannelPort.peerClosed }
        if isWatched { return }
        try Loop.add(handle)
        PortTable.watch(self, handle.handleNumber)
        isWatched = true
    }

    func unwatch() {
        setHeld(false)
        guard isWatched else { return }
        isWatched = false
        let isWatching = handle.handleNumber != 0 && number == handle.handleNumber
        PortTable.watch(self, 0)
        if isWatching { Loop.remove(handle) }
    }

    func beginWaiting() {
        setHeld(true)
        waiting += 1
    }

    /// So many fewer wait. The hold stays until `releaseIfIdle`: it may be all that keeps the script's object, and the
    /// handle is needed still.
    func endWaiting(_ count: Int = 1) { waiting -= count }

    /// Lets go of the port where nobody waits any more. Comes last: the script's object may be gone afterwards.
    func releaseIfIdle() {
        if waiting == 0 { setHeld(false) }
    }

    // --- Receiving ---

    /// A promise of the next message that is no reply.
    ///
    /// - Parameter sequence: who gets it as an iterator's result.
    func receive(for sequence: MessageSequence?) throws(ScriptFailure) -> EngineValue {
        if !inbox.isEmpty {
            let promise = try EngineValue.promise()
            MessageWaiter(promise.duplicate(), sequence).settle(try takeNext())
            return promise
        }
        try watch()
        let promise = try EngineValue.promise()
        let waiter = MessageWaiter(promise.duplicate(), sequence)
        if self.waiter.isNobody { self.waiter = waiter } else { otherWaiters.append(LaterWaiter(waiter)) }
        beginWaiting()
        return promise
    }

    /// Whoever waits longest, and waits no more.
    @inline(__always) private func nextWaiter() -> MessageWaiter {
        var next = otherWaiters.isEmpty ? MessageWaiter() : otherWaiters.removeFirst().take()
        if !waiter.isNobody { waiting -= 1 }
        swap(&next, &waiter)
        return next
    }

    /// Receives the message that is next. One that cannot be received now (for lack of memory) can be later.
    private func takeNext() throws(ScriptFailure) -> EngineValue {
        do throws(CallFailure) {
            let message = try MessageCalls.receive(inbox[0], through: handle)
            inbox.removeFirst()
            return message
        } catch {
            if error.code == .notFound { inbox.removeFirst() }
            throw error.failure
        }
    }

    // --- Events ---

    override func take(_ event: QueuedEvent) -> Bool {
        guard successor.isUndefined else { return false }
        // It was closed or sent away after the kernel made the event; a new owner gets another.
        guard handle.handleNumber != 0 else { return true }
        switch event.kind {
        case EventKind.message.rawValue: arrived(event.message)
        case EventKind.writable.rawValue: roomCame()
        case EventKind.peerClosed.rawValue: peerClosed()
        default: break
        }
        releaseIfIdle()
        return true
    }

    override var channelPort: ChannelPort? { self }

    override func taker() -> EngineValue { successor.isUndefined ? toValue() : successor.duplicate() }

    @inline(__always) private func arrived(_ message: QueuedMessage) {
        if message.isReply {
            if let request = requests.find(message.info.id) { return answer(request, message) }
            // To a request that was given up, or a second one.
            if requests.isOwn(message.info.id) { return discard(message) }
        }
        // Mostly somebody waits, and gets it.
        if inbox.isEmpty, !waiter.isNobody, hand(message, to: nextWaiter()) { return }
        inbox.append(message)
        while !inbox.isEmpty, !waiter.isNobody {
            let waiter = nextWaiter()
            do throws(ScriptFailure) {
                waiter.settle(try takeNext())
            } catch {
                waiter.fail(Engine.exception(of: error))
            }
        }
    }

    /// Receives a message for who waits; false where it stays in the kernel's queue, and the waiter has got the reason.
    @inline(__always) private func hand(_ message: QueuedMessage, to waiter: borrowing MessageWaiter) -> Bool {
        do throws(CallFailure) {
            let received = try MessageCalls.receive(message, through: handle)
            waiter.settle(received)
            return true
        } catch {
            waiter.fail(Engine.exception(of: error.failure))
            return error.code == .notFound
        }
    }

    func discard(_ message: QueuedMessage) {
        guard let number = handle.openHandle else { return }
        // Safe: numbers only. It is gone already, or goes now.
        _ = unsafe syscall(.channelDiscard, UInt(number.rawValue), UInt(message.token))
    }

    /// There is room at the other end.
    private func roomCame() {
        while let message = outbox.first, attempt(message) {
            outbox.removeFirst()
            endWaiting()
        }
        let waiters = awaitingRoom
        awaitingRoom = []
        waiting -= waiters.count
        for waiter in waiters { waiter.value.settle(.undefined) }
    }

    /// The other end is closed, or this one: nothing that is waited for will come.
    func peerClosed() {
        isPeerClosed = true
        let requests = self.requests.removeAll()
        var waiters: [LaterWaiter] = []
        while !waiter.isNobody { waiters.append(LaterWaiter(nextWaiter())) }
        let (rooms, messages) = (awaitingRoom, outbox)
        (awaitingRoom, outbox) = ([], [])
        waiting -= rooms.count + messages.count + requests.count
        let reason = Engine.exception(of: ChannelPort.peerClosed)
        for request in requests { request.fail(reason) }
        for waiter in waiters { waiter.waiter.fail(reason) }
        for room in rooms { room.value.reject(reason) }
        for message in messages { message.fail(reason, of: self) }
    }

    static var peerClosed: ScriptFailure { Marshaller.failure(.peerClosed, "channel: peerClosed") }

    /// A promise that is fulfilled when there is room again.
    func room() throws(ScriptFailure) -> EngineValue {
        try watch()
        let promise = try EngineValue.promise()
        awaitingRoom.append(EngineRoot(promise.duplicate()))
        beginWaiting()
        return promise
    }

    // --- The end, and being moved ---

    func close() throws(ScriptFailure) {
        unwatch()
        try Marshaller.close(handle)
        inbox = []
        peerClosed()
    }

    /// Fails where the handle cannot be moved now.
    func requireIdle() throws(ScriptFailure) {
        if isPeerClosed { throw ChannelPort.peerClosed }
        guard waiting == 0 else {
            throw Marshaller.failure(.invalidState, "a channel that is being waited on cannot be moved")
        }
    }

    /// Leaves a channel that is nothing any more. A successor receives the messages of the inbox; without one they stay, in
    /// case the handle is put back.
    func takeHandle(for successor: consuming EngineValue) throws(ScriptFailure) -> EngineValue {
        try requireIdle()
        unwatch()
        let taken = handle.duplicate()
        if !successor.isUndefined { inbox = [] }
        handle = .undefined
        self.successor = successor
        return taken
    }

    func putHandle(_ handle: consuming EngineValue) { self.handle = handle }

    /// Before the channel is sent away: nothing here may wait on it any more.
    func release() throws(ScriptFailure) {
        if !inbox.isEmpty || waiting > awaitingRoom.count {
            throw Marshaller.failure(.invalidState, "a channel that is being received from cannot be sent away")
        }
        unwatch()
    }
}
