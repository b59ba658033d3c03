// The kernel's command line: what whoever boots the machine may ask of it. A misspelt word must not keep a machine
// from booting, so nothing here is an error; what was not understood is listed, to be reported.

import FTLTypes

/// How much the kernel's log tells; each level includes those before it.
public enum LogLevel: Int, Comparable, CaseIterable, Sendable {
    case error, warning, info, debug

    public static func < (left: LogLevel, right: LogLevel) -> Bool { left.rawValue < right.rawValue }

    /// As in `loglevel=…`.
    public var name: StaticString {
        switch self {
        case .error: "error"
        case .warning: "warning"
        case .info: "info"
        case .debug: "debug"
        }
    }
}

private struct ChosenIsolation: Equatable, Sendable {
    let app: ByteString
    let isolation: Isolation
}

/// The boot arguments, understood.
public struct BootArguments: Equatable, Sendable {
    /// `loglevel=error|warning|info|debug`
    public private(set) var logLevel = LogLevel.info
    /// `batch`: power off when all apps have exited.
    public private(set) var isBatch = false
    /// `apps=NAME,NAME@ISOLATION`: the apps to start in place of the default ones. No name stands twice.
    public private(set) var apps: [ByteString]?
    /// Those of them that are not to have the isolation of their manifest.
    private var isolations: [ChosenIsolation] = []
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
                isolations = []
                for word in BootArguments.split(word.bytes.dropFirst(5), at: UInt8(ascii: ",")) {
                    let parts = BootArguments.split(word.bytes[...], at: UInt8(ascii: "@"))
                    let isolation = parts.count == 2 ? Isolation(named: parts[1]) : nil
                    let name = isolation == nil ? word : parts[0]
                    guard !names.contains(name) else { continue }
                    names.append(name)
                    if let isolation { isolations.append(ChosenIsolation(app: name, isolation: isolation)) }
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

    /// What was asked for beside the app's name, if anything was.
    public func isolation(of app: ByteString) -> Isolation? { isolations.first { $0.app == app }?.isolation }

    private static func level(_ name: ByteString) -> LogLevel? {
        for level in LogLevel.allCases where ByteString(stringLiteral: level.name) == name { return level }
        return nil
    }

    /// The non-empty parts between separators; white space other than the space always separates.
    private static func split(_ bytes: ArraySlice<UInt8>, at separator: UInt8) -> [ByteString] {
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
