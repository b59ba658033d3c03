// An app's manifest: what it is written in, what keeps it inside its memory, when it is started (and started again) and
// which services it may use. The image builder refuses a broken one before anything boots; bootstrap reads the same bytes with
// the same code. Lines `key: value`; `#` begins a comment; a list's elements have spaces between them.

import FTLTypes

/// What an app's manifest says.
public struct Manifest: Equatable, Sendable {
    public enum Language: Sendable {
        case swift, javascript
        /// Stands for all machine code that no compiler of ours has kept in bounds.
        case c

        /// As the manifest has it.
        public var name: StaticString {
            switch self {
            case .swift: "swift"
            case .javascript: "javascript"
            case .c: "c"
            }
        }
    }
    public enum Start: Sendable {
        /// Started by bootstrap when nothing else is asked for.
        case byDefault
        /// The same, unless the machine is to power off by itself when all is done.
        case interactive
        /// Started only when asked for by name.
        case manual

        /// As the manifest has it.
        public var name: StaticString {
            switch self {
            case .byDefault: "default"
            case .interactive: "interactive"
            case .manual: "manual"
            }
        }
    }

    /// Whether bootstrap starts the app again when it has ended. One that was killed it never does: somebody wanted that.
    public enum Restart: Sendable {
        case never
        /// After a status other than 0, and after a fault.
        case onFailure
        /// After status 0 as well.
        case always

        /// As the manifest has it.
        public var name: StaticString {
            switch self {
            case .never: "never"
            case .onFailure: "on-failure"
            case .always: "always"
            }
        }
    }

    /// What an app gets beyond what every app has.
    public enum Grant: Equatable, Sendable {
        /// To see all processes and counters, and to read what was packed.
        case observe
        /// To start, end and trace processes.
        case manage
        /// To switch the machine off.
        case power
        /// What is typed on the console, and its screen.
        case console

        /// What a word of a manifest grants; nil for a word that grants nothing.
        static func named(_ word: ByteString) -> [Grant]? {
            if word == "observe" { return [.observe] }
            if word == "manage" { return [.manage] }
            if word == "power" { return [.power] }
            if word == "system" { return [.observe, .manage, .power] }
            return word == "console" ? [.console] : nil
        }
    }

    /// The rights that its grants give it on the system's handle.
    public var systemRights: Rights {
        var rights: Rights = []
        if grants.contains(.observe) { rights.insert(.read) }
        if grants.contains(.manage) { rights.insert(.manage) }
        if grants.contains(.power) { rights.insert(.power) }
        return rights
    }

    /// One of the bounds of what it may have.
    public struct Quota: Equatable, Sendable {
        public let resource: Resource
        public let value: Int
    }

    /// Bytes of a manifest, at most.
    public static let maximumSize = 16 * 1024
    /// Names in one list, at most.
    public static let maximumNames = 64

    public internal(set) var language = Language.swift
    public internal(set) var isolation = Isolation.kernel
    public internal(set) var start = Start.manual
    public internal(set) var restart = Restart.never
    /// Apps that are started before this one, if they are started at all.
    public internal(set) var after: [ByteString] = []
    /// Services it may register.
    public internal(set) var provides: [ByteString] = []
    /// Services it may connect to.
    public internal(set) var uses: [ByteString] = []
    public internal(set) var grants: [Grant] = []
    /// What it may have, where that is not the standard.
    public internal(set) var quotas: [Quota] = []
    /// The words it is given as its arguments.
    public internal(set) var arguments: [ByteString] = []

    /// Whether this may be the name of an app or a service: 1 to 32 of a-z, 0-9 and "-".
    public static func isName(_ name: ByteString) -> Bool {
        guard !name.isEmpty, name.bytes.count <= Limits.nameLength else { return false }
        return name.bytes.allSatisfy {
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                || $0 == UInt8(ascii: "-")
        }
    }
}

/// What is wrong with a manifest, and in which line (the first is 1; where a key is missing, the last).
public struct ManifestError: Error, Equatable, Sendable {
    public enum Fault: Equatable, Sendable {
        case tooLong
        case notText
        case noColon
        case unknownKey(ByteString)
        case unknownGrant(ByteString)
        case duplicateKey(ByteString)
        case missingKey(ByteString)
        case emptyValue(ByteString)
        case badValue(ByteString, key: ByteString, allowed: ByteString)
        case badQuota(ByteString)
        case quotaOutside(ByteString, Resource)
        case badName(ByteString)
        case duplicateName(ByteString)
        case tooManyNames(ByteString)
        case argumentsTooLong
        /// Nothing but page tables keeps what it is written in inside its memory.
        case needsUserIsolation
    }

    public let line: Int
    public let fault: Fault

    /// The fault in words, without the line.
    public var message: String { fault.message }
}

extension ManifestError.Fault {
    /// The fault in words.
    public var message: String {
        switch self {
        case .tooLong: "a manifest has at most \(Manifest.maximumSize) bytes"
        case .notText: "not text: a control character"
        case .noColon: "expected \"key: value\""
        case .unknownKey(let key):
            "unknown key \"\(key.string)\"; known are: language, isolation, start, restart, after, provides, uses, grants, quota, "
                + "arguments"
        case .unknownGrant(let word):
            "\"\(word.string)\" cannot be granted; there are: observe, manage, power, system (all three), console"
        case .duplicateKey(let key): "the key \"\(key.string)\" stands twice"
        case .missingKey(let key): "the key \"\(key.string)\" is missing"
        case .emptyValue(let key): "the key \"\(key.string)\" has no value"
        case .badValue(let value, let key, let allowed):
            "\"\(value.string)\" is no value of \"\(key.string)\"; there are: \(allowed.string)"
        case .badQuota(let word):
            "\"\(word.string)\" is no quota: RESOURCE=NUMBER, each once, of pages, handles, threads, queued, processes, share"
        case .quotaOutside(let word, let resource):
            "\"\(word.string)\" is outside \(resource.range.lowerBound) to \(resource.range.upperBound)"
        case .badName(let name):
            "\"\(name.string)\" is no name: 1 to \(Limits.nameLength) characters of a-z, 0-9 and \"-\""
        case .duplicateName(let name): "\"\(name.string)\" stands twice in the list"
        case .tooManyNames(let key): "more than \(Manifest.maximumNames) words in \"\(key.string)\""
        case .argumentsTooLong: "the arguments are longer than \(Limits.argumentsLength) bytes"
        case .needsUserIsolation: "an app in c can have user isolation only"
        }
    }
}
