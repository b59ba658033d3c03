// Blocks of code: what the generator makes and the machine runs.
//
//   [header, name][caches | handlers][registers 16, parameters 8, flags 8, constants 16, entry 16]
//   [positions | source][boxes | length 16, count of boxes 16][start | end in the source]
//   [rest 8, arguments 8, new.target 8, generator 8: registers, or 255 | 0] constants, instructions
//
// `entry` is in words from the block's beginning. `boxes` is a raw block of halves: for each box of a closure, its
// number in the enclosing closure, or 0x10000 and the register that holds it. `handlers` is a raw block of words: first
// and last instruction, target (16 bits each), and the register for the exception.

enum Code {
    static let constants: UInt64 = 56
    // Flags.
    /// Entering takes more than undefined for missing arguments.
    static let needsEntry: UInt64 = 1
    static let isConstructor: UInt64 = 2
    static let isClass: UInt64 = 4
    static let isDerived: UInt64 = 8
    static let isGenerator: UInt64 = 16
    static let isAsync: UInt64 = 32
    static let isArrow: UInt64 = 64
    static let isMethod: UInt64 = 128
}

/// A function while its code is made.
struct FunctionState {
    var index: Int32
    var instructions: [UInt32] = []
    var constants: [Value] = []
    var boxes: [(declaration: Int32, from: UInt32)] = []
    var handlers: [UInt64] = []
    var positions: [(instruction: Int32, position: Int32)] = []
    var control: [Control] = []
    var caches = 0
    var free = 0
    var most = 0
    /// Registers below may be variables.
    var base = 1
    var restRegister = 255, argumentsRegister = 255, targetRegister = 255, generatorRegister = 255
    /// Completion values of a derived constructor, asynchronous generator …
    var isAsync = false, isGenerator = false, isDerived = false
}

/// What a jump out of a statement has to see to.
struct Control {
    enum Kind { case loop, switchOrBlock, region, finally, iterator, asyncIterator }
    var kind: Kind
    var labels: [Name] = []
    var breaks: [Int] = []
    var continues: [Int] = []
    /// Where the protected region began, and where its handler is to put the exception; -1: no region.
    var regionStart = -1
    var register = -1
    /// Ends of regions whose handler is not known yet: places in `handlers`.
    var pendingHandlers: [Int] = []
    /// Of `finally`: jumps into it, and what comes after it.
    var entries: [Int] = []
    var exits: [(state: Int, target: Exit)] = []
}
/// Where control goes after a `finally`.
enum Exit: Equatable { case leave, jump(isBreak: Bool, depth: Int) }
