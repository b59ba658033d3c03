// Where the figures come from: what apps report, the kernel's log and its file, the prompt, and the engine as a program of
// Linux.

import Foundation

/// A measurement under way.
struct Measuring {
    let repository: Repository
    /// Whether it is no failure that there is no engine for Linux to compare with.
    let mayLackLinux: Bool
    private(set) var figures: [String: Figure] = [:]
    /// Why a figure was not taken, where that is no failure.
    private(set) var reasons: [String: String] = [:]
    /// What bench-compute came to: it has to be the same on Linux.
    private var result: Int?

    init(repository: Repository, mayLackLinux: Bool) {
        self.repository = repository
        self.mayLackLinux = mayLackLinux
    }

    /// Takes all figures of one place.
    ///
    /// - Throws: status 1 where it cannot be measured, 2 where what that takes is missing.
    mutating func measure(_ place: MeasuringPlace) throws(ToolError) {
        switch place {
        case .file: try measureImage()
        case .prompt: try measurePrompt()
        default: try boot(place)
        }
        if place == .compute { try measureLinux() }
    }

    /// Boots the apps of one place and takes what they report.
    private mutating func boot(_ place: MeasuringPlace) throws(ToolError) {
        let options = ["--tests", "--batch", "--icount", "--timeout", "900"]
        let run = try Subprocess.run(
            [repository.script("run")] + options + place.bootWords, environment: ["FTL_BUILT": "1"])
        guard run.status != 2 else { throw .silent(2) }
        for line in run.lines {
            switch Report(line) {
            case .figure(let name, let figure): figures[place == .user ? Self.nameInUser(name) : name] = figure
            case .result(let number) where place == .compute: result = number
            case .boot(let count) where place == .boot: figures["boot"] = Figure(count, "instructions")
            default:
                if run.status != 0, line.contains("|") {
                    FileHandle.standardError.write(Data((line + "\n").utf8))
                }
            }
        }
        guard run.status == 0 else { throw .failure("measuring with \(place.apps) ended with status \(run.status)") }
    }

    /// The name of a figure that the same app takes in the other isolation.
    static func nameInUser(_ name: String) -> String {
        if name.hasSuffix("-js") { return name + "-user" }
        guard let range = name.range(of: "-swift") else { return name }
        return name.replacingCharacters(in: range, with: "-user")
    }

    /// What of the kernel's program lies in memory and comes from its file.
    private mutating func measureImage() throws(ToolError) {
        let read = try Subprocess.run(["readelf", "--segments", "--wide", repository.kernel])
        guard read.status == 0 else { throw .refusal("\(repository.kernel) cannot be read") }
        figures["kernel-image"] = Figure(Self.loadedBytes(in: read.text), "bytes")
    }

    /// The bytes of the file in all segments that are loaded, as readelf lists them.
    static func loadedBytes(in text: String) -> Int {
        text.split(separator: "\n").reduce(0) { sum, line in
            let words = line.split(separator: " ")
            guard words.first == "LOAD", words.count > 4 else { return sum }
            return sum + (Int(words[4].dropFirst(2), radix: 16) ?? 0)
        }
    }

    /// Types mem() at the prompt, the first thing that is typed there, and reads the answer.
    private mutating func measurePrompt() throws(ToolError) {
        let run = try Subprocess(
            [repository.script("run"), "--tests", "--icount", "--timeout", "300"], environment: ["FTL_BUILT": "1"],
            isTyped: true)
        let prompt = "\u{1b}[?2004h\r> \u{1b}[K"
        _ = try Self.read(from: run, what: "a prompt") { $0.contains(prompt) }
        run.forgetSeen()
        run.write("mem()\n")
        let answer = try Self.read(from: run, what: "an answer") { text in
            text.firstRange(of: "total: ").map { text[$0.upperBound...].contains(prompt) } ?? false
        }
        guard let total = Self.number(after: "total: ", in: answer), let free = Self.number(after: "free: ", in: answer)
        else {
            run.end()
            throw .failure("mem() said \(answer)")
        }
        run.write("exit()\n")
        _ = run.finish()
        figures["memory-prompt"] = Figure(total - free, "bytes")
    }

    private static func read(
        from run: Subprocess, what: String, until isEnough: (String) -> Bool
    ) throws(ToolError) -> String {
        while true {
            let text = String(decoding: run.seen, as: UTF8.self)
            if isEnough(text) { return text }
            guard run.readMore() else {
                run.end()
                throw .failure("the prompt did not show \(what): \(text)")
            }
        }
    }

    static func number(after label: String, in text: String) -> Int? {
        text.firstRange(of: label).flatMap { Int(text[$0.upperBound...].prefix { $0.isNumber }) }
    }

    /// The work of bench-compute by the engine's build for Linux: the emulator of programs counts from one of its marks to
    /// another (scripts/budget.c).
    private mutating func measureLinux() throws(ToolError) {
        let rounds = 5
        let built = try Subprocess.run([repository.script("engine-linux")])
        let engine = built.text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard built.status == 0, !engine.isEmpty else {
            let reason = "there is no engine for Linux to compare with (scripts/engine-linux)"
            guard mayLackLinux else { throw .refusal(reason) }
            reasons["compute-js-linux"] = reason
            return
        }
        guard let mark = try Symbol.all(of: engine).first(where: { $0.name == "mark" }) else {
            throw .refusal("\(engine) has no mark")
        }
        let scratch = try ScratchFolder()
        let plugin = try EmulatorPlugin("budget", of: repository, in: scratch)
        let options = "start=\(String(mark.address, radix: 16)),skip=0,count=\(rounds),output=\(scratch.path)/counts"
        let work = repository.root + "/Tests/Scripts/bench-compute/work.js"
        let run = try Subprocess.run(
            ["qemu-riscv64", "-plugin", "\(plugin.file),\(options)", engine, work, String(rounds)])
        let counts = InstructionCounts(file: scratch.path + "/counts")
        guard let counts, counts.total > 0, let found = Self.number(after: "result ", in: run.text) else {
            throw .failure("the engine for Linux did not do the work")
        }
        guard found == result else { throw .failure("the result is \(found), and \(result ?? 0) here") }
        let mean = Int(Double(counts.total) / Double(rounds) + 0.5)
        figures["compute-js-linux"] = Figure(mean, "instructions")
    }
}
