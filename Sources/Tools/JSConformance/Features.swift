// The features, by their names in test262's features.txt, that ECMAScript 2025 has and that are in scope; a test that
// needs any other is out of scope. Left out of ES2025: what is about realms, agents and Intl, tail calls, and Annex B's
// `__getter__` and `__setter__`. Not of ES2025, but there: Array.fromAsync.

enum Features {
    static let inScope: Set<String> = Set(names.split(whereSeparator: \.isWhitespace).map(String.init))

    private static let names = """
        AggregateError align-detached-buffer-semantics-with-web-reality arbitrary-module-namespace-names ArrayBuffer
        array-find-from-last Array.fromAsync Array.prototype.at Array.prototype.flat Array.prototype.flatMap
        Array.prototype.includes Array.prototype.values array-grouping arraybuffer-transfer arrow-function async-iteration
        async-functions BigInt change-array-by-copy class class-fields-private class-fields-private-in class-fields-public
        class-methods-private class-static-block class-static-fields-private class-static-fields-public
        class-static-methods-private coalesce-expression computed-property-names const DataView
        DataView.prototype.getFloat32 DataView.prototype.getFloat64 DataView.prototype.getInt16 DataView.prototype.getInt32
        DataView.prototype.getInt8 DataView.prototype.getUint16 DataView.prototype.getUint32 DataView.prototype.setUint8
        default-parameters destructuring-assignment destructuring-binding dynamic-import error-cause exponentiation
        export-star-as-namespace-from-module FinalizationRegistry for-in-order for-of Float16Array Float32Array
        Float64Array generators globalThis hashbang import-attributes import.meta iterator-helpers Int8Array Int16Array
        Int32Array json-modules json-superset let logical-assignment-operators Map new.target numeric-separator-literal
        object-rest object-spread Object.fromEntries Object.hasOwn Object.is optional-catch-binding optional-chaining
        Promise Promise.allSettled Promise.any Promise.prototype.finally promise-with-resolvers promise-try Proxy
        proxy-missing-checks Reflect Reflect.construct Reflect.set Reflect.setPrototypeOf regexp-dotall
        regexp-duplicate-named-groups RegExp.escape regexp-lookbehind regexp-match-indices regexp-modifiers
        regexp-named-groups regexp-unicode-property-escapes regexp-v-flag resizable-arraybuffer rest-parameters Set
        set-methods stable-array-sort stable-typedarray-sort string-trimming String.fromCodePoint String.prototype.at
        String.prototype.endsWith String.prototype.includes String.prototype.isWellFormed String.prototype.matchAll
        String.prototype.replaceAll String.prototype.trimEnd String.prototype.trimStart String.prototype.toWellFormed
        super Symbol symbols-as-weakmap-keys Symbol.asyncIterator Symbol.hasInstance Symbol.isConcatSpreadable
        Symbol.iterator Symbol.match Symbol.matchAll Symbol.prototype.description Symbol.replace Symbol.search
        Symbol.species Symbol.split Symbol.toPrimitive Symbol.toStringTag Symbol.unscopables template top-level-await
        TypedArray TypedArray.prototype.at u180e Uint8Array Uint16Array Uint32Array Uint8ClampedArray WeakMap WeakRef
        WeakSet well-formed-json-stringify __proto__ host-gc-required
        """
}
