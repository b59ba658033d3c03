// What the model is compared with: something in which several processes make system calls. On the host that is the
// kernel's logic on a machine made of arrays, on the machine the real kernel and real processes. The same calls are
// made in both; what only one of them can do (end a process, move the time) the other says it cannot.

import FTLTypes

/// One system call of one process.
public struct ModelCall {
    /// As the kernel is told it; it may be no call's.
    public var number: UInt
    /// The argument words. Those of buffers, and the length in an info word, are the world's to fill in.
    public var words: InlineArray<7, UInt>
    /// What the memory holds that the kernel is to read.
    public var input = Pattern(seed: 0, count: 0)
    /// Bytes of the memory that the kernel may write; zeroes before the call.
    public var outputCount = 0

    public init(number: UInt, _ words: InlineArray<7, UInt> = .init(repeating: 0)) {
        self.number = number
        self.words = words
    }

    init(_ syscall: Syscall, _ word0: UInt = 0, _ word1: UInt = 0, _ word2: UInt = 0, _ word3: UInt = 0) {
        self.init(number: syscall.rawValue, [word0, word1, word2, word3, 0, 0, 0])
    }
}

/// What a call came back with.
public struct Answer {
    /// The result word; nil: the call did not come back, because its process has ended.
    public var result: Int?
    /// All of the memory that the kernel might have written.
    public var output: [UInt8]

    public init(result: Int?, output: [UInt8] = []) {
        self.result = result
        self.output = output
    }
}

public protocol World: AnyObject {
    /// How many processes make calls; they are known by their index.
    var processCount: Int { get }

    /// Makes the call and waits for its end.
    func perform(_ call: ModelCall, by process: Int) -> Answer

    /// Gives two different processes the ends of a new channel, with the rights that `channel_create` gives.
    /// Both have room for it.
    /// - Returns: the handle of each.
    func connect(_ first: Int, _ second: Int) -> (UInt32, UInt32)

    /// Handles that a process has and the model does not know.
    func hiddenHandles(of process: Int) -> [UInt32]

    // What not every world can do

    /// Whether processes may end here, and fill their handle tables.
    var endsProcesses: Bool { get }

    /// Gives a process, which has room for it, a handle to another with the rights that `process_create` gives.
    func watch(_ process: Int, by watcher: Int) -> UInt32

    /// Starts another process in the place of one that has ended.
    func restart(_ process: Int)

    /// Nanoseconds since boot, where time moves only when it is told to; otherwise nil.
    var time: UInt64? { get }

    /// Moves the time, and lets the timers that are due fire.
    func advance(to time: UInt64)

    /// How many handles a process has open, where that can be seen.
    func handleCount(of process: Int) -> Int?
}

extension World {
    public var endsProcesses: Bool { false }
    public func watch(_ process: Int, by watcher: Int) -> UInt32 { 0 }
    public func restart(_ process: Int) {}
    public var time: UInt64? { nil }
    public func advance(to time: UInt64) {}
    public func handleCount(of process: Int) -> Int? { nil }
}
