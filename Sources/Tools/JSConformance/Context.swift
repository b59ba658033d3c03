// Contexts for tests: one is prepared once, with what most tests need, and copied for each test, which takes far less
// than making the library again. An arena has offsets only, so that its bytes are all there is to it.

import Foundation
import JSEngine

/// A prepared arena's memory.
@safe struct Context: ~Copyable {
    static let half: UInt64 = 48 << 20, stack: UInt64 = 1 << 20
    static let bytes = 2 * half + (8 << 20)

    private let memory: UnsafeMutableRawPointer
    private let used: Int

    /// Prepares a context and runs scripts in it; nil where that fails.
    init?(_ library: [[UInt8]]?, running scripts: [[UInt8]]) {
        unsafe memory = unsafe Context.zeroed()
        let arena = unsafe Arena(owning: memory, bytes: Context.bytes)
        let layout = Layout(stack: Context.stack, half: Context.half)
        guard library.map({ arena.prepare(layout, library: $0) }) ?? arena.prepare(layout) else { return nil }
        for script in scripts where arena.runScript(script) != .finished {
            FileHandle.standardError.write(Data(arena.takeOutput()))
            return nil
        }
        used = Int(arena.usedBytes)
    }
    deinit { unsafe free(memory) }

    /// Has a copy of the context do something.
    func withCopy<Result>(_ body: (borrowing Arena) -> Result) -> Result {
        let copy = unsafe Context.zeroed()
        defer { unsafe free(copy) }
        unsafe copy.copyMemory(from: memory, byteCount: used)
        return body(unsafe Arena(owning: copy, bytes: Context.bytes))
    }
    private static func zeroed() -> UnsafeMutableRawPointer {
        guard let memory = unsafe calloc(1, Int(bytes)) else { fatalError("no memory") }
        return unsafe memory
    }
}
