// Handles as scripts hold them: objects of a class of their own, with the handle's number where only natives reach
// it. A script cannot make one (the constructor throws), nor make another object one (the class is in the object,
// not in its prototype), nor change a number. An object that is collected closes its handle.

import FTL
import QuickJS

/// What an argument is as a handle.
enum EngineHandle {
    case open(HandleNumber)
    /// Closed, or moved away.
    case closed
    case notAHandle

    @unsafe init(_ value: JSValue) {
        let number = unsafe engine_opaque_number(value, handleClass)
        guard number >= 0 else {
            self = .notAHandle
            return
        }
        self = number == 0 ? .closed : .open(HandleNumber(rawValue: UInt32(truncatingIfNeeded: number)))
    }
}

/// Identifies the class. Safe: set once, before scripts run.
nonisolated(unsafe) private var handleClass: JSClassID = 0

/// A closed handle object that nobody has yet. Safe: one thread.
nonisolated(unsafe) private var reserved: EngineRoot?

/// Puts a number into a handle object.
@unsafe func engineSetHandle(_ value: JSValue, to number: HandleNumber) {
    // Safe: the "pointer" is a number and never followed.
    unsafe JS_SetOpaque(value, UnsafeMutableRawPointer(bitPattern: UInt(number.rawValue)))
}

extension EngineValue {
    /// The number of a handle that is open; nil for anything else.
    @inline(__always) var openHandle: HandleNumber? {
        guard case .open(let number) = unsafe EngineHandle(borrowed) else { return nil }
        return number
    }

    /// The same, 0 for anything else.
    var handleNumber: UInt32 { openHandle?.rawValue ?? 0 }

    /// A handle object that is closed, for `setHandle`.
    static func closedHandle() throws(ScriptFailure) -> EngineValue {
        try unsafe checked(JS_NewObjectClass(Engine.context, Int32(handleClass)))
    }

    /// Makes sure that there is a handle object for a call that may answer a handle; most do not.
    static func reserveHandle() throws(ScriptFailure) {
        if unsafe reserved == nil { unsafe reserved = EngineRoot(try closedHandle()) }
    }

    /// That object, which is the caller's.
    static func takeReservedHandle() -> EngineValue {
        // Trapping where none was reserved is right: a handle would be lost.
        let handle = unsafe reserved!.value.duplicate()
        unsafe reserved = nil
        return handle
    }

    /// Makes a handle object of `closedHandle` name a handle. From here on the object closes it when it is collected.
    func setHandle(_ number: HandleNumber) { unsafe engineSetHandle(borrowed, to: number) }

    /// The class's constructor; it always throws.
    static func handleConstructor() throws(ScriptFailure) -> EngineValue {
        // Safe: plain calls; the class's name is a static string, which ends in a NUL.
        let prototype = unsafe EngineValue(owning: JS_GetClassProto(Engine.context, handleClass))
        let constructor = try unsafe checked(
            JS_NewCFunction2(
                Engine.context,
                { _, _, _, _ in unsafe Engine.raise(.type("handles come from the system: a script cannot make one")) },
                handleClassName, 0, JS_CFUNC_constructor_or_func, 0))
        unsafe JS_SetConstructor(Engine.context, constructor.borrowed, prototype.borrowed)
        return constructor
    }
}

/// Safe: static strings live for ever and end in a NUL.
private var handleClassName: UnsafePointer<CChar> {
    unsafe UnsafeRawPointer(("Handle" as StaticString).utf8Start).assumingMemoryBound(to: CChar.self)
}

/// Registers the class; false where there is no memory.
func engineDefineHandleClass() -> Bool {
    // Safe: the definition is copied; its name lives for ever.
    unsafe JS_NewClassID(&handleClass)
    var definition = unsafe JSClassDef()
    unsafe definition.class_name = handleClassName
    unsafe definition.finalizer = { _, value in
        guard case .open(let number) = unsafe EngineHandle(value) else { return }
        // Closes it at once.
        _ = Handle(owning: number)
    }
    guard unsafe JS_NewClass(Engine.runtime, handleClass, &definition) == 0 else { return false }
    let prototype = unsafe JS_NewObject(Engine.context)
    guard unsafe JS_IsException(prototype) == 0 else { return false }
    // Takes the prototype.
    unsafe JS_SetClassProto(Engine.context, handleClass, prototype)
    return true
}
