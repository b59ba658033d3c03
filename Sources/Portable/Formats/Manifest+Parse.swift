// From a manifest's bytes to its meaning, line by line. Every key at most once; the values are in Manifest.

import FTLTypes

extension Manifest {
    /// Reads a manifest.
    ///
    /// - Throws: the first fault, and its line.
    public static func parse(_ text: borrowing Span<UInt8>) throws(ManifestError) -> Manifest {
        guard text.count <= maximumSize else { throw ManifestError(line: 1, fault: .tooLong) }
        var manifest = Manifest()
        var seen: [ByteString] = []
        var isolationLine = 1
        var line = 0
        var start = 0
        while start < text.count {
            line += 1
            let end = text.firstIndex(of: UInt8(ascii: "\n"), in: start..<text.count) ?? text.count
            do throws(ManifestError.Fault) {
                if let (key, words) = try fields(text.copy(start..<end)) {
                    guard !seen.contains(key) else { throw .duplicateKey(key) }
                    try manifest.set(key, words)
                    seen.append(key)
                    if key == "isolation" { isolationLine = line }
                }
            } catch { throw ManifestError(line: line, fault: error) }
            start = end + 1
        }
        let required: [ByteString] = ["language", "isolation"]
        for key in required where !seen.contains(key) {
            throw ManifestError(line: max(line, 1), fault: .missingKey(key))
        }
        guard manifest.language != .c || manifest.isolation == .user else {
            throw ManifestError(line: isolationLine, fault: .needsUserIsolation)
        }
        return manifest
    }

    /// A line's key and the words of its value, or nil where it says nothing.
    private static func fields(
        _ line: [UInt8]
    ) throws(ManifestError.Fault) -> (key: ByteString, words: [ByteString])? {
        var key: ByteString?
        var words: [ByteString] = []
        var word: [UInt8] = []
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 9 || byte == 13 }
        for byte in line + [0x20] {
            if word.isEmpty, byte == UInt8(ascii: "#") { break }
            if isBlank(byte) {
                if key == nil, !word.isEmpty { throw .noColon }
                if !word.isEmpty { words.append(ByteString(word)) }
                word = []
            } else if key == nil, byte == UInt8(ascii: ":") {
                key = ByteString(word)
                word = []
            } else {
                guard byte >= 0x20, byte != 0x7f else { throw .notText }
                word.append(byte)
            }
        }
        guard let key else { return nil }
        return (key, words)
    }

    private mutating func set(_ key: ByteString, _ words: [ByteString]) throws(ManifestError.Fault) {
        // One value of several.
        func choice<Value>(_ values: [(ByteString, Value)], _ allowed: ByteString) throws(ManifestError.Fault) -> Value
        {
            guard let word = words.first else { throw .emptyValue(key) }
            for (name, value) in values where words.count == 1 && name == word { return value }
            var all = word.bytes
            for word in words.dropFirst() { all += [0x20] + word.bytes }
            throw .badValue(ByteString(all), key: key, allowed: allowed)
        }
        if key == "language" {
            language = try choice([("swift", .swift), ("javascript", .javascript), ("c", .c)], "swift, javascript, c")
        } else if key == "isolation" {
            isolation = try choice([("kernel", .kernel), ("user", .user)], "kernel, user")
        } else if key == "start" {
            start = try choice(
                [("default", .byDefault), ("interactive", .interactive), ("manual", .manual)],
                "default, interactive, manual")
        } else if key == "restart" {
            restart = try choice(
                [("never", .never), ("on-failure", .onFailure), ("always", .always)], "always, on-failure, never")
        } else if key == "after" {
            after = try Manifest.names(key, words)
        } else if key == "provides" {
            provides = try Manifest.names(key, words)
        } else if key == "uses" {
            uses = try Manifest.names(key, words)
        } else if key == "grants" {
            for word in try Manifest.names(key, words) {
                guard let granted = Grant.named(word) else { throw .unknownGrant(word) }
                for grant in granted where !grants.contains(grant) { grants.append(grant) }
            }
        } else if key == "quota" {
            for word in words { quotas.append(try quota(word)) }
        } else if key == "arguments" {
            guard words.count <= Manifest.maximumNames else { throw .tooManyNames(key) }
            // Each takes a separator, too.
            guard words.reduce(0, { $0 + $1.bytes.count + 1 }) <= Limits.argumentsLength else {
                throw .argumentsTooLong
            }
            arguments = words
        } else {
            throw .unknownKey(key)
        }
    }

    /// RESOURCE=NUMBER
    private func quota(_ word: ByteString) throws(ManifestError.Fault) -> Quota {
        guard let equals = word.bytes.firstIndex(of: UInt8(ascii: "=")) else { throw .badQuota(word) }
        let name = ByteString(Array(word.bytes[..<equals]))
        let digits = word.bytes[(equals + 1)...]
        guard let resource = Resource.allCases.first(where: { ByteString(stringLiteral: $0.name) == name }),
            !quotas.contains(where: { $0.resource == resource }), (1...12).contains(digits.count),
            digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { throw .badQuota(word) }
        let value = digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
        guard resource.range.contains(value) else { throw .quotaOutside(word, resource) }
        return Quota(resource: resource, value: value)
    }

    /// The words of a list, all of them names and no two the same.
    private static func names(_ key: ByteString, _ words: [ByteString]) throws(ManifestError.Fault) -> [ByteString] {
        guard words.count <= maximumNames else { throw .tooManyNames(key) }
        var names: [ByteString] = []
        for word in words {
            guard isName(word) else { throw .badName(word) }
            guard !names.contains(word) else { throw .duplicateName(word) }
            names.append(word)
        }
        return names
    }
}

extension ManifestError.Fault: Error {}
