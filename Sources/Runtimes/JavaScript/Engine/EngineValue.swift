// Values of the engine as the rest of the runtime holds them: owned ones (`EngineValue`), which free themselves, and
// the arguments of a native (`EngineArguments`), which are borrowed for the time of the call.

import QuickJS

/// The flags of a property as an assignment makes it. (Swift cannot import the engine's own name for the three.)
private let ordinaryProperty = JS_PROP_CONFIGURABLE | JS_PROP_WRITABLE | JS_PROP_ENUMERABLE

/// A JavaScript value that is ours.
@safe struct EngineValue: ~Copyable {
    private var raw: JSValue

    /// Takes over a value that the C API returned.
    @unsafe init(owning raw: JSValue) { unsafe self.raw = raw }

    // Safe: the value is ours, and nobody uses it afterwards.
    deinit { unsafe JS_FreeValue(Engine.context, raw) }

    /// Hands the value over to the C API, which will free it.
    @unsafe consuming func take() -> JSValue {
        let value = unsafe raw
        // What is left for deinit has no memory.
        unsafe raw = engine_undefined()
        return unsafe value
    }

    /// The value for a call that only looks at it while this one lives.
    @unsafe var borrowed: JSValue { unsafe raw }

    var isException: Bool { unsafe JS_IsException(raw) != 0 }

    /// `undefined`.
    static var undefined: EngineValue { unsafe EngineValue(owning: engine_undefined()) }

    static func bool(_ value: Bool) -> EngineValue {
        // Safe: a plain value.
        unsafe EngineValue(owning: JS_NewBool(Engine.context, value ? 1 : 0))
    }

    /// A Number where one can hold it exactly, a BigInt otherwise.
    static func number(_ value: UInt64) throws(ScriptFailure) -> EngineValue {
        value <= 1 << 53
            ? unsafe EngineValue(owning: JS_NewInt64(Engine.context, Int64(value)))
            : try unsafe checked(JS_NewBigUint64(Engine.context, value))
    }

    /// A string of UTF-8 bytes; ill-formed ones become U+FFFD.
    static func string(_ bytes: [UInt8]) throws(ScriptFailure) -> EngineValue {
        // Safe: the bytes are borrowed while the engine copies them.
        let value = unsafe Engine.withCString(bytes) { text in
            unsafe EngineBox(JS_NewStringLen(Engine.context, text, bytes.count))
        }
        return try unsafe checked(value.raw)
    }

    static func array() throws(ScriptFailure) -> EngineValue { try unsafe checked(JS_NewArray(Engine.context)) }

    static func object() throws(ScriptFailure) -> EngineValue { try unsafe checked(JS_NewObject(Engine.context)) }

    /// A promise that is pending (see Native).
    static func promise() throws(ScriptFailure) -> EngineValue {
        try unsafe checked(engine_new_promise(Engine.context))
    }

    /// Gives an array an element of its own. It is defined, not set: a script's setter in Array.prototype does not run.
    func set(_ index: Int, to value: consuming EngineValue) throws(ScriptFailure) {
        // Safe: takes the value.
        let result = unsafe JS_DefinePropertyValueUint32(
            Engine.context, raw, UInt32(index), value.take(), ordinaryProperty)
        guard result >= 0 else { throw .thrown }
    }

    /// Gives an object a property of its own, likewise.
    func set(_ name: [UInt8], to value: consuming EngineValue) throws(ScriptFailure) {
        let box = unsafe EngineBox(value.take())
        // Safe: takes the value.
        let result = unsafe Engine.withCString(name) { name in
            unsafe JS_DefinePropertyValueStr(Engine.context, raw, name, box.raw, ordinaryProperty)
        }
        guard result >= 0 else { throw .thrown }
    }

    /// A property of an object.
    func get(_ name: StaticString) throws(ScriptFailure) -> EngineValue {
        // Safe: static strings end in a NUL.
        let name = unsafe UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)
        return try unsafe EngineValue.checked(JS_GetPropertyStr(Engine.context, raw, name))
    }

    /// The value as text, as `String(value)` gives it, cut where it is longer than `Engine.textLimit`; nil where that
    /// throws (the exception is gone then).
    var text: [UInt8]? { unsafe engineText(raw) }

    /// Another reference to the same value.
    func duplicate() -> EngineValue { unsafe EngineValue(owning: JS_DupValue(Engine.context, raw)) }

    /// Makes the value the pending exception.
    consuming func thrown() -> ScriptFailure {
        // Safe: takes the value.
        _ = unsafe JS_Throw(Engine.context, take())
        return .thrown
    }

    /// Whether this is undefined.
    var isUndefined: Bool { unsafe JS_IsUndefined(raw) != 0 }

    var isNull: Bool { unsafe JS_IsNull(raw) != 0 }

    /// Whether this is null or undefined.
    var isNone: Bool { isUndefined || isNull }

    /// Whether both are the same object.
    func isSame(as other: borrowing EngineValue) -> Bool {
        unsafe JS_IsObject(raw) != 0 && JS_StrictEq(Engine.context, raw, other.raw) != 0
    }

    /// The object's Swift side, where it is one of a native class.
    var nativeObject: NativeObject? { unsafe NativeObject.of(raw) }

    /// Fulfils a promise of `promise()`, as the functions do that `new Promise` passes; nothing where it is settled.
    func settle(_ value: borrowing EngineValue) {
        // Safe: plain calls; the engine takes references of its own.
        unsafe engine_settle_promise(Engine.context, raw, value.raw, 0)
    }

    /// Rejects such a promise.
    func reject(_ reason: borrowing EngineValue) {
        // Safe: as above.
        unsafe engine_settle_promise(Engine.context, raw, reason.raw, 1)
    }

    /// Calls the value, which should be a function.
    func call(_ argument: borrowing EngineValue = .undefined) throws(ScriptFailure) -> EngineValue {
        // Safe: the argument is borrowed for the call.
        var argument = unsafe argument.raw
        return try unsafe EngineValue.checked(JS_Call(Engine.context, raw, engine_undefined(), 1, &argument))
    }

    /// Calls the value, which should be a function.
    func call(
        _ first: borrowing EngineValue, _ second: borrowing EngineValue
    ) throws(ScriptFailure) -> EngineValue {
        // Safe: the arguments are borrowed for the call.
        var arguments = unsafe [first.raw, second.raw]
        return try unsafe EngineValue.checked(JS_Call(Engine.context, raw, engine_undefined(), 2, &arguments))
    }

    /// Takes the memory of an ArrayBuffer away; does nothing to anything else.
    func detach() {
        // Safe: natives look a buffer's memory up at each call, and so does the engine.
        unsafe JS_DetachArrayBuffer(Engine.context, raw)
    }

    /// A small number; 0 for anything else.
    var number: Int { unsafe Int(raw.tag) == JS_TAG_INT ? Int(raw.u.int32) : 0 }

    /// The value as a condition.
    var isTrue: Bool { unsafe JS_ToBool(Engine.context, raw) > 0 }

    /// Takes over a value that the C API returned, unless it says that there is an exception.
    @unsafe static func checked(_ raw: JSValue) throws(ScriptFailure) -> EngineValue {
        guard unsafe JS_IsException(raw) == 0 else { throw .thrown }
        return unsafe EngineValue(owning: raw)
    }
}

/// Carries a JSValue out of a closure. Whoever opens it knows whose the value is.
@safe struct EngineBox {
    @unsafe let raw: JSValue
    @unsafe init(_ raw: JSValue) { unsafe self.raw = raw }
}

/// A value's text, or nil; no exception stays pending.
@unsafe func engineText(_ raw: JSValue) -> [UInt8]? {
    var length = 0
    // Safe: the text is copied before it is freed.
    guard let text = unsafe JS_ToCStringLen2(Engine.context, &length, raw, 0) else {
        _ = Engine.takeException()
        return nil
    }
    let bytes = unsafe Array(UnsafeRawBufferPointer(start: text, count: min(length, Engine.textLimit)))
    unsafe JS_FreeCString(Engine.context, text)
    return bytes
}

/// A function or object that the runtime keeps for as long as the process lives.
final class EngineRoot {
    let value: EngineValue
    init(_ value: consuming EngineValue) { self.value = value }
}
