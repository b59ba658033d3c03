// What a native is called with. Arguments are looked at as they are and never converted: a conversion would run
// the script's own code (valueOf, toString), which could take away the memory that an earlier argument named.

import FTL
import QuickJS

/// What a method was called on, for the time of the call.
@safe struct EngineReceiver: ~Escapable {
    fileprivate let this: JSValue

    @unsafe @_lifetime(immortal)
    init(_ this: JSValue) { unsafe self.this = this }

    /// The object of a native class that it is; nil for anything else.
    @inline(__always) var object: NativeObject? { unsafe NativeObject.of(this) }
}

/// The arguments of a native, for the time of the call.
@safe struct EngineArguments: ~Escapable {
    private let start: UnsafeMutablePointer<JSValue>?
    let count: Int

    @unsafe @_lifetime(immortal)
    init(_ start: UnsafeMutablePointer<JSValue>?, count: Int32) {
        unsafe self.start = start
        self.count = unsafe start == nil ? 0 : Int(count)
    }

    /// The argument, where it is an object of a native class.
    func object(_ index: Int) -> NativeObject? { unsafe NativeObject.of(raw(index)) }

    /// Calls a function with the same arguments, on the same object.
    func call(
        _ function: borrowing EngineValue, on receiver: borrowing EngineReceiver
    ) throws(ScriptFailure) -> EngineValue {
        // Safe: the arguments live for the time of the call.
        try unsafe EngineValue.checked(JS_Call(Engine.context, function.borrowed, receiver.this, Int32(count), start))
    }

    /// The argument as a message without a handle, ready to be sent (see EngineMessage); nil where it is not plain.
    @inline(__always) func message(_ index: Int) -> EngineMessage? { unsafe EngineMessage(raw(index)) }

    /// Two arguments as what a request carries, body and options; nil where they are not plain.
    func request(_ index: Int, info: MessageInfo) -> EngineMessage? {
        unsafe EngineMessage(request: raw(index), options: raw(index + 1), info: info)
    }

    // Safe: every index is checked against the count.
    @unsafe @inline(__always) private func raw(_ index: Int) -> JSValue {
        guard index < count else { return unsafe engine_undefined() }
        return unsafe start![index]
    }

    /// Whether the argument is null, undefined or not there.
    func isNone(_ index: Int) -> Bool { unsafe JS_IsUndefined(raw(index)) != 0 || JS_IsNull(raw(index)) != 0 }

    /// The argument as a whole number: a Number up to 2^53, or a BigInt below 2^64. Nil for anything else.
    func integer(_ index: Int) -> UInt64? {
        let value = unsafe raw(index)
        // Safe: the union is read as its tag says.
        switch unsafe Int(value.tag) {
        case JS_TAG_INT:
            return unsafe UInt64(exactly: value.u.int32)
        case JS_TAG_FLOAT64:
            let number = unsafe value.u.float64
            guard number >= 0, number <= 0x1p53, number == number.rounded(.towardZero) else { return nil }
            return UInt64(number)
        case JS_TAG_SHORT_BIG_INT:
            return unsafe UInt64(exactly: value.u.short_big_int)
        case JS_TAG_BIG_INT:
            var word: UInt64 = 0
            return unsafe engine_big_word(value, &word) != 0 ? word : nil
        default: return nil
        }
    }

    /// The memory of an ArrayBuffer, or of the part of one that a typed array shows. Nil for anything else, and for one
    /// that is detached.
    @inline(__always)
    func bytes(_ index: Int) throws(ScriptFailure) -> EngineBytes? {
        var start: UnsafeMutablePointer<UInt8>?
        var length = 0
        // Safe: the argument keeps the memory alive, and the script does not run before the native returns.
        switch unsafe engine_find_memory(raw(index), &start, &length) {
        case ENGINE_MEMORY: return EngineBytes(address: UInt(bitPattern: start), count: UInt(bitPattern: length))
        case ENGINE_MEMORY_BEYOND_BUFFER: throw .range("a view that is larger than its buffer")
        default: return nil
        }
    }

    /// A string as a new Uint8Array of its UTF-8 bytes; nil for anything but a string.
    func encoded(_ index: Int) throws(ScriptFailure) -> EngineValue? {
        // Safe: only looked at.
        guard unsafe JS_IsString(raw(index)) != 0 else { return nil }
        return try unsafe engineEncode(raw(index))
    }

    /// A string as UTF-8, for the time of `body`; throws a TypeError that says what it should be for anything else.
    func withText<Result: ~Copyable>(
        _ index: Int, _ name: StaticString, _ body: (UnsafePointer<CChar>, Int) throws(ScriptFailure) -> Result
    ) throws(ScriptFailure) -> Result {
        // Safe: only looked at; a string's conversion runs no code of the script's.
        guard unsafe JS_IsString(raw(index)) != 0 else { throw .type("\(name) must be a string") }
        var length = 0
        guard let text = unsafe JS_ToCStringLen2(Engine.context, &length, raw(index), 0) else { throw .thrown }
        defer { unsafe JS_FreeCString(Engine.context, text) }
        return try unsafe body(text, length)
    }

    /// The same as bytes of our own.
    func text(_ index: Int, _ name: StaticString) throws(ScriptFailure) -> [UInt8] {
        try unsafe withText(index, name) { text, length in
            unsafe [UInt8](UnsafeRawBufferPointer(start: text, count: length))
        }
    }

    /// What kind of handle the argument is.
    func handle(_ index: Int) -> EngineHandle { unsafe EngineHandle(raw(index)) }

    /// Makes the handle object a closed one. Only after the system took or closed the handle.
    func forgetHandle(_ index: Int) { unsafe engineSetHandle(raw(index), to: .none) }

    /// The argument as a condition: `true`, and nothing else.
    func isTrue(_ index: Int) -> Bool {
        let value = unsafe raw(index)
        return unsafe Int(value.tag) == JS_TAG_BOOL && value.u.int32 != 0
    }

    /// The argument as a value of our own.
    func value(_ index: Int) -> EngineValue {
        // Safe: the duplicate is ours.
        unsafe EngineValue(owning: JS_DupValue(Engine.context, raw(index)))
    }
}

/// Memory that a script owns, for the time of the call it was passed to.
struct EngineBytes {
    let address: UInt
    let count: UInt
    init(address: UInt, count: UInt) {
        self.address = address
        self.count = count
    }

    /// The memory of a typed array that the runtime keeps; nil where it is detached.
    init?(of value: borrowing EngineValue) {
        var start: UnsafeMutablePointer<UInt8>?
        var length = 0
        // Safe: only looked at.
        guard unsafe engine_find_memory(value.borrowed, &start, &length) == ENGINE_MEMORY else { return nil }
        self.init(address: UInt(bitPattern: start), count: UInt(length))
    }

    /// A word of 32 bits of it; nil where there is none.
    func word(_ index: Int) -> UInt32? {
        guard index >= 0, UInt(index) < count / 4, let start = unsafe UnsafePointer<UInt32>(bitPattern: address) else {
            return nil
        }
        // Safe: in the memory, whose owner is there; the script does not run meanwhile.
        return unsafe start[index]
    }

    /// Counts on in that word.
    func count(_ index: Int) {
        guard word(index) != nil else { return }
        // Safe: as above.
        unsafe UnsafeMutablePointer<UInt32>(bitPattern: address)![index] &+= 1
    }
}
