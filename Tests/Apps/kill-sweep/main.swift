// Runs a short script of two processes over and over and kills one of them, each time a few instructions later, until
// every moment of the script was one at which it ended: in the program, on the way into the kernel and out of it, ready,
// waiting, with a handle on its way. Every time both processes must end, and everything they had be back.
//
// For `scripts/run --batch --icount`, where one instruction is one nanosecond. The time counter ticks every 100 of them;
// what lies between two ticks is reached by starting the script so much later.
//
// Arguments: how many instructions lie between two kills (a divisor or a multiple of 100), and the isolation.

import FTL
import SystemProbe

/// Instructions from one tick of the time counter to the next.
private let tick: UInt64 = 100

enum Victim: CaseIterable {
    case asking, answering
}

/// A bit of work that takes the same number of instructions each time, one that has no divisor in common with a tick's.
enum Pass {
    case call(length: UInt64)
    case twoCalls(length: UInt64)

    var length: UInt64 {
        switch self {
        case .call(let length), .twoCalls(let length): length
        }
    }

    @inline(never)
    func make() {
        nullCall()
        if case .twoCalls = self { _ = Clock.now }
    }

    static func measured() throws(FTLError) -> Pass {
        for pass in [Pass.call(length: 0), .twoCalls(length: 0)] {
            let count: UInt64 = 100_000
            let start = Clock.now
            for _ in 0..<count { pass.make() }
            let length = (Clock.now - start + count / 2) / count
            guard length % 2 == 1, length % 5 != 0 else { continue }
            if case .call = pass { return .call(length: length) } else { return .twoCalls(length: length) }
        }
        print("no pass of a loop reaches every moment between two ticks")
        throw .unsupported
    }
}

struct Sweep: ~Copyable {
    private let programs: Programs
    private let image: Image
    private let isolation: Isolation
    private let before: Usage
    private let pass: Pass
    private(set) var kills = 0

    init(_ isolation: Isolation) throws(FTLError) {
        let programs = try Programs()
        let image = try programs.image(of: "kill-script")
        let pass = try Pass.measured()
        // What the first run leaves behind for the next ones is not theirs.
        _ = try Sweep.run(image, isolation)
        before = try programs.usage()
        self.programs = programs
        self.image = image
        self.isolation = isolation
        self.pass = pass
    }

    /// How long the script takes when nobody is killed.
    func length() throws(FTLError) -> UInt64 { try Sweep.run(image, isolation).time }

    /// Kills the victim once, so many instructions after the script was begun.
    mutating func kill(_ victim: Victim, after instructions: UInt64) throws(FTLError) {
        // So many passes reach each place between two ticks.
        var left = instructions % tick
        while left != 0 {
            pass.make()
            left = (left + tick - pass.length % tick) % tick
        }
        let end = try Sweep.run(image, isolation, kill: victim, at: instructions / tick * tick)
        if end.wasKilled { kills += 1 }
        guard try programs.usage() == before else {
            print(
                "after a kill of \(victim == .asking ? "who asks" : "who answers"), \(instructions) in: not all is back"
            )
            throw .invalidState
        }
    }

    /// - Returns: how long it took in nanoseconds, and whether the victim ended by being killed.
    private static func run(
        _ image: borrowing Image, _ isolation: Isolation, kill victim: Victim? = nil, at time: UInt64 = 0
    ) throws(FTLError) -> (time: UInt64, wasKilled: Bool) {
        let sink = try Sink()
        let pair = try Channel.makePair()
        var handle: Handle? = pair.first.intoHandle()
        let asking = try Process(image, name: "asking", arguments: ["ask"], in: try VmSpace(isolation: isolation))
        try asking.inject(&handle)
        handle = pair.second.intoHandle()
        let answering = try Process(image, name: "answering", in: try VmSpace(isolation: isolation))
        try answering.inject(&handle)
        try sink.add(asking)
        try sink.add(answering)
        let start = Clock.now
        switch victim {
        case .asking: try asking.kill(at: start + time)
        case .answering: try answering.kill(at: start + time)
        case nil: break
        }
        // It may be dead already.
        do { try asking.start() } catch { guard error == .invalidState else { throw error } }
        do { try answering.start() } catch { guard error == .invalidState else { throw error } }
        var wasKilled = false
        for _ in 0..<2 {
            guard let event = try sink.wait(until: start + 1000 * Clock.millisecond), event.kind == .processExited
            else {
                print("killed \(time) in, one of the two did not end")
                throw .timedOut
            }
            if event.word1 == ExitReason.killed.rawValue {
                wasKilled = true
            } else if event.word0 != 0 || event.word1 != ExitReason.exited.rawValue {
                print("killed \(time) in, the other ended with status \(event.word0)")
                throw .invalidState
            }
        }
        return (Clock.now - start, wasKilled)
    }
}

func sweep() throws(FTLError) {
    let arguments = Program.arguments
    guard arguments.count == 2, let step = UInt64(arguments[0].string), step > 0,
        let isolation = Isolation(named: arguments[1])
    else {
        print("arguments: STEP kernel|user")
        Program.exit(2)
    }
    var sweep = try Sweep(isolation)
    let length = try sweep.length()
    var runs = 0
    for victim in Victim.allCases {
        for time in stride(from: 0, to: length, by: Int(step)) {
            try sweep.kill(victim, after: time)
            runs += 1
        }
    }
    print(
        "\(isolation.name): a script of \(length) instructions, \(runs) runs, \(sweep.kills) kills, one every \(step): "
            + "nothing is lost")
}

do {
    try sweep()
} catch {
    print("failed: \(error.name)")
    Program.exit(1)
}
