// Places in the state of the library's prototypes, of root shapes, and of the library's functions that the engine calls.

/// Prototypes (6.1.7.4: the well-known intrinsic objects that are prototypes).
enum Prototype {
    static let object: UInt64 = State.prototypes + 0
    static let function: UInt64 = State.prototypes + 8
    static let array: UInt64 = State.prototypes + 16
    static let string: UInt64 = State.prototypes + 24
    static let number: UInt64 = State.prototypes + 32
    static let boolean: UInt64 = State.prototypes + 40
    static let symbol: UInt64 = State.prototypes + 48
    static let bigInt: UInt64 = State.prototypes + 56
    static let error: UInt64 = State.prototypes + 64
    static let typeError: UInt64 = State.prototypes + 72
    static let rangeError: UInt64 = State.prototypes + 80
    static let referenceError: UInt64 = State.prototypes + 88
    static let syntaxError: UInt64 = State.prototypes + 96
    static let evalError: UInt64 = State.prototypes + 104
    static let uriError: UInt64 = State.prototypes + 112
    static let aggregateError: UInt64 = State.prototypes + 120
    static let iterator: UInt64 = State.prototypes + 128
    static let asyncIterator: UInt64 = State.prototypes + 136
    static let arrayIterator: UInt64 = State.prototypes + 144
    static let generator: UInt64 = State.prototypes + 152
    static let asyncGenerator: UInt64 = State.prototypes + 160
    static let generatorFunction: UInt64 = State.prototypes + 168
    static let asyncGeneratorFunction: UInt64 = State.prototypes + 176
    static let asyncFunction: UInt64 = State.prototypes + 184
    static let promise: UInt64 = State.prototypes + 192
    static let regExp: UInt64 = State.prototypes + 200
    static let map: UInt64 = State.prototypes + 208
    static let set: UInt64 = State.prototypes + 216
    static let weakMap: UInt64 = State.prototypes + 224
    static let weakSet: UInt64 = State.prototypes + 232
    static let weakRef: UInt64 = State.prototypes + 240
    static let finalizationRegistry: UInt64 = State.prototypes + 248
    static let date: UInt64 = State.prototypes + 256
    static let arrayBuffer: UInt64 = State.prototypes + 264
    static let dataView: UInt64 = State.prototypes + 272
    static let typedArray: UInt64 = State.prototypes + 280
    static let int8: UInt64 = State.prototypes + 288
    static let uint8: UInt64 = State.prototypes + 296
    static let uint8Clamped: UInt64 = State.prototypes + 304
    static let int16: UInt64 = State.prototypes + 312
    static let uint16: UInt64 = State.prototypes + 320
    static let int32: UInt64 = State.prototypes + 328
    static let uint32: UInt64 = State.prototypes + 336
    static let float16: UInt64 = State.prototypes + 344
    static let float32: UInt64 = State.prototypes + 352
    static let float64: UInt64 = State.prototypes + 360
    static let bigInt64: UInt64 = State.prototypes + 368
    static let bigUint64: UInt64 = State.prototypes + 376
    static let mapIterator: UInt64 = State.prototypes + 384
    static let setIterator: UInt64 = State.prototypes + 392
    static let stringIterator: UInt64 = State.prototypes + 400
    static let regExpStringIterator: UInt64 = State.prototypes + 408
    static let iteratorHelper: UInt64 = State.prototypes + 416
    static let wrapForValid: UInt64 = State.prototypes + 424
    static let asyncFromSync: UInt64 = State.prototypes + 432
    static let namespace: UInt64 = State.prototypes + 440

    static let count = 56
    static func text(_ i: Int) -> StaticString {
        switch i {
        case 0: return "object"
        case 1: return "function"
        case 2: return "array"
        case 3: return "string"
        case 4: return "number"
        case 5: return "boolean"
        case 6: return "symbol"
        case 7: return "bigInt"
        case 8: return "error"
        case 9: return "typeError"
        case 10: return "rangeError"
        case 11: return "referenceError"
        case 12: return "syntaxError"
        case 13: return "evalError"
        case 14: return "uriError"
        case 15: return "aggregateError"
        case 16: return "iterator"
        case 17: return "asyncIterator"
        case 18: return "arrayIterator"
        case 19: return "generator"
        case 20: return "asyncGenerator"
        case 21: return "generatorFunction"
        case 22: return "asyncGeneratorFunction"
        case 23: return "asyncFunction"
        case 24: return "promise"
        case 25: return "regExp"
        case 26: return "map"
        case 27: return "set"
        case 28: return "weakMap"
        case 29: return "weakSet"
        case 30: return "weakRef"
        case 31: return "finalizationRegistry"
        case 32: return "date"
        case 33: return "arrayBuffer"
        case 34: return "dataView"
        case 35: return "typedArray"
        case 36: return "int8"
        case 37: return "uint8"
        case 38: return "uint8Clamped"
        case 39: return "int16"
        case 40: return "uint16"
        case 41: return "int32"
        case 42: return "uint32"
        case 43: return "float16"
        case 44: return "float32"
        case 45: return "float64"
        case 46: return "bigInt64"
        case 47: return "bigUint64"
        case 48: return "mapIterator"
        case 49: return "setIterator"
        case 50: return "stringIterator"
        case 51: return "regExpStringIterator"
        case 52: return "iteratorHelper"
        case 53: return "wrapForValid"
        case 54: return "asyncFromSync"
        case 55: return "namespace"
        default: return ""
        }
    }
}

/// What new objects begin with.
enum RootShape {
    static let object: UInt64 = State.shapes + 0
    static let array: UInt64 = State.shapes + 8
    static let function: UInt64 = State.shapes + 16
    static let special: UInt64 = State.shapes + 24
    static let result: UInt64 = State.shapes + 32
    static let arguments: UInt64 = State.shapes + 40
    static let error: UInt64 = State.shapes + 48
    static let method: UInt64 = State.shapes + 56
    static let generatorFunction: UInt64 = State.shapes + 64
    static let asyncFunction: UInt64 = State.shapes + 72
    static let asyncGeneratorFunction: UInt64 = State.shapes + 80
    static let arrowFunction: UInt64 = State.shapes + 88
    static let nativeFunction: UInt64 = State.shapes + 96
}

/// Functions of the library for what the machine cannot do in one step, as scripts have to run in between.
enum Helper: UInt64 {
    // Natives: they coerce their arguments in place.
    case add, arithmetic, compare, equal, notEqual, toNumber, toNumeric, toPropertyKey, toStringValue
    // Of the library's sources.
    case toPrimitive, proxyGet, proxyHas, proxySet, proxyDelete, proxyDefineValue, proxyCall, proxyConstruct
    case setLength, asyncStart, asyncGeneratorStart, instanceOf, boundCall, boundConstruct, delegate
    case initializeFields, copyProperties, copyRest, enumerate, getElement, setElement, deleteElement, hasElement
    case importDynamic, getSuper, setSuper, getAsyncIterator, runJob, getIterator, asyncGeneratorResume

    static let count = 39
    static func text(_ i: Int) -> StaticString {
        switch i {
        case 0: return "add"
        case 1: return "arithmetic"
        case 2: return "compare"
        case 3: return "equal"
        case 4: return "notEqual"
        case 5: return "toNumber"
        case 6: return "toNumeric"
        case 7: return "toPropertyKey"
        case 8: return "toStringValue"
        case 9: return "toPrimitive"
        case 10: return "proxyGet"
        case 11: return "proxyHas"
        case 12: return "proxySet"
        case 13: return "proxyDelete"
        case 14: return "proxyDefineValue"
        case 15: return "proxyCall"
        case 16: return "proxyConstruct"
        case 17: return "setLength"
        case 18: return "asyncStart"
        case 19: return "asyncGeneratorStart"
        case 20: return "instanceOf"
        case 21: return "boundCall"
        case 22: return "boundConstruct"
        case 23: return "delegate"
        case 24: return "initializeFields"
        case 25: return "copyProperties"
        case 26: return "copyRest"
        case 27: return "enumerate"
        case 28: return "getElement"
        case 29: return "setElement"
        case 30: return "deleteElement"
        case 31: return "hasElement"
        case 32: return "importDynamic"
        case 33: return "getSuper"
        case 34: return "setSuper"
        case 35: return "getAsyncIterator"
        case 36: return "runJob"
        case 37: return "getIterator"
        case 38: return "asyncGeneratorResume"
        default: return ""
        }
    }
}
