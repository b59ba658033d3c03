// What each call answers, and what it changes. The order of the checks is part of it: a call that has several things
// wrong with it always tells the same one.

import FTLTypes

/// What a call that succeeds must have answered.
enum Outcome {
    /// This word, and no bytes.
    case word(UInt)
    /// So many new handles.
    case handles([ModelHandle])
    /// The body, and a new handle where one came with it.
    case message(ModelMessage)
    case events([ModelEvent])
    /// Zero, and these bytes.
    case bytes([UInt8])
    /// A time not before the model's.
    case time
    /// It does not come back.
    case end
}

extension Model {
    /// Makes the call in the model.
    func perform(_ call: ModelCall, by process: ModelProcess) throws(FTLError) -> Outcome {
        guard let syscall = Syscall(rawValue: call.number), let row = row(call.number) else { throw .unknownSyscall }
        // A handle that comes first is what its row says, or the call fails before it looks at anything else.
        let words = call.words
        var target: ModelHandle?
        switch row.parameters.first?.kind {
        case .handle(let type, let rights): target = try process.lookup(words[0], rights, type)
        case .anyHandle(let rights): target = try process.lookup(words[0], rights)
        default: break
        }
        switch (syscall, target?.object) {
        case (.null, _), (.threadYield, _): return .word(0)
        case (.timeNow, _): return .time
        case (.handleClose, _): return close(UInt32(words[0]), of: process)
        case (.handleDuplicate, _): return try duplicate(target, UInt32(truncatingIfNeeded: words[1]), process)
        case (.channelCreate, _): return try channelCreate(process)
        case (.channelSend, .channel(let channel)): return try send(call, on: channel, process)
        case (.channelRecv, .channel(let channel)): return try receive(call, on: channel, process)
        case (.channelDiscard, .channel(let channel)):
            let message = try channel.told(UInt64(words[1]))
            channel.remove(message)
            if let handle = message.handle { close(handle) }
            return .word(0)
        case (.sinkCreate, _): return try create(.sink(ModelSink()), [.read, .write], process)
        case (.sinkAdd, .sink(let sink)):
            guard let source = try process.lookup(words[1], .read).object.source else { throw .wrongType }
            guard source.sink == nil else { throw .invalidState }
            sink.add(source, as: UInt32(words[1]), of: process)
            return .word(0)
        case (.sinkRemove, .sink(let sink)):
            guard let source = try process.lookup(words[1], .read).object.source else { throw .wrongType }
            guard source.sink === sink else { throw .notFound }
            source.leaveSink()
            return .word(0)
        case (.sinkWait, .sink(let sink)):
            guard call.outputCount >= Event.size else { throw .tooLarge }
            let events = sink.takeEvents(atMost: min(call.outputCount / Event.size, Limits.eventsPerWait))
            // The generator makes no call that would wait.
            if events.isEmpty { throw .timedOut }
            return .events(events)
        case (.timerCreate, _):
            return try create(.timer(ModelTimer()), [.read, .write, .duplicate, .transfer], process)
        case (.timerSet, .timer(let timer)):
            set(timer, to: UInt64(words[1]))
            return .word(0)
        case (.vmAreaCreate, _): return try areaCreate(words[0], process)
        case (.vmAreaLength, .area(let area)): return .word(UInt(area.bytes.count))
        case (.vmAreaRead, .area(let area)):
            let offset = try area.offset(words[1], call.outputCount)
            return .bytes(Array(area.bytes[offset..<offset + call.outputCount]))
        case (.vmAreaWrite, .area(let area)):
            let offset = try area.offset(words[1], call.input.count)
            for index in 0..<call.input.count { area.bytes[offset + index] = call.input[index] }
            return .word(0)
        case (.processStart, _): throw .invalidState
        case (.processInjectHandle, _):
            guard words[1] != 0 else { throw .invalidHandle }
            _ = try process.lookup(words[1], .transfer)
            throw .invalidState
        case (.processKill, .process(let victim)):
            guard !victim.hasEnded else { throw .invalidState }
            end(victim, status: -1, .killed)
            return victim === process ? .end : .word(0)
        case (.processInterrupt, .process(let other)):
            guard !other.hasEnded else { throw .invalidState }
            other.isInterrupted = true
            return .word(0)
        case (.interruptTake, _):
            defer { process.isInterrupted = false }
            return .word(process.isInterrupted ? 1 : 0)
        case (.processExit, _):
            end(process, status: Int(bitPattern: words[0]), .exited)
            return .end
        // The generator makes the other calls only with a first handle that is wrong.
        default: throw .unsupported
        }
    }

    // MARK: Handles

    private func create(
        _ object: ModelObject, _ rights: Rights, _ process: ModelProcess
    ) throws(FTLError) -> Outcome {
        guard process.hasRoom() else { throw .limitReached }
        return .handles([ModelHandle(object: object, rights: rights)])
    }

    private func close(_ number: UInt32, of process: ModelProcess) -> Outcome {
        if let handle = process.take(number) { close(handle) }
        return .word(0)
    }

    private func duplicate(
        _ original: ModelHandle?, _ rights: UInt32, _ process: ModelProcess
    ) throws(FTLError) -> Outcome {
        guard let original, process.hasRoom() else { throw .limitReached }
        switch original.object {
        case .timer(let timer): timer.handleCount += 1
        case .process(let other): other.handleCount += 1
        case .channel, .sink, .area: break
        }
        return .handles([
            ModelHandle(object: original.object, rights: original.rights.intersection(Rights(rawValue: rights)))
        ])
    }

    // MARK: Channels

    private func channelCreate(_ process: ModelProcess) throws(FTLError) -> Outcome {
        guard process.hasRoom(for: 2) else { throw .limitReached }
        let (first, second) = ModelChannel.pair()
        let rights: Rights = [.read, .write, .transfer]
        return .handles([
            ModelHandle(object: .channel(first), rights: rights),
            ModelHandle(object: .channel(second), rights: rights),
        ])
    }

    private func send(
        _ call: ModelCall, on channel: ModelChannel, _ process: ModelProcess
    ) throws(FTLError) -> Outcome {
        let number = call.words[5]
        let handle = number == 0 ? nil : try process.lookup(number, .transfer)
        if case .channel(let carried) = handle?.object { try channel.checkCarry(carried) }
        let info = MessageInfo(rawValue: UInt64(call.words[1]) & ~0xffff_0000 | UInt64(call.input.count) << 16)
        try channel.send(
            ModelMessage(
                info: info.carrying(handle: handle != nil), word0: UInt64(call.words[2]),
                word1: UInt64(call.words[3]), body: call.input, handle: handle))
        if handle != nil { _ = process.take(UInt32(number)) }
        return .word(0)
    }

    private func receive(
        _ call: ModelCall, on channel: ModelChannel, _ process: ModelProcess
    ) throws(FTLError) -> Outcome {
        let message = try channel.told(UInt64(call.words[1]))
        guard call.outputCount >= message.body.count else { throw .tooLarge }
        guard message.handle == nil || process.hasRoom() else { throw .limitReached }
        channel.remove(message)
        return .message(message)
    }

    // MARK: Timers and areas

    private func set(_ timer: ModelTimer, to deadline: UInt64) {
        disarm(timer)
        timer.hasFired = false
        timer.deadline = deadline
        guard deadline != 0 else { return }
        if deadline <= now { return timer.fire() }
        timer.isArmed = true
        armed.append(timer)
    }

    private func areaCreate(_ length: UInt, _ process: ModelProcess) throws(FTLError) -> Outcome {
        // As large as the generator makes them; what it asks for beyond is more than there can be.
        guard length > 0, length <= UInt(Generator.areaLength) else { throw .invalidArgument }
        return try create(
            .area(ModelArea(count: Int(length))), [.read, .write, .map, .duplicate, .transfer], process)
    }
}

extension ModelArea {
    fileprivate func offset(_ offset: UInt, _ count: Int) throws(FTLError) -> Int {
        guard offset <= UInt(bytes.count), count <= bytes.count - Int(offset) else { throw .invalidArgument }
        return Int(offset)
    }
}
