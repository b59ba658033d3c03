// The reference model: what every call must answer, worked out without looking at how the kernel does it. It changes
// with each call as the kernel should, and is told the real answer only to learn what the kernel may choose: the
// numbers of new handles, and the tokens of messages.

import FTLTypes

public final class Model {
    /// Whoever makes calls, by index.
    private(set) var processes: [ModelProcess] = []
    /// Nanoseconds since boot. Where the time cannot be moved, only long past and never matter.
    var now: UInt64
    /// Timers that are set and have not fired.
    var armed: [ModelTimer] = []
    private var lastID = 0
    /// The table's rows by number, made once.
    private let rows: [Signature]

    init(_ world: any World) {
        rows = Syscall.allCases.map { $0.signature }
        now = world.time ?? 1
        for index in 0..<world.processCount { processes.append(makeProcess(hidden: world.hiddenHandles(of: index))) }
    }

    private func makeProcess(hidden: [UInt32]) -> ModelProcess {
        lastID += 1
        return ModelProcess(id: lastID, capacity: Resource.handles.standard - hidden.count)
    }

    func replace(_ index: Int, hidden: [UInt32]) { processes[index] = makeProcess(hidden: hidden) }

    /// A call's row; nil: there is no such call.
    func row(_ number: UInt) -> Signature? {
        Syscall(rawValue: number) == nil ? nil : rows[Int(number)]
    }

    // MARK: What the world does besides calls

    func connect(_ first: Int, _ second: Int, as numbers: (UInt32, UInt32)) -> Bool {
        let (one, two) = ModelChannel.pair()
        let rights: Rights = [.read, .write, .transfer]
        return processes[first].insert(ModelHandle(object: .channel(one), rights: rights), as: numbers.0)
            && processes[second].insert(ModelHandle(object: .channel(two), rights: rights), as: numbers.1)
    }

    func watch(_ process: Int, by watcher: Int, as number: UInt32) -> Bool {
        processes[process].handleCount += 1
        return processes[watcher].insert(
            ModelHandle(object: .process(processes[process]), rights: [.read, .manage, .duplicate, .transfer]),
            as: number)
    }

    /// Timers fire in the order of their deadlines. The generator sets no two to the same.
    func advance(to time: UInt64) {
        now = time
        while let next = armed.indices.filter({ armed[$0].deadline <= time }).min(by: {
            armed[$0].deadline < armed[$1].deadline
        }) {
            armed.remove(at: next).fire()
        }
    }

    // MARK: Ends

    /// Ends a handle, and what it alone kept working; what this ends too, one after the other.
    func close(_ handle: ModelHandle) {
        var doomed: [ModelMessage] = []
        closeOne(handle, &doomed)
        var next = 0
        while next < doomed.count {
            if let handle = doomed[next].handle { closeOne(handle, &doomed) }
            next += 1
        }
    }

    private func closeOne(_ handle: ModelHandle, _ doomed: inout [ModelMessage]) {
        switch handle.object {
        case .channel(let channel): channel.close(&doomed)
        case .sink(let sink): sink.close()
        case .timer(let timer):
            timer.handleCount -= 1
            guard timer.handleCount == 0 else { return }
            disarm(timer)
            timer.leaveSink()
        case .process(let process):
            process.handleCount -= 1
            if process.handleCount == 0 { process.leaveSink() }
        case .area: break
        }
    }

    func disarm(_ timer: ModelTimer) {
        timer.isArmed = false
        armed.removeAll { $0 === timer }
    }

    func end(_ process: ModelProcess, status: Int, _ reason: ExitReason) {
        for handle in process.end(status: status, reason) { close(handle) }
        process.notify()
    }
}
