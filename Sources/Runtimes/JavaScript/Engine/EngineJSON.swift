// Modules that are data: a file whose name ends in .json becomes a module with the parsed value as its default export
// (ECMAScript, "synthetic module records": ParseJSONModule). The engine has no import attributes, so the name decides.

import FTL
import QuickJS

/// Values of modules that are not instantiated yet, by the modules' addresses; a module stays where it is.
/// Safe: one thread.
nonisolated(unsafe) private var parsed: [UInt: EngineRoot] = [:]

extension Engine {
    static func isJSON(_ name: ByteString) -> Bool { name.bytes.suffix(5).elementsEqual(".json".utf8) }

    /// Makes the module of a JSON file.
    ///
    /// - Parameter text: UTF-8; a byte order mark at its beginning is skipped.
    /// - Returns: nil with an exception pending: a SyntaxError whose stack names file, line and column.
    @unsafe static func makeJSONModule(_ text: [UInt8], name: ByteString) -> OpaquePointer? {
        let mark: [UInt8] = [0xef, 0xbb, 0xbf]
        let content = text.starts(with: mark) ? Array(text.dropFirst(mark.count)) : text
        return unsafe withCString(name.bytes) { name -> OpaquePointer? in
            // Safe: the engine reads the text, which ends in a NUL that is not counted, before this returns.
            let value = unsafe withCString(content) { text in
                unsafe EngineBox(JS_ParseJSON(context, text, content.count, name))
            }
            guard unsafe JS_IsException(value.raw) == 0 else { return nil }
            let root = unsafe EngineRoot(EngineValue(owning: value.raw))
            let module = unsafe JS_NewCModule(context, name) { _, module in unsafe engineFillJSONModule(module) }
            guard let module = unsafe module, unsafe JS_AddModuleExport(context, module, "default") == 0 else {
                return nil
            }
            unsafe parsed[UInt(bitPattern: module)] = root
            return unsafe module
        }
    }
}

/// Gives the export its value; called once, when the module is instantiated.
@unsafe private func engineFillJSONModule(_ module: OpaquePointer?) -> Int32 {
    guard let root = unsafe parsed.removeValue(forKey: UInt(bitPattern: module)) else { return -1 }
    // Safe: takes a reference of its own.
    return unsafe JS_SetModuleExport(Engine.context, module, "default", root.value.duplicate().take())
}
