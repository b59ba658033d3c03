// The kernel's command line: what whoever boots the machine may ask of it. A misspelt word must not keep a machine
// from booting, so nothing here is an error; what was not understood is listed, to be reported.

import FTLTypes

/// How much the kernel's log tells; each level includes those before it.
public enum LogLevel: Int, Comparable, CaseIterable, Sendable {
    /// Not even that a program was ended because of a fault: for tests that end thousands.
    case none
    case error, warning, info, debug

    public static func < (left: LogLevel, right: LogLevel) -> Bool { left.rawValue < right.rawValue }

    /// As in `loglevel=…`.
    public var name: StaticString {
        switch self {
        case .none: "none"
        case .error: "error"
        case .warning: "warning"
        case .info: "info"
        case .debug: "debug"
        }
    }
}

/// An app, and how it is to be started.
private struct Choice: Equatable, Sendable {
    let app: ByteString
    let isolation: Isolation?
    let arguments: [ByteString]

    init(_ word: ByteString) {
        var parts = BootArguments.split(word.bytes[...], at: UInt8(ascii: ":"))
        let name = parts.isEmpty ? word : parts.removeFirst()
        arguments = parts
        let sides = BootArguments.split(name.bytes[...], at: UInt8(ascii: "@"))
        isolation = sides.count == 2 ? Isolation(named: sides[1]) : nil
        app = isolation == nil ? name : sides[0]
    }
}

/// The boot arguments, understood.
public struct BootArguments: Equatable, Sendable {
    /// `loglevel=none|error|warning|info|debug`
    public private(set) var logLevel = LogLevel.info
    /// `batch`: power off when all apps have exited.
    public private(set) var isBatch = false
    /// `apps=NAME,NAME@ISOLATION:ARGUMENT:ARGUMENT`: the apps to start in place of the default ones. No name stands
    /// twice.
    public private(set) var apps: [ByteString]?
    /// What is said of them beside their names.
    private var choices: [Choice] = []
    /// Words that mean nothing, as they stood.
    public private(set) var unknown: [ByteString] = []
    /// All words, as they stood.
    public let words: [ByteString]

    /// From words. Where one contradicts another, the later counts.
    public init(words: [ByteString]) {
        self.words = words
        for word in words {
            if word == "batch" {
                isBatch = true
            } else if word.hasPrefix("apps=") {
                var names: [ByteString] = []
                choices = []
                for word in BootArguments.split(word.bytes.dropFirst(5), at: UInt8(ascii: ",")) {
                    let choice = Choice(word)
                    guard !names.contains(choice.app) else { continue }
                    names.append(choice.app)
                    choices.append(choice)
                }
                apps = names
            } else if word.hasPrefix("loglevel="),
                let level = BootArguments.level(ByteString(Array(word.bytes.dropFirst(9))))
            {
                logLevel = level
            } else {
                unknown.append(word)
            }
        }
    }

    /// From a command line: words with spaces (or tabs, or line ends) between them.
    public init(_ line: ByteString) {
        self.init(words: BootArguments.split(line.bytes[...], at: UInt8(ascii: " ")))
    }

    /// The isolation that was asked for instead of its manifest's, if one was.
    public func isolation(of app: ByteString) -> Isolation? { choices.first { $0.app == app }?.isolation }

    /// The arguments it is to have beyond its manifest's.
    public func arguments(of app: ByteString) -> [ByteString] { choices.first { $0.app == app }?.arguments ?? [] }

    private static func level(_ name: ByteString) -> LogLevel? {
        for level in LogLevel.allCases where ByteString(stringLiteral: level.name) == name { return level }
        return nil
    }

    /// The non-empty parts between separators; white space other than the space always separates.
    fileprivate static func split(_ bytes: ArraySlice<UInt8>, at separator: UInt8) -> [ByteString] {
        var parts: [ByteString] = []
        var part: [UInt8] = []
        for byte in bytes {
            if byte == separator || (9...13).contains(byte) || byte == 0 {
                if !part.isEmpty { parts.append(ByteString(part)) }
                part = []
            } else {
                part.append(byte)
            }
        }
        if !part.isEmpty { parts.append(ByteString(part)) }
        return parts
    }
}
