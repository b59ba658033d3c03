// What is measured, the bars, and where each figure comes from.

/// What is booted, or read, to measure.
enum MeasuringPlace: String, CaseIterable {
    case boot, compute, file, js
    case manyJS = "many-js"
    case manySwift = "many-swift"
    case prompt, swift, user

    /// What scripts/run boots, where the figures come from apps.
    var bootWords: [String] {
        switch self {
        case .swift: ["--loglevel", "error", "bench"]
        case .user: ["--loglevel", "error", "bench@user"]
        case .js: ["--loglevel", "error", "bench-echo-js", "bench-js"]
        case .boot: ["--loglevel", "debug", "bench-empty"]
        case .compute: ["--loglevel", "error", "bench-compute"]
        case .manySwift: ["--memory", "512M", "--loglevel", "error", "bench-many:swift"]
        case .manyJS: ["--memory", "512M", "--loglevel", "error", "bench-many:javascript"]
        case .file, .prompt: []
        }
    }

    /// The app that it is, for complaints.
    var apps: String {
        bootWords.drop { $0.hasPrefix("-") || $0 == "error" || $0 == "debug" || $0 == "512M" }.joined(separator: " ")
    }
}

/// What a figure has to keep to: at most so much, or at least so many processes.
enum Bar: Sendable {
    case fixed(Int)
    /// Reckoned from other figures, and how, for the reader.
    case reckoned(from: [String], how: String, @Sendable ([Double]) -> Double)

    /// The bar as a number, nil where what it is reckoned from was not measured.
    func value(with medians: (String) -> Int?) -> Int? {
        switch self {
        case .fixed(let value): return value
        case .reckoned(let names, _, let reckon):
            let values = names.compactMap(medians).map(Double.init)
            return values.count == names.count ? Int(reckon(values) + 0.5) : nil
        }
    }

    /// How it is reckoned; nil where it is not.
    var how: String? {
        guard case .reckoned(_, let how, _) = self else { return nil }
        return how
    }
}

/// A row of the table.
struct FigureRow: Sendable {
    let name: String
    /// The number of its bar in docs/performance.md.
    let number: Int?
    let isolation: String
    let language: String
    let bar: Bar?
    let place: MeasuringPlace
    let what: String

    private init(
        _ name: String, _ number: Int?, _ isolation: String, _ language: String, _ bar: Bar?, _ place: MeasuringPlace,
        _ what: String
    ) {
        self.name = name
        self.number = number
        self.isolation = isolation
        self.language = language
        self.bar = bar
        self.place = place
        self.what = what
    }
}

extension FigureRow {
    private static let call = "a call that does nothing"
    private static let roundTrip = "64 bytes to another process and back"
    private static let program = "a program read, started, run, ended and reclaimed"
    private static let warmProgram = "the same of a program that was read already"
    private static let script = "a script started, run, ended and reclaimed"
    private static let process = "a process that waits for a message, all in"
    private static let scriptThatWaits = "a script that waits for a message, all in"
    private static let crowd = "that wait for a message at once in 512 MiB"

    /// Everything that is measured, in the order of the table.
    static let all: [FigureRow] = [
        .init("null-swift", 1, "kernel", "Swift", .fixed(60), .swift, call),
        .init("null-user", 2, "user", "Swift", .fixed(150), .user, call),
        .init("null-js", 3, "kernel", "JavaScript", .fixed(900), .js, call + ", in a loop"),
        .init("channel-swift", 4, "kernel", "Swift", .fixed(2000), .swift, roundTrip),
        .init("channel-user", 5, "user", "Swift", .fixed(5000), .user, roundTrip),
        .init("channel-js", 6, "kernel", "JavaScript", .fixed(25_000), .js, roundTrip + ": send, receive"),
        .init("request-js", nil, "kernel", "JavaScript", nil, .js, "the same as a request and its reply"),
        .init(
            "handle-swift", 7, "kernel", "Swift",
            .reckoned(from: ["channel-swift"], how: "1.4 × `channel-swift`") { 1.4 * $0[0] }, .swift,
            "64 bytes and a handle to another process and back"),
        .init(
            "large-swift", 8, "kernel", "Swift",
            .reckoned(from: ["channel-swift", "copy-16k"], how: "`channel-swift` + 2 × `copy-16k`") {
                $0[0] + 2 * $0[1]
            },
            .swift, "16 KiB to another process, 64 bytes back"),
        .init("copy-16k", nil, "kernel", "Swift", nil, .swift, "copying 16 KiB once"),
        .init("clock-swift", nil, "kernel", "Swift", nil, .swift, "asking what time it is"),
        .init("timer-swift", 9, "kernel", "Swift", .fixed(1500), .swift, "a timer set, waited for and delivered"),
        .init("thread-swift", 10, "kernel", "Swift", .fixed(6000), .swift, "a thread made, run, ended and reclaimed"),
        .init("process-swift", 11, "kernel", "Swift", .fixed(60_000), .swift, program),
        .init("process-swift-warm", nil, "kernel", "Swift", nil, .swift, warmProgram),
        .init("process-user", 12, "user", "Swift", .fixed(120_000), .user, program),
        .init("process-user-warm", nil, "user", "Swift", nil, .user, warmProgram),
        .init("process-js", 13, "kernel", "JavaScript", .fixed(2_000_000), .swift, script),
        .init("process-js-user", nil, "user", "JavaScript", nil, .user, script),
        .init(
            "boot", 14, "-", "-", .fixed(10_000_000), .boot, "the kernel's first instruction to the first program's"),
        .init(
            "compute-js", 15, "kernel", "JavaScript",
            .reckoned(from: ["compute-js-linux"], how: "1.05 × `compute-js-linux`") { 1.05 * $0[0] }, .compute,
            "computing that takes nothing of the system"),
        .init(
            "compute-js-linux", nil, "-", "JavaScript", nil, .compute,
            "the same by the same engine as a program of Linux"),
        .init("kernel-image", nil, "-", "-", nil, .file, "the kernel's code and data"),
        .init("memory-up", nil, "-", "-", nil, .swift, "all memory in use when nothing but bench runs"),
        .init("memory-prompt", nil, "-", "-", nil, .prompt, "all memory in use at the prompt, as mem() tells"),
        .init("memory-swift", nil, "kernel", "Swift", .fixed(32 * 1024), .swift, process),
        .init("memory-js", nil, "kernel", "JavaScript", .fixed(256 * 1024), .swift, scriptThatWaits),
        .init("memory-user", nil, "user", "Swift", nil, .user, process),
        .init("memory-js-user", nil, "user", "JavaScript", nil, .user, scriptThatWaits),
        .init("many-swift", nil, "kernel", "Swift", .fixed(5000), .manySwift, crowd),
        .init("many-js", nil, "kernel", "JavaScript", .fixed(500), .manyJS, crowd),
    ]

    /// What --smoke measures.
    static let smoke: Set<String> = [
        "null-swift", "channel-swift", "timer-swift", "thread-swift", "process-swift", "process-js", "memory-swift",
        "memory-js", "boot",
    ]
}
