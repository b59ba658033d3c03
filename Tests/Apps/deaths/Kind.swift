// The kinds of deaths, and what each has to come to.

import FTL

struct Kind {
    /// Who ends the victim.
    enum Ender { case itself, watcher }
    enum Language { case swift, javascript }

    let name: ByteString
    let language: Language
    let status: Int
    let reason: ExitReason
    let ender: Ender
    /// In kernel isolation machine code could do it.
    let isForUserOnly: Bool

    private init(
        _ name: ByteString, _ language: Language = .swift, status: Int = -1, _ reason: ExitReason = .faulted,
        _ ender: Ender = .itself, isForUserOnly: Bool = false
    ) {
        self.name = name
        self.language = language
        self.status = status
        self.reason = reason
        self.ender = ender
        self.isForUserOnly = isForUserOnly
    }

    private static func killed(_ name: ByteString, _ language: Language = .swift) -> Kind {
        Kind(name, language, .killed, .watcher)
    }

    static let all: [Kind] = [
        Kind("trap"), Kind("stack"),
        Kind("jump"), Kind("jump-far"), Kind("load"), Kind("load-far"), Kind("store"), Kind("store-code"),
        Kind("run-data"), Kind("illegal"), Kind("machine-return"), Kind("machine-register"), Kind("breakpoint"),
        Kind("misaligned"),
        Kind("kernel-return", isForUserOnly: true), Kind("page-table", isForUserOnly: true),
        Kind("load-kernel", isForUserOnly: true), Kind("load-direct", isForUserOnly: true),
        Kind("store-kernel", isForUserOnly: true), Kind("jump-kernel", isForUserOnly: true),
        Kind("memory"),
        Kind("handles", status: FTLError.limitReached.rawValue, .exited),
        Kind("flood", status: FTLError.overloaded.rawValue, .exited),
        killed("loop"), killed("ready"), killed("calls"), killed("waiting"),
        Kind("self", .swift, .killed), Kind("exit", status: 7, .exited),

        Kind("throw", .javascript, status: 1, .exited), Kind("recursion", .javascript, status: 1, .exited),
        killed("loop", .javascript), killed("bigint", .javascript), killed("array", .javascript),
        killed("regexp", .javascript), killed("await", .javascript),
        Kind("memory", .javascript, status: 1, .exited), Kind("handles", .javascript, status: 1, .exited),
        Kind("flood", .javascript, status: 1, .exited), Kind("timers", .javascript, status: 4, .exited),
        Kind("pending", .javascript, status: 5, .exited),
    ]
}
