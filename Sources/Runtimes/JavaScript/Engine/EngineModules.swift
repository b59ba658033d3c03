// Modules: how the engine asks which file a specifier means, and for the file; and the one module that is not a file.
//
// The rules (who may import what) are not here but in ModuleResolver; the natives are in Native.swift.

import FTL
import QuickJS

/// Where the engine gets its modules.
protocol ModuleSource: AnyObject {
    func resolve(_ specifier: ByteString, from importer: ByteString) throws(ScriptFailure) -> ByteString
    func source(of name: ByteString) throws(ScriptFailure) -> [UInt8]
}

/// Safe: set once, before the first module; one thread.
nonisolated(unsafe) private var moduleSource: (any ModuleSource)?

extension Engine {
    /// Loads a module and everything it imports, and runs it.
    ///
    /// - Returns: the promise of its end.
    static func evaluate(_ name: ByteString, from source: any ModuleSource) throws(ScriptFailure) -> EngineValue {
        unsafe moduleSource = source
        let text = try source.source(of: name)
        return try unsafe EngineValue.checked(compile(text, name: name, flags: JS_EVAL_TYPE_MODULE))
    }

    @unsafe static func compile(_ text: [UInt8], name: ByteString, flags: Int32) -> JSValue {
        // Safe: both are borrowed while the engine reads them; the text ends in a NUL that is not counted.
        unsafe withCString(name.bytes) { name in
            unsafe EngineBox(
                withCString(text) { source in
                    unsafe EngineBox(JS_Eval(context, source, text.count, name, flags))
                }.raw)
        }.raw
    }
}

/// The name of the module that a specifier means, in memory that the engine frees; nil with an exception pending.
@unsafe func engineResolveModule(
    _ importer: UnsafePointer<CChar>?, _ specifier: UnsafePointer<CChar>?
) -> UnsafeMutablePointer<CChar>? {
    guard let source = unsafe moduleSource, let importer = unsafe importer, let specifier = unsafe specifier else {
        return nil
    }
    do throws(ScriptFailure) {
        let name = try unsafe source.resolve(bytes(of: specifier), from: bytes(of: importer))
        return unsafe Engine.withCString(name.bytes) { unsafe js_strdup(Engine.context, $0) }
    } catch {
        _ = unsafe Engine.raise(error)
        return nil
    }
}

/// The module of that name, loaded; nil with an exception pending.
@unsafe func engineLoadModule(_ name: UnsafePointer<CChar>?) -> OpaquePointer? {
    guard let source = unsafe moduleSource, let name = unsafe name else { return nil }
    let bytes = unsafe bytes(of: name)
    if bytes == ModuleResolver.native { return unsafe engineMakeNativeModule() }
    do throws(ScriptFailure) {
        let text = try source.source(of: bytes)
        if Engine.isJSON(bytes) { return unsafe Engine.makeJSONModule(text, name: bytes) }
        let module = unsafe Engine.compile(text, name: bytes, flags: JS_EVAL_TYPE_MODULE | JS_EVAL_FLAG_COMPILE_ONLY)
        guard unsafe JS_IsException(module) == 0 else { return nil }
        // The engine's list of modules holds it as well; this reference is one too many.
        let definition = unsafe OpaquePointer(module.u.ptr)
        unsafe JS_FreeValue(Engine.context, module)
        return unsafe definition
    } catch {
        _ = unsafe Engine.raise(error)
        return nil
    }
}

/// A C string's bytes.
@unsafe private func bytes(of text: UnsafePointer<CChar>) -> ByteString {
    // Safe: the engine's strings end in a NUL.
    unsafe ByteString(Array(UnsafeRawBufferPointer(start: text, count: strlen(text))))
}

// --- The native module ---

/// Makes the module that exports the natives.
@unsafe private func engineMakeNativeModule() -> OpaquePointer? {
    let name = unsafe Engine.withCString(ModuleResolver.native.bytes) { name in
        unsafe JS_NewCModule(Engine.context, name) { _, module in unsafe engineFillNativeModule(module) }
    }
    guard let module = unsafe name else { return nil }
    for export in Native.allCases {
        guard unsafe JS_AddModuleExport(Engine.context, module, cName(export)) == 0 else { return nil }
    }
    return unsafe module
}

/// Gives the exports their values; called when the module is instantiated.
@unsafe private func engineFillNativeModule(_ module: OpaquePointer?) -> Int32 {
    for export in Native.allCases {
        do throws(ScriptFailure) {
            let value: EngineValue
            switch export.constant {
            case .some(let make): value = try make()
            case nil: value = try unsafe makeFunction(export)
            }
            // Takes the value.
            guard unsafe JS_SetModuleExport(Engine.context, module, cName(export), value.take()) == 0 else { return -1 }
        } catch {
            _ = unsafe Engine.raise(error)
            return -1
        }
    }
    return 0
}

/// The function object of a native.
@unsafe private func makeFunction(_ native: Native) throws(ScriptFailure) -> EngineValue {
    try unsafe EngineValue.checked(
        JS_NewCFunctionMagic(
            Engine.context,
            { _, _, count, arguments, magic in
                // Traps on a number that is none of ours: there is none.
                let native = Native(rawValue: magic)!
                do throws(ScriptFailure) {
                    return try unsafe native.call(EngineArguments(arguments, count: count)).take()
                } catch {
                    return unsafe Engine.raise(error)
                }
            }, cName(native), 0, JS_CFUNC_generic_magic, native.rawValue))
}

/// Bytes of stack that a script's function needs to do something with what a method answered it.
private let callerReserve = 1024

extension EngineValue {
    /// The function object of a method.
    static func method(
        _ method: NativeMethod, _ name: StaticString, parameters: Int
    ) throws(ScriptFailure) -> EngineValue {
        try unsafe checked(
            JS_NewCFunctionMagic(
                Engine.context,
                { _, this, count, arguments, magic in
                    // Traps on a number that is none of ours: there is none.
                    let method = NativeMethod(rawValue: magic)!
                    // What the method changes cannot be undone where its caller then has no stack to take the result.
                    guard unsafe engine_require_stack(Engine.context, callerReserve) != 0 else {
                        return unsafe engine_exception()
                    }
                    do throws(ScriptFailure) {
                        return try unsafe method.call(
                            on: EngineReceiver(this), EngineArguments(arguments, count: count)
                        ).take()
                    } catch {
                        return unsafe Engine.raise(error)
                    }
                }, cString(name), Int32(parameters), JS_CFUNC_generic_magic, method.rawValue))
    }
}

/// The function object of a system call.
func engineMakeCall(_ call: Syscall, _ name: StaticString) throws(ScriptFailure) -> EngineValue {
    // Safe: static strings live for ever and end in a NUL.
    let name = unsafe UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)
    return try unsafe EngineValue.checked(
        JS_NewCFunctionMagic(
            Engine.context,
            { _, _, count, arguments, number in
                do throws(ScriptFailure) {
                    return try unsafe Marshaller.call(Int(number), EngineArguments(arguments, count: count)).take()
                } catch {
                    return unsafe Engine.raise(error)
                }
            }, name, 0, JS_CFUNC_generic_magic, Int32(call.rawValue)))
}

/// Safe: static strings live for ever and end in a NUL.
private func cName(_ native: Native) -> UnsafePointer<CChar> {
    unsafe UnsafeRawPointer(native.name.utf8Start).assumingMemoryBound(to: CChar.self)
}
