// A run of the model against a world: so many steps from a seed, each answer compared, and the first difference told
// with what is needed to find it again.

import FTLTypes

/// The first answer that was not as the model foresees it.
public struct Difference {
    /// The line that says what differs, then the calls before it, the oldest first.
    public let lines: [String]
}

public final class ModelRun {
    /// Calls that are kept to be told.
    private static let tailLength = 20

    private let world: any World
    private let seed: UInt64
    private let model: Model
    private var generator: Generator
    /// What was done last; the oldest is overwritten.
    private var tail: [Record] = []
    public private(set) var calls = 0
    private var coverage = Coverage()
    /// What there was too little of for the run to count, in words.
    public var untried: [String] { coverage.missing(endsProcesses: world.endsProcesses) }

    private struct Record {
        let step: Step
        let result: Int?
    }

    public init(_ world: any World, seed: UInt64) {
        self.world = world
        self.seed = seed
        model = Model(world)
        generator = Generator(seed: seed, model: model, world: world)
    }

    /// Goes on until so many more calls are made.
    /// - Returns: where they differ; then the run is over.
    public func run(calls count: Int) -> Difference? {
        let end = calls + count
        while calls < end {
            let step = generator.next()
            do throws(Mismatch) {
                try take(step)
            } catch {
                return describe(error)
            }
        }
        return nil
    }

    private func take(_ step: Step) throws(Mismatch) {
        switch step {
        case .call(let call, let index):
            let answer = world.perform(call, by: index)
            calls += 1
            remember(step, answer.result)
            coverage.count(call, answer)
            coverage.count(try model.judge(call, by: model.processes[index], answer))
            for (index, process) in model.processes.enumerated() where process.hasEnded {
                world.restart(index)
                model.replace(index, hidden: world.hiddenHandles(of: index))
            }
            if let handles = world.handleCount(of: index), handles != model.processes[index].handles.count {
                throw Mismatch(expected: "\(model.processes[index].handles.count) open handles; there are \(handles)")
            }
        case .connect(let first, let second):
            remember(step, nil)
            let numbers = world.connect(first, second)
            guard model.connect(first, second, as: numbers) else { throw Mismatch(expected: "two new handles") }
        case .watch(let process, let watcher):
            remember(step, nil)
            let number = world.watch(process, by: watcher)
            guard model.watch(process, by: watcher, as: number) else { throw Mismatch(expected: "a new handle") }
        case .advance(let time):
            remember(step, nil)
            world.advance(to: time)
            model.advance(to: time)
        }
    }

    private func remember(_ step: Step, _ result: Int?) {
        if tail.count == ModelRun.tailLength { tail.removeFirst() }
        tail.append(Record(step: step, result: result))
    }

    // MARK: Telling

    private func describe(_ mismatch: Mismatch) -> Difference {
        var lines = ["seed \(seed), call \(calls): the model expects \(mismatch.expected); the calls up to there:"]
        for record in tail { lines.append(describe(record)) }
        return Difference(lines: lines)
    }

    private func describe(_ record: Record) -> String {
        switch record.step {
        case .connect(let first, let second): return "  \(first) and \(second) are connected"
        case .watch(let process, let watcher): return "  \(watcher) is given a handle to \(process)"
        case .advance(let time): return "  the time is \(time)"
        case .call(let call, let index):
            var text = "  \(index): "
            if let row = model.row(call.number) { text += "\(row.name)" } else { text += "\(call.number)" }
            text += "("
            for word in 0..<7 where word < 4 || call.words[word] != 0 { text += "\(call.words[word]) " }
            text += "in \(call.input.count) out \(call.outputCount)) -> "
            guard let result = record.result else { return text + "did not come back" }
            if let error = FTLError(result: result) { return text + "\(error.name)" }
            return text + "\(result)"
        }
    }
}
