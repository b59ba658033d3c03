// scripts/hot: finds out which blocks of the prepared image of the JavaScript runtime scripts touch, and writes that down
// where the next preparation places blocks by it (preparing.c).

import Foundation

/// The list of hot blocks.
package struct HotBlocks {
    private let repository: Repository
    /// Relative to the repository.
    private static let file = "Sources/Runtimes/QuickJS/hot.h"

    package init(_ repository: Repository) { self.repository = repository }

    /// What is booted together. What scripts do: say something, set timers, serve, ask a service, use channels as they
    /// are, import.
    private static let boots = [
        ["hello-js@kernel", "kv", "kv-client"], ["pong-js", "ping-js"], ["clock", "clock-client"],
        ["link-1", "link-2", "link-3", "link-4", "link-5"], ["bench-echo-js", "bench-js"], ["web-timers"],
        ["web-date"], ["js-modules"],
    ]
    /// Which of them are scripts.
    private static let scripts: Set<String> = [
        "hello-js", "kv", "pong-js", "ping-js", "clock-client", "link-2", "link-4", "bench-echo-js", "bench-js",
        "web-timers", "web-date", "js-modules",
    ]

    /// Boots, watches, and writes the list.
    package func run() throws(ToolError) {
        try repository.build()
        let scratch = try ScratchFolder()
        let plugin = try EmulatorPlugin("hot", of: repository, in: scratch)
        let options = try Self.options(from: Symbol.all(of: repository.products + "/JavaScript"))
        var blocks = TouchedBlocks()
        for apps in Self.boots {
            let initfs = scratch.path + "/initfs.tar"
            try repository.pack(apps.map { String($0.prefix { $0 != "@" }) }, to: initfs)
            let emulator = Emulator(repository: repository, initfs: initfs, apps: apps)
            let console = scratch.path + "/log"
            // Twice: the kernel's log says where programs lie.
            try emulator.boot(logLevel: "debug", console: console)
            let log = FileManager.default.contents(atPath: console) ?? Data()
            let places = LoadedProgram.all(in: String(decoding: log, as: UTF8.self))
            let bases = places.filter { Self.scripts.contains($0.name) }.map(\.base)
            guard let prepared = places.first(where: { $0.name == "javascript" }), !bases.isEmpty else {
                throw .refusal("not all of \(apps.joined(separator: " ")) were started")
            }
            var words = [plugin.file] + options + ["prepared=" + String(prepared.base, radix: 16)]
            words += bases.map { "script=" + String($0, radix: 16) } + ["output=\(scratch.path)/touched"]
            try emulator.boot(logLevel: "debug", console: console, plugin: words.joined(separator: ","))
            guard let touched = FileManager.default.contents(atPath: scratch.path + "/touched") else {
                throw .refusal("the emulator ended without a result")
            }
            blocks.add(String(decoding: touched, as: UTF8.self))
            try? FileManager.default.removeItem(atPath: scratch.path + "/touched")
        }
        guard let text = blocks.header else { throw .refusal("there are too many blocks") }
        let path = repository.root + "/" + Self.file
        guard (try? text.write(toFile: path, atomically: false, encoding: .utf8)) != nil else {
            throw .refusal("\(path) cannot be written")
        }
    }

    /// Where things are in the runtime's program, relative to it, as the plugin takes them.
    ///
    /// - Throws: status 2 where one is missing.
    static func options(from symbols: [Symbol]) throws(ToolError) -> [String] {
        func symbol(_ name: String) throws(ToolError) -> Symbol {
            guard let found = symbols.last(where: { $0.name == name }) else {
                throw .refusal("the runtime has no \(name) (is llvm-nm there?)")
            }
            return found
        }
        func range(_ name: String, _ first: UInt64, _ last: UInt64) -> String {
            "\(name)=\(String(first, radix: 16))-\(String(last, radix: 16))"
        }
        let (note, forget) = (try symbol("engine_note_block"), try symbol("engine_forget_block"))
        let (start, writable) = (try symbol("_start"), try symbol("__writable_start"))
        return [
            range("note", note.address, note.address + note.size),
            range("forget", forget.address, forget.address + forget.size),
            range("code", start.address, writable.address),
            "end=" + String(try symbol("__arena_end").address, radix: 16),
        ]
    }
}

/// The blocks that scripts touch, by number.
struct TouchedBlocks {
    /// Which scripts touch a block, in order, and its bytes.
    private var blocks: [Int: (users: [Int], length: Int)] = [:]
    private var scriptCount = 0
    /// What blocks are placed by.
    private static let unit = 16
    private static let maximumWidth = 120

    /// Adds what the plugin wrote: a line for each script, `NUMBER:LENGTH` for each block.
    mutating func add(_ text: String) {
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            for word in line.split(separator: " ") {
                let parts = word.split(separator: ":").compactMap { Int($0) }
                guard parts.count == 2 else { continue }
                blocks[parts[0], default: ([], 0)].users.append(scriptCount)
                blocks[parts[0]]?.length = parts[1]
            }
            scriptCount += 1
        }
    }

    /// Blocks that many scripts touch come first, and those that the same scripts touch lie together.
    private var order: [Int] {
        blocks.sorted { one, other in
            if one.value.users.count != other.value.users.count {
                return one.value.users.count > other.value.users.count
            }
            if one.value.users != other.value.users {
                return one.value.users.lexicographicallyPrecedes(other.value.users)
            }
            return one.key < other.key
        }.map(\.key)
    }

    /// The text of hot.h; nil where a number does not fit.
    var header: String? {
        var (total, starts) = (0, [Int: Int]())
        for number in order {
            starts[number] = total / Self.unit
            total += blocks[number]?.length ?? 0
        }
        guard total / Self.unit <= Int(UInt16.max), blocks.keys.allSatisfy({ $0 <= Int(UInt16.max) }) else {
            return nil
        }
        var text = """
            // Which blocks of a preparation scripts touch, and where they are placed. Made by scripts/hot.

            /// Bytes for all of them.
            enum { hot_length = \(total) };

            /// The block's number, and where it begins and how long it is, in units of 16 bytes.
            static const struct hot_block {
                uint16_t number, start, length;
            } hot_blocks[] = {

            """
        var line = "   "
        for (number, block) in blocks.sorted(by: { $0.key < $1.key }) {
            let item = " {\(number), \(starts[number] ?? 0), \(block.length / Self.unit)},"
            if line.utf8.count + item.utf8.count > Self.maximumWidth {
                text += line + "\n"
                line = "   "
            }
            line += item
        }
        return text + line + "\n};\n"
    }
}
