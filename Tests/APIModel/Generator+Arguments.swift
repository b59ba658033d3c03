// The arguments of calls: mostly what the call wants, now and then what it must refuse.

import FTLTypes
import TestSupport

extension Generator {
    // MARK: Handles

    /// The number of some handle like this; where the search begins is random.
    mutating func find(_ process: ModelProcess, where isWanted: (ModelHandle) -> Bool) -> UInt? {
        let count = process.handles.count
        guard count > 0 else { return nil }
        let start = random.below(count)
        for step in 0..<count where isWanted(process.handles[(start + step) % count]) {
            return UInt(process.numbers[(start + step) % count])
        }
        return nil
    }

    /// A handle of this type, or of any; sometimes one that is wrong.
    mutating func handle(_ process: ModelProcess, _ type: ObjectType?) -> UInt {
        if chance(4) { return wrongHandle(process) }
        return find(process) { type == nil || $0.object.type == type } ?? 0
    }

    /// What is no handle, is none any more, is somebody else's, or may be of any type.
    mutating func wrongHandle(_ process: ModelProcess) -> UInt {
        let number: UInt
        switch random.below(8) {
        case 0: number = 0
        case 1: number = UInt(random.element(of: process.closed) ?? 0)
        case 2:
            let other = model.processes[random.below(model.processes.count)]
            number = UInt(random.element(of: other.numbers) ?? 0)
        case 3: number = UInt(random.below(Int(HandleNumber.largest)))
        case 4: number = UInt(random.element(of: process.numbers) ?? 0) | 1 << UInt(31 + random.below(33))
        case 5: number = .max
        default: number = UInt(random.element(of: process.numbers) ?? 0)
        }
        // The model does not know these, and nothing of theirs may happen.
        let index = model.processes.firstIndex { $0 === process } ?? 0
        return number <= UInt(UInt32.max) && world.hiddenHandles(of: index).contains(UInt32(number)) ? 0 : number
    }

    /// What is of no use any more, where there is any: a channel whose other end is closed.
    mutating func useless(_ process: ModelProcess) -> UInt {
        find(process) {
            if case .channel(let channel) = $0.object { channel.peer == nil && channel.queue.isEmpty } else { false }
        } ?? handle(process, nil)
    }

    /// Something that can be in a sink.
    mutating func source(_ process: ModelProcess) -> UInt {
        if chance(4) { return handle(process, nil) }
        let isWanted = chance(70)
        return find(process) { $0.object.source != nil && ($0.object.source?.sink == nil) == isWanted }
            ?? handle(process, .channel)
    }

    mutating func remove(_ process: ModelProcess) -> ModelCall {
        let member = find(process) { $0.object.source?.sink != nil } ?? handle(process, .channel)
        let sink = (try? process.lookup(member, []))?.object.source?.sink
        let number =
            chance(80) ? find(process) { if case .sink(let other) = $0.object { other === sink } else { false } } : nil
        return ModelCall(.sinkRemove, number ?? handle(process, .sink), chance(10) ? source(process) : member)
    }

    mutating func duplicate(_ process: ModelProcess) -> ModelCall {
        let original =
            chance(90)
            ? find(process) { $0.rights.contains(.duplicate) } ?? handle(process, nil) : handle(process, nil)
        let rights = chance(40) ? UInt(Rights.all.rawValue) : UInt(truncatingIfNeeded: random.next())
        return ModelCall(.handleDuplicate, original, rights)
    }

    // MARK: Messages

    mutating func send(_ process: ModelProcess, isSubject: Bool) -> ModelCall {
        // Mostly one that can be sent on.
        let isOpen = chance(88)
        var channel =
            find(process) {
                if case .channel(let channel) = $0.object { (channel.peer != nil) == isOpen } else { false }
            } ?? handle(process, .channel)
        if chance(4) { channel = handle(process, nil) }
        if pours, isSubject {
            if flooded != 0, (try? process.lookup(flooded, [])) != nil { channel = flooded } else { flooded = channel }
        }
        let kind = chance(90) ? UInt(random.element(of: MessageKind.allCases)?.rawValue ?? 0) : UInt(random.below(256))
        let unused = chance(10) ? UInt(random.below(256)) << 8 : 0
        var call = ModelCall(
            .channelSend, channel, kind | unused | UInt(random.below(1 << 32)) << 32,
            UInt(truncatingIfNeeded: random.next()), UInt(truncatingIfNeeded: random.next()))
        call.input = Pattern(seed: random.next(), count: bodyLength(on: channel, of: process))
        call.words[5] = chance(mood == .nest ? 80 : 15) ? carried(process) : 0
        return call
    }

    private mutating func bodyLength(on number: UInt, of process: ModelProcess) -> Int {
        if mood == .load {
            guard case .channel(let channel)? = (try? process.lookup(number, []))?.object, chance(60) else {
                return random.below(Limits.bodyLength + 1)
            }
            // As many bytes as there is room for, or nearly.
            let room = Limits.channelBytes - (channel.peer?.byteCount ?? 0)
            return min(max(0, room + random.below(3) - 1), Limits.bodyLength)
        }
        switch random.below(100) {
        case 0, 1: return Limits.bodyLength - random.below(3)
        case 2: return Limits.bodyLength + 1 + random.below(4000)
        case 3...7: return random.below(3000)
        case 8...30: return 0
        default: return random.below(60)
        }
    }

    private mutating func carried(_ process: ModelProcess) -> UInt {
        if chance(6) { return handle(process, nil) }
        let type: ObjectType? = chance(mood == .nest ? 85 : 50) ? .channel : nil
        return find(process) { (type == nil || $0.object.type == type) && $0.rights.contains(.transfer) } ?? 0
    }

    /// A channel with a message that its owner was told of.
    private mutating func findTold(_ process: ModelProcess) -> UInt? {
        find(process) {
            if case .channel(let channel) = $0.object { (channel.queue.first?.token ?? 0) != 0 } else { false }
        }
    }

    /// A channel and the token of a message in it; mostly one that its owner was told of.
    private mutating func told(_ process: ModelProcess) -> (channel: UInt, token: UInt, length: Int) {
        let number = chance(4) ? handle(process, nil) : findTold(process) ?? handle(process, .channel)
        guard case .channel(let channel)? = (try? process.lookup(number, []))?.object else { return (number, 1, 64) }
        let count = channel.queue.count { $0.token != 0 }
        if count > 0, chance(92) {
            let message = channel.queue[random.below(min(count, chance(70) ? 1 : count))]
            return (number, UInt(message.token), message.body.count)
        }
        let tokens = [0, channel.lastToken, channel.lastToken + 1, channel.lastToken / 2, .max]
        return (number, UInt(random.element(of: tokens) ?? 0), 64)
    }

    /// Where there is nothing to receive, what leads to it.
    mutating func receive(_ process: ModelProcess) -> ModelCall {
        if findTold(process) == nil, chance(90) {
            return findWaiting(process).map { listen($0, process) } ?? wait(process)
        }
        let (channel, token, length) = told(process)
        var call = ModelCall(.channelRecv, channel, token)
        call.outputCount =
            switch random.below(20) {
            case 0: random.below(length + 1)
            case 1: max(0, length - 1)
            case 2, 3: min(length + random.below(200), Limits.bodyLength)
            default: length
            }
        return call
    }

    mutating func discard(_ process: ModelProcess) -> ModelCall {
        let (channel, token, _) = told(process)
        return ModelCall(.channelDiscard, channel, token)
    }

    /// A channel that nobody can be told of.
    private mutating func findWaiting(_ process: ModelProcess) -> UInt? {
        find(process) {
            if case .channel(let channel) = $0.object { channel.sink == nil && channel.hasEvent } else { false }
        }
    }

    private mutating func listen(_ channel: UInt, _ process: ModelProcess) -> ModelCall {
        guard let sink = find(process, where: { $0.object.type == .sink }) else { return ModelCall(.sinkCreate) }
        return ModelCall(.sinkAdd, sink, channel)
    }

    /// A wait that finds something or is over at once: nobody could end it while the others stand still.
    mutating func wait(_ process: ModelProcess) -> ModelCall {
        let sink =
            chance(85)
            ? find(process) { if case .sink(let sink) = $0.object { !sink.queue.isEmpty } else { false } } : nil
        if sink == nil, chance(60), let channel = findWaiting(process) { return listen(channel, process) }
        var call = ModelCall(.sinkWait, sink ?? handle(process, .sink), 0, 0, chance(80) ? 0 : 1)
        let room = chance(10) ? random.below(Event.size) : random.below(Event.size) * (random.below(4) / 3)
        let count = chance(5) ? 0 : chance(60) ? 1 + random.below(4) : 1 + random.below(70)
        call.outputCount = count * Event.size + room
        return call
    }

    // MARK: The rest

    /// Zero, past, soon, or never; none that another timer is set for, because which fires first is not laid down.
    mutating func deadline() -> UInt64 {
        switch random.below(10) {
        case 0: return 0
        case 1...5: return 1 + UInt64(random.below(Int(min(model.now, 1000))))
        case 6: return 1 << 62 + UInt64(random.below(1 << 40))
        default:
            guard world.time != nil else { return .max }
            var time = model.now + 1 + UInt64(random.below(5000))
            while model.armed.contains(where: { $0.deadline == time }) { time += 1 }
            return time
        }
    }

    mutating func areaLength() -> UInt {
        switch random.below(12) {
        case 0: return random.element(of: [0, 1 << 62, 1 << 63, .max]) ?? 0
        case 1: return UInt(Generator.areaLength)
        default: return UInt(1 + random.below(Generator.areaLength))
        }
    }

    mutating func area(_ process: ModelProcess) -> ModelCall {
        let number = handle(process, .vmArea)
        var length = 100
        if case .area(let area)? = (try? process.lookup(number, []))?.object { length = area.bytes.count }
        let offset =
            chance(6) ? random.element(of: [.max, 1 << 63, UInt(length) + 1])! : UInt(random.below(length + 1))
        let rest = offset <= UInt(length) ? length - Int(offset) : 10
        let count = chance(6) ? rest + 1 + random.below(50) : random.below(min(rest, chance(90) ? 64 : rest) + 1)
        switch random.below(10) {
        case 0: return ModelCall(.vmAreaLength, number)
        case 1...5:
            var call = ModelCall(.vmAreaWrite, number, offset)
            call.input = Pattern(seed: random.next(), count: count)
            return call
        default:
            var call = ModelCall(.vmAreaRead, number, offset)
            call.outputCount = count
            return call
        }
    }

    /// About processes, where there are handles to them.
    mutating func processCall(_ process: ModelProcess) -> ModelCall {
        let number = handle(process, .process)
        switch random.below(20) {
        case 0 where world.endsProcesses: return ModelCall(.processKill, number)
        case 1 where world.endsProcesses && chance(20):
            return ModelCall(.processExit, UInt(truncatingIfNeeded: random.next()))
        case 0...5: return ModelCall(.processStart, number)
        case 6...8: return ModelCall(.processInterrupt, number)
        default: return ModelCall(.processInjectHandle, number, chance(20) ? 0 : handle(process, nil))
        }
    }

    /// A number that is no call's; or any call, with a first handle that is wrong for it.
    mutating func hostile(_ process: ModelProcess) -> ModelCall {
        if chance(10) {
            let number = UInt(Syscall.allCases.count + random.below(1000)) << UInt(random.below(40))
            return ModelCall(number: number)
        }
        let number = UInt(random.below(Syscall.allCases.count))
        guard let row = model.row(number), row.isForScripts else { return ModelCall(.null) }
        var call = ModelCall(number: number)
        call.words[0] = wrongHandle(process)
        let isWrong: Bool
        switch row.parameters.first?.kind {
        case .handle(let type, let rights): isWrong = (try? process.lookup(call.words[0], rights, type)) == nil
        case .anyHandle(let rights): isWrong = (try? process.lookup(call.words[0], rights)) == nil
        default: isWrong = false
        }
        guard isWrong else { return ModelCall(.null) }
        call.input = Pattern(seed: random.next(), count: random.below(40))
        call.outputCount = random.below(100)
        for index in 1..<7 { call.words[index] = chance(50) ? 0 : UInt(truncatingIfNeeded: random.next()) }
        return call
    }
}
