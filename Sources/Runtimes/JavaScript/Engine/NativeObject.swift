// Objects that a script holds and Swift implements. Their state is a Swift object's; the engine knows what values it refers
// to, and calls `forget` when nobody can reach the script's object any more.

import FTL
import QuickJS

/// The classes of such objects, as the engine tells them apart.
enum NativeClass: Int32, CaseIterable {
    case port
    case channelPort
    case messageSequence

    fileprivate var name: StaticString {
        switch self {
        case .port: "Port"
        case .channelPort: "ChannelPort"
        case .messageSequence: "MessageSequence"
        }
    }
}

/// What the engine asks a native object's values with.
@safe struct EngineVisitor {
    fileprivate let runtime: OpaquePointer?
    fileprivate let mark: (@convention(c) (OpaquePointer?, OpaquePointer?) -> Void)?

    func visit(_ value: borrowing EngineValue) {
        // Safe: the collector's own function, for the time of its visit.
        unsafe JS_MarkValue(runtime, value.borrowed, mark)
    }
}

/// The Swift side of an object. It lives as long as the script's object does, or longer where Swift holds it.
@safe class NativeObject {
    /// The script's object, not kept alive by this. It is there until `forget`.
    private var object = unsafe engine_undefined()

    /// Visits every value that the object refers to, each once for each `EngineValue`: what is left out is never
    /// collected where it refers to the object. Values that are to keep the object alive are left out.
    func visitValues(_ visitor: EngineVisitor) {}

    // What it is; each class says so itself.
    var port: Port? { nil }
    var channelPort: ChannelPort? { nil }
    var sequence: MessageSequence? { nil }

    /// The script's object is none any more: lets go of all values.
    func forget() {}

    /// The script's object.
    final func toValue() -> EngineValue {
        // Safe: it is there while anybody can reach this one through a script's object or a table of those that live.
        unsafe EngineValue(owning: JS_DupValue(Engine.context, object))
    }

    /// The classes' numbers in the engine. Safe: set once, before scripts run; one thread.
    nonisolated(unsafe) private static var classes = InlineArray<3, JSClassID>(repeating: 0)

    /// The Swift side of a value; nil for what is no object of these classes.
    @unsafe @inline(__always) static func of(_ value: JSValue) -> NativeObject? {
        // Safe: the classes have numbers that follow one another, and their objects nothing else as their opaque value.
        guard let opaque = unsafe engine_opaque(value, classes[0], 3) else { return nil }
        return unsafe Unmanaged<NativeObject>.fromOpaque(opaque).takeUnretainedValue()
    }

    /// Registers the classes; false where there is no memory.
    static func defineClasses() -> Bool {
        for index in 0..<3 { unsafe JS_NewClassID(&classes[index]) }
        for (index, kind) in NativeClass.allCases.enumerated() {
            var definition = unsafe JSClassDef()
            unsafe definition.class_name = cString(kind.name)
            unsafe definition.finalizer = { _, value in unsafe finalizeNativeObject(value) }
            unsafe definition.gc_mark = { runtime, value, mark in
                unsafe NativeObject.of(value)?.visitValues(EngineVisitor(runtime: runtime, mark: mark))
            }
            // Safe: the definition is copied; its name lives for ever.
            guard unsafe JS_NewClass(Engine.runtime, classes[index], &definition) == 0 else { return false }
        }
        return true
    }

    /// The constructor of ports, for the library to extend.
    static func portConstructor() throws(ScriptFailure) -> EngineValue {
        let prototype = try EngineValue.object()
        // Safe: plain calls; the class's name lives for ever.
        let constructor = try unsafe EngineValue.checked(
            JS_NewCFunction2(
                Engine.context, { _, target, _, _ in unsafe makePort(target) }, cString(NativeClass.port.name), 0,
                JS_CFUNC_constructor, 0))
        unsafe JS_SetConstructor(Engine.context, constructor.borrowed, prototype.borrowed)
        // Takes the prototype.
        unsafe JS_SetClassProto(Engine.context, classes[Int(NativeClass.port.rawValue)], prototype.take())
        return constructor
    }

    /// Makes the script's object of a Swift object that has none yet.
    ///
    /// - Parameter target: the class whose prototype it has: what a constructor knows as `new.target`.
    static func make(
        _ kind: NativeClass, _ target: borrowing EngineValue, _ native: NativeObject
    ) throws(ScriptFailure) -> EngineValue {
        let object = try unsafe EngineValue.checked(
            engine_new_object(Engine.context, target.borrowed, classes[Int(kind.rawValue)]))
        // Safe: the object is ours. It has the reference that `finalizeNativeObject` lets go of.
        unsafe native.object = object.borrowed
        unsafe JS_SetOpaque(object.borrowed, Unmanaged.passRetained(native).toOpaque())
        return object
    }
}

@unsafe private func makePort(_ target: JSValue) -> JSValue {
    do throws(ScriptFailure) {
        // Safe: the duplicate is ours, the result the caller's.
        let target = unsafe EngineValue(owning: JS_DupValue(Engine.context, target))
        return try unsafe NativeObject.make(.port, target, Port()).take()
    } catch {
        return unsafe Engine.raise(error)
    }
}

@unsafe private func finalizeNativeObject(_ value: JSValue) {
    guard let opaque = unsafe JS_GetOpaque(value, JS_GetClassID(value)) else { return }
    // Safe: the reference that the script's object had.
    let native = unsafe Unmanaged<NativeObject>.fromOpaque(opaque).takeRetainedValue()
    native.forget()
}

/// Safe: static strings live for ever and end in a NUL.
func cString(_ text: StaticString) -> UnsafePointer<CChar> {
    unsafe UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)
}
