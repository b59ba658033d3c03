// Code that runs while the script does: modules of the library at their first use, and what a person types at a prompt.

import FTL
import QuickJS

extension Engine {
    /// Loads a module of the library, with what it imports, if it is not there yet.
    ///
    /// - Parameter arguments: the name of its file from "lib/" on.
    /// - Returns: its exports.
    static func load(_ arguments: EngineArguments) throws(ScriptFailure) -> EngineValue {
        let name = try unsafe arguments.withText(0, "load: module") { text, length in
            unsafe [UInt8](UnsafeRawBufferPointer(start: text, count: length))
        }
        // The engine loads files only for somebody who imports them: a module of one line.
        let source = Array("export * from './".utf8) + name + Array("';".utf8)
        // It stands beside the library's modules, whichever folder of theirs the file is in.
        let label = name.map { $0 == UInt8(ascii: "/") ? UInt8(ascii: "-") : $0 }
        let importer = ByteString(Array("lib/load-".utf8) + label)
        let module = unsafe compile(source, name: importer, flags: JS_EVAL_TYPE_MODULE | JS_EVAL_FLAG_COMPILE_ONLY)
        guard unsafe JS_IsException(module) == 0 else { throw .thrown }
        let definition = unsafe OpaquePointer(module.u.ptr)
        // Takes the module. Those of the library run to their end at once: none of them waits.
        let end = try unsafe EngineValue.checked(JS_EvalFunction(context, module))
        guard unsafe JS_PromiseState(context, end.borrowed) != JS_PROMISE_REJECTED else {
            // Whoever asked for the module gets the reason; nobody else has to.
            unsafe engineTrackRejection(end.borrowed, end.borrowed, 1)
            throw unsafe EngineValue(owning: JS_PromiseResult(context, end.borrowed)).thrown()
        }
        return try unsafe EngineValue.checked(JS_GetModuleNamespace(context, definition))
    }

    /// Runs a script in the global scope.
    ///
    /// - Parameter arguments: its text, and the name it has in reports.
    /// - Returns: the promise of `{ value }`.
    static func evaluate(_ arguments: EngineArguments) throws(ScriptFailure) -> EngineValue {
        try unsafe arguments.withText(1, "evaluate: name") { (name, _) throws(ScriptFailure) in
            try unsafe arguments.withText(0, "evaluate: source") { (source, length) throws(ScriptFailure) in
                let flags = JS_EVAL_TYPE_GLOBAL | JS_EVAL_FLAG_ASYNC | JS_EVAL_FLAG_BACKTRACE_BARRIER
                return try unsafe EngineValue.checked(JS_Eval(context, source, length, name, flags))
            }
        }
    }
}

extension EngineValue {
    /// Whether this is the error of an interruption, which no handler catches. From here on it can be caught.
    @discardableResult
    func forgiveInterruption() -> Bool {
        // Safe: plain calls.
        guard unsafe JS_IsUncatchableError(Engine.context, borrowed) != 0 else { return false }
        unsafe JS_SetUncatchableError(Engine.context, borrowed, 0)
        return true
    }
}
