// Strings to UTF-8 and back, in memory of the engine's alone: its allocator can say no, and the script gets its "out of
// memory". (An array of Swift's that finds no memory ends the process.)
//
// The engine's own conversions go wrong outside well-formed text: one way it lets halves of surrogate pairs through, the
// other way it swallows what follows a stray byte. Here both give U+FFFD, as TextEncoder and TextDecoder have to
// (WHATWG Encoding, section 8; what one U+FFFD stands for: Unicode, section 3.9, "maximal subparts").

import QuickJS

/// U+FFFD in UTF-8.
private let replacement: InlineArray<3, UInt8> = [0xef, 0xbf, 0xbd]

/// A string as a new Uint8Array.
@unsafe func engineEncode(_ string: JSValue) throws(ScriptFailure) -> EngineValue {
    var length = 0
    // Safe: the text is copied before it is freed. A string's conversion runs no code of the script's.
    guard let text = unsafe JS_ToCStringLen2(Engine.context, &length, string, 0) else { throw .thrown }
    defer { unsafe JS_FreeCString(Engine.context, text) }
    let buffer = try unsafe text.withMemoryRebound(to: UInt8.self, capacity: length) {
        bytes throws(ScriptFailure) in
        try unsafe EngineValue.checked(JS_NewArrayBufferCopy(Engine.context, bytes, length))
    }
    // Safe: the memory is the buffer's, which nobody else knows yet; indices are checked against the length.
    if let start = unsafe JS_GetArrayBuffer(Engine.context, &length, buffer.borrowed) {
        let bytes = unsafe UnsafeMutableBufferPointer(start: start, count: length)
        // Half a pair has three bytes, as U+FFFD has, and nothing else begins like it (Unicode, table 3-7).
        for index in 0..<max(length - 2, 0) where unsafe bytes[index] == 0xed && bytes[index + 1] >= 0xa0 {
            for offset in 0..<3 { unsafe bytes[index + offset] = replacement[offset] }
        }
    }
    return try unsafe EngineValue.typedArray(buffer, JS_TYPED_ARRAY_UINT8)
}

extension EngineValue {
    @unsafe fileprivate static func typedArray(
        _ buffer: borrowing EngineValue, _ kind: JSTypedArrayEnum
    ) throws(ScriptFailure) -> EngineValue {
        // The engine looks at three arguments (buffer, offset, length), however many it is told there are.
        var arguments = unsafe [buffer.borrowed, engine_undefined(), engine_undefined()]
        return try unsafe checked(JS_NewTypedArray(Engine.context, 3, &arguments, kind))
    }

    /// A Uint32Array of the words' halves, the lower one first.
    static func halves(of words: [UInt64]) throws(ScriptFailure) -> EngineValue {
        // Safe: the words are borrowed while the engine copies them.
        let buffer = unsafe words.withUnsafeBytes { bytes in
            unsafe EngineBox(
                JS_NewArrayBufferCopy(
                    Engine.context, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count))
        }
        return try unsafe typedArray(checked(buffer.raw), JS_TYPED_ARRAY_UINT32)
    }
}

extension EngineBytes {
    /// The memory's text.
    func decoded() throws(ScriptFailure) -> EngineValue {
        // Safe: the native that was passed the memory is still running (see EngineArguments).
        let bytes = unsafe UnsafeBufferPointer(start: UnsafePointer<UInt8>(bitPattern: address), count: Int(count))
        guard let length = unsafe repair(bytes, into: nil) else { return try unsafe EngineBytes.string(bytes) }
        guard let start = unsafe js_malloc(Engine.context, length) else { throw .thrown }
        defer { unsafe js_free(Engine.context, start) }
        let repaired = unsafe UnsafeMutableBufferPointer(
            start: start.bindMemory(to: UInt8.self, capacity: length), count: length)
        _ = unsafe repair(bytes, into: repaired)
        return try unsafe EngineBytes.string(UnsafeBufferPointer(repaired))
    }

    /// A string of well-formed UTF-8.
    @unsafe private static func string(_ bytes: UnsafeBufferPointer<UInt8>) throws(ScriptFailure) -> EngineValue {
        guard let start = bytes.baseAddress, !bytes.isEmpty else { return try .string([]) }
        // Safe: borrowed while the engine copies it; well-formed text is not read beyond its end.
        return try unsafe EngineValue.checked(
            JS_NewStringLen(
                Engine.context, UnsafeRawPointer(start).assumingMemoryBound(to: CChar.self), bytes.count))
    }

    /// Copies text with U+FFFD for whatever is ill-formed in it, or only measures.
    ///
    /// - Returns: the copy's length; nil where nothing is ill-formed.
    @unsafe private func repair(
        _ bytes: UnsafeBufferPointer<UInt8>, into copy: UnsafeMutableBufferPointer<UInt8>?
    ) -> Int? {
        var (at, length, isWellFormed) = (0, 0, true)
        while at < bytes.count {
            let (count, isCharacter) = unsafe character(bytes, at)
            let size = isCharacter ? count : 3
            // Safe: the copy is as long as measured, which went the same way.
            if let copy = unsafe copy {
                for offset in 0..<size {
                    unsafe copy[length + offset] = isCharacter ? bytes[at + offset] : replacement[offset]
                }
            }
            if !isCharacter { isWellFormed = false }
            at += count
            length += size
        }
        return isWellFormed ? nil : length
    }

    /// How many bytes from an index on are a character, or belong to one that breaks off (Unicode, table 3-7).
    @unsafe private func character(_ bytes: UnsafeBufferPointer<UInt8>, _ at: Int) -> (count: Int, isCharacter: Bool) {
        let first = unsafe bytes[at]
        let wanted: Int
        // What the second byte may be; those after it are any of 0x80 to 0xbf.
        var next: ClosedRange<UInt8> = 0x80...0xbf
        switch first {
        case 0...0x7f: return (1, true)
        case 0xc2...0xdf: wanted = 2
        case 0xe0: (wanted, next) = (3, 0xa0...0xbf)
        case 0xed: (wanted, next) = (3, 0x80...0x9f)
        case 0xe1...0xef: wanted = 3
        case 0xf0: (wanted, next) = (4, 0x90...0xbf)
        case 0xf1...0xf3: wanted = 4
        case 0xf4: (wanted, next) = (4, 0x80...0x8f)
        default: return (1, false)
        }
        for count in 1..<wanted {
            guard at + count < bytes.count, next.contains(unsafe bytes[at + count]) else { return (count, false) }
            next = 0x80...0xbf
        }
        return (wanted, true)
    }
}
