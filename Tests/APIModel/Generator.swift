// What is done next: random, but from a seed, and with the model in view, so that most calls are nearly right. Long
// random sequences of equally likely calls stay shallow (queues never fill, nothing nests), so a mood that lasts some
// hundred calls says what is done more often than other things.

import FTLTypes
import TestSupport

/// One step: a call, or something the world does.
enum Step {
    case call(ModelCall, by: Int)
    case connect(Int, Int)
    case watch(Int, by: Int)
    case advance(UInt64)
}

enum Action: Int, CaseIterable {
    case create, send, wait, receive, discard, close, add, remove, duplicate, timer, area, process, hostile, trivial
    case connect, watch, advance
}

struct Generator {
    enum Mood: CaseIterable {
        case mixed
        /// One channel's queue fills with messages.
        case flood
        /// One channel's queue fills with bytes, and empties.
        case load
        /// Queues are emptied.
        case drain
        /// Channels go into channels.
        case nest
        /// Handles are closed.
        case shrink
        /// Objects go into sinks and out of them, timers fire.
        case gather
        /// A process fills its handle table.
        case fill
    }

    /// Bytes of the largest memory area.
    static let areaLength = 3 * 4096
    /// Handles of a process, more or less, where its table is not to be filled.
    static let usualHandles = 40

    var random: FixedRandom
    let model: Model
    let world: any World
    private(set) var mood = Mood.mixed
    private var left = 0
    /// Who is in the mood to fill its table, and whom the flood goes on from.
    var subject = 0
    /// The channel of the flood.
    var flooded: UInt = 0
    /// Whether one process sends on one channel, much of the time.
    var pours: Bool { mood == .flood || mood == .load }

    init(seed: UInt64, model: Model, world: any World) {
        random = FixedRandom(seed: seed)
        self.model = model
        self.world = world
    }

    mutating func next() -> Step {
        if left == 0 { changeMood() }
        left -= 1
        if mood == .fill, let step = fill() { return step }
        let index = chance(pours ? 60 : 0) ? subject : random.below(model.processes.count)
        let process = model.processes[index]
        if process.handles.count < 6, chance(30) { return chance(50) ? connection() : create(index) }
        if process.handles.count > Generator.usualHandles, mood != .fill, chance(50) { return close(index) }
        return step(chooseAction(), index)
    }

    private mutating func changeMood() {
        mood = Mood.allCases[random.below(Mood.allCases.count)]
        if mood == .fill, !world.endsProcesses || !chance(6) { mood = .mixed }
        left = mood == .fill ? Resource.handles.standard + 400 : 50 + random.below(400)
        subject = random.below(model.processes.count)
        flooded = 0
    }

    /// Out of a hundred, how often it is so.
    mutating func chance(_ percent: Int) -> Bool { random.below(100) < percent }

    /// How often each action is taken, in the order of `Action`.
    private static func weights(_ mood: Mood) -> [Int] {
        //             cr sen  wai rec dis clo add rem dup tim are pro hos tri con wat adv
        switch mood {
        case .mixed, .fill: [8, 20, 12, 12, 4, 4, 10, 2, 3, 6, 5, 2, 6, 1, 2, 1, 2]
        case .flood: [2, 70, 8, 3, 1, 1, 5, 1, 1, 2, 2, 1, 2, 1, 1, 0, 1]
        case .load: [1, 50, 15, 25, 4, 1, 6, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1]
        case .drain: [1, 6, 30, 36, 10, 2, 8, 1, 1, 2, 1, 1, 2, 1, 0, 0, 1]
        case .nest: [20, 40, 5, 5, 1, 2, 5, 1, 2, 1, 1, 1, 2, 1, 6, 1, 1]
        case .shrink: [2, 5, 5, 5, 5, 20, 5, 5, 2, 2, 2, 2, 2, 1, 1, 0, 1]
        case .gather: [4, 10, 20, 6, 2, 3, 25, 10, 5, 25, 2, 5, 4, 1, 2, 2, 8]
        }
    }

    private mutating func chooseAction() -> Action {
        let weights = Generator.weights(mood)
        var total = 0
        for weight in weights { total += weight }
        var place = random.below(total)
        for (index, weight) in weights.enumerated() {
            if place < weight { return Action.allCases[index] }
            place -= weight
        }
        return .trivial
    }

    private mutating func step(_ action: Action, _ index: Int) -> Step {
        let process = model.processes[index]
        switch action {
        case .create: return create(index)
        case .send: return .call(send(process, isSubject: index == subject), by: index)
        case .wait: return .call(wait(process), by: index)
        case .receive: return .call(receive(process), by: index)
        case .discard: return .call(discard(process), by: index)
        case .close: return close(index)
        case .add: return .call(ModelCall(.sinkAdd, handle(process, .sink), source(process)), by: index)
        case .remove: return .call(remove(process), by: index)
        case .duplicate: return .call(duplicate(process), by: index)
        case .timer: return .call(ModelCall(.timerSet, handle(process, .timer), UInt(deadline())), by: index)
        case .area: return .call(area(process), by: index)
        case .process: return .call(processCall(process), by: index)
        case .hostile: return .call(hostile(process), by: index)
        case .trivial:
            let calls: [Syscall] = [.null, .timeNow, .threadYield, .interruptTake]
            return .call(ModelCall(calls[random.below(calls.count)]), by: index)
        case .connect: return connection()
        case .watch:
            let other = random.below(model.processes.count)
            guard world.endsProcesses, process.hasRoom() else { return trivial(index) }
            return .watch(other, by: index)
        case .advance:
            guard world.time != nil else { return trivial(index) }
            return .advance(model.now + UInt64(random.below(3000)))
        }
    }

    private mutating func create(_ index: Int) -> Step {
        let call: ModelCall
        switch random.below(10) {
        case 0...4: call = ModelCall(.channelCreate)
        case 5, 6: call = ModelCall(.sinkCreate)
        case 7, 8: call = ModelCall(.timerCreate)
        default: call = ModelCall(.vmAreaCreate, areaLength())
        }
        return .call(call, by: index)
    }

    private mutating func close(_ index: Int) -> Step {
        let process = model.processes[index]
        return .call(ModelCall(.handleClose, chance(50) ? useless(process) : handle(process, nil)), by: index)
    }

    private mutating func connection() -> Step {
        let first = random.below(model.processes.count)
        let second = (first + 1 + random.below(model.processes.count - 1)) % model.processes.count
        guard model.processes[first].hasRoom(), model.processes[second].hasRoom() else { return trivial(first) }
        return .connect(first, second)
    }

    private func trivial(_ index: Int) -> Step { .call(ModelCall(.null), by: index) }

    /// What fills the table of the subject; nil while it is full, for anything else to be tried then.
    private mutating func fill() -> Step? {
        let process = model.processes[subject]
        if left < 100 {
            left = 0
            return .call(ModelCall(.processExit, random.element(of: [0, 1, .max, 1 << 40]) ?? 0), by: subject)
        }
        guard process.hasRoom() else { return nil }
        guard let timer = find(process, where: { $0.object.type == .timer && $0.rights.contains(.duplicate) }) else {
            return .call(ModelCall(.timerCreate), by: subject)
        }
        return .call(ModelCall(.handleDuplicate, timer, UInt(Rights.all.rawValue)), by: subject)
    }
}
