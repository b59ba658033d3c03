// Runs a script on the engine, on this machine: `JSEngineRun FILE [bytes of half a heap]`. With STRESS set in the
// environment, memory is collected wherever it can be.

import Foundation
import JSEngine

@main enum Main {
    static func main() {
        let arguments = CommandLine.arguments
        guard arguments.count > 1, let text = FileManager.default.contents(atPath: arguments[1]) else {
            FileHandle.standardError.write(Data("usage: JSEngineRun FILE [bytes of half a heap]\n".utf8))
            exit(2)
        }
        let half = arguments.count > 2 ? UInt64(arguments[2]) ?? 4 << 20 : 4 << 20
        let bytes = 2 * half + (4 << 20)
        let memory = unsafe UnsafeMutableRawPointer.allocate(byteCount: Int(bytes), alignment: 4096)
        unsafe memory.initializeMemory(as: UInt8.self, repeating: 0, count: Int(bytes))
        let arena = unsafe Arena(owning: memory, bytes: bytes)
        let prepared = arena.prepare(Layout(stack: 1 << 20, half: half))
        FileHandle.standardOutput.write(Data(arena.takeOutput()))
        guard prepared else {
            FileHandle.standardError.write(Data("the library could not be made\n".utf8))
            exit(3)
        }
        if ProcessInfo.processInfo.environment["STRESS"] != nil { arena.stress() }
        let outcome = arena.runScript(Array(text))
        FileHandle.standardOutput.write(Data(arena.takeOutput()))
        exit(outcome == .finished ? 0 : 1)
    }
}
