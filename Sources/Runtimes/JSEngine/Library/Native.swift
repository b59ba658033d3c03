// What the engine does in Swift on behalf of scripts, by number: what instructions call, what the library's sources call
// as `%name`, and functions that scripts see. A native gets its frame (this at 16, arguments from 24 on) and answers a
// value or an answer; it holds no reference across anything that may collect.

/// The natives. The order is that of the image and means nothing else.
enum Native: UInt64 {
    // Instructions.
    case globalThis, importMeta, newRegExp, typeofGlobal, cannotDeleteSuper, directEval, getSuper,
        setSuper, callSpread, constructSpread, superConstructor, initializeFields,
        initializeGlobal, declareGlobal, getIterator, getAsyncIterator, requireIteratorResult,
        requireObject, copyRest, copyProperties, setLiteralPrototype, defineMember, makeClass,
        newPrivateName, setFunctionName, templateObject, enumerate, constructorResult, delegate,
        yieldsResult, importDynamic, helpAdd, helpArithmetic, helpCompare, helpEqual, helpNotEqual,
        helpToNumber, helpToNumeric, helpToPropertyKey, helpToString
    // The library.
    case isObject, isCallable, isConstructor, call, apply, construct, hole, typeError, rangeError,
        referenceError, toInteger, toLength, toObject, toNumber, toString, toPropertyKey, ownKeys,
        getOwn, defineOwn, createDataProperty, getPrototype, setPrototype, isExtensible,
        preventExtensions, kindOf, slot, setSlot, newObject, newArray, resume, generatorState,
        enqueue, addPrivate, setHelper, setPrototypePlace, install, newProxy, newBound, methodOf,
        sameValue, sameValueZero, arrayIterator, getFrom, setOn, deleteFrom, reject,
        symbolDescription, privateOf, isArray, nativeOf, fallback, speciesArray, setLengthOf, gc,
        strictEqual, stringIterator, sealShape
    // Functions.
    case print, objectConstructor, functionConstructor, arrayConstructor, stringConstructor,
        numberConstructor, booleanConstructor, symbolConstructor, errorConstructor, arrayPush,
        arrayPop, arrayShift, arraySlice, arrayIndexOf, arrayJoinPrimitive, arrayIteratorNext,
        arrayValues, arrayIsArray, charCodeAt, charAt, codePointAt, stringIndexOf, stringSlice,
        substring, fromCharCode, stringToStringMethod, toLowerCase, toUpperCase, trim,
        stringIncludes, startsWith, endsWith, numberToString, numberToFixed, mathFloor, mathCeil,
        mathRound, mathTrunc, mathSqrt, mathAbs, mathImul, mathMin, mathMax, mathPow, mathSign,
        mathRandom, mathClz32, mathFround, mathLog, mathExp, mathSin, mathCos, mathTan, mathAtan,
        mathAtan2, mathHypot, generatorNext, generatorThrow, generatorReturn, hasOwnProperty,
        objectKeys, functionText, parseInt, parseFloat, symbolFor, mapConstructor,
        setConstructor, mapGet, mapSet, mapHas, mapDelete, mapSize, mapClear, setAdd, mapEntry,
        promiseSlots, stringAt, arrayAt, heapUsed, collectNow, isPrototypeOf, thrower, lastIndexOf

    static let firstLibrary: UInt64 = 40
    static let firstFunction: UInt64 = 97
}

/// Natives that the library's sources name.
enum Intrinsics {
    /// The native that a name of a source stands for.
    static func find(_ names: borrowing NameTable, _ name: Name) -> Native? {
        let n = names.length(name)
        for i in 0..<count {
            let t = text(i)
            if t.utf8CodeUnitCount != n { continue }
            var equal = true
            t.withUTF8Buffer { bytes in
                for k in 0..<n where UInt16(unsafe bytes[k]) != names.unit(name, k) { equal = false }
            }
            if equal { return Native(rawValue: UInt64(i)) }
        }
        return nil
    }
    static let count = 180
    static func text(_ i: Int) -> StaticString {
        switch i {
        case 0: return "globalThis"
        case 1: return "importMeta"
        case 2: return "newRegExp"
        case 3: return "typeofGlobal"
        case 4: return "cannotDeleteSuper"
        case 5: return "directEval"
        case 6: return "getSuper"
        case 7: return "setSuper"
        case 8: return "callSpread"
        case 9: return "constructSpread"
        case 10: return "superConstructor"
        case 11: return "initializeFields"
        case 12: return "initializeGlobal"
        case 13: return "declareGlobal"
        case 14: return "getIterator"
        case 15: return "getAsyncIterator"
        case 16: return "requireIteratorResult"
        case 17: return "requireObject"
        case 18: return "copyRest"
        case 19: return "copyProperties"
        case 20: return "setLiteralPrototype"
        case 21: return "defineMember"
        case 22: return "makeClass"
        case 23: return "newPrivateName"
        case 24: return "setFunctionName"
        case 25: return "templateObject"
        case 26: return "enumerate"
        case 27: return "constructorResult"
        case 28: return "delegate"
        case 29: return "yieldsResult"
        case 30: return "importDynamic"
        case 31: return "helpAdd"
        case 32: return "helpArithmetic"
        case 33: return "helpCompare"
        case 34: return "helpEqual"
        case 35: return "helpNotEqual"
        case 36: return "helpToNumber"
        case 37: return "helpToNumeric"
        case 38: return "helpToPropertyKey"
        case 39: return "helpToString"
        case 40: return "isObject"
        case 41: return "isCallable"
        case 42: return "isConstructor"
        case 43: return "call"
        case 44: return "apply"
        case 45: return "construct"
        case 46: return "hole"
        case 47: return "typeError"
        case 48: return "rangeError"
        case 49: return "referenceError"
        case 50: return "toInteger"
        case 51: return "toLength"
        case 52: return "toObject"
        case 53: return "toNumber"
        case 54: return "toString"
        case 55: return "toPropertyKey"
        case 56: return "ownKeys"
        case 57: return "getOwn"
        case 58: return "defineOwn"
        case 59: return "createDataProperty"
        case 60: return "getPrototype"
        case 61: return "setPrototype"
        case 62: return "isExtensible"
        case 63: return "preventExtensions"
        case 64: return "kindOf"
        case 65: return "slot"
        case 66: return "setSlot"
        case 67: return "newObject"
        case 68: return "newArray"
        case 69: return "resume"
        case 70: return "generatorState"
        case 71: return "enqueue"
        case 72: return "addPrivate"
        case 73: return "setHelper"
        case 74: return "setPrototypePlace"
        case 75: return "install"
        case 76: return "newProxy"
        case 77: return "newBound"
        case 78: return "methodOf"
        case 79: return "sameValue"
        case 80: return "sameValueZero"
        case 81: return "arrayIterator"
        case 82: return "getFrom"
        case 83: return "setOn"
        case 84: return "deleteFrom"
        case 85: return "reject"
        case 86: return "symbolDescription"
        case 87: return "privateOf"
        case 88: return "isArray"
        case 89: return "nativeOf"
        case 90: return "fallback"
        case 91: return "speciesArray"
        case 92: return "setLengthOf"
        case 93: return "gc"
        case 94: return "strictEqual"
        case 95: return "stringIterator"
        case 96: return "sealShape"
        case 97: return "print"
        case 98: return "objectConstructor"
        case 99: return "functionConstructor"
        case 100: return "arrayConstructor"
        case 101: return "stringConstructor"
        case 102: return "numberConstructor"
        case 103: return "booleanConstructor"
        case 104: return "symbolConstructor"
        case 105: return "errorConstructor"
        case 106: return "arrayPush"
        case 107: return "arrayPop"
        case 108: return "arrayShift"
        case 109: return "arraySlice"
        case 110: return "arrayIndexOf"
        case 111: return "arrayJoinPrimitive"
        case 112: return "arrayIteratorNext"
        case 113: return "arrayValues"
        case 114: return "arrayIsArray"
        case 115: return "charCodeAt"
        case 116: return "charAt"
        case 117: return "codePointAt"
        case 118: return "stringIndexOf"
        case 119: return "stringSlice"
        case 120: return "substring"
        case 121: return "fromCharCode"
        case 122: return "stringToStringMethod"
        case 123: return "toLowerCase"
        case 124: return "toUpperCase"
        case 125: return "trim"
        case 126: return "stringIncludes"
        case 127: return "startsWith"
        case 128: return "endsWith"
        case 129: return "numberToString"
        case 130: return "numberToFixed"
        case 131: return "mathFloor"
        case 132: return "mathCeil"
        case 133: return "mathRound"
        case 134: return "mathTrunc"
        case 135: return "mathSqrt"
        case 136: return "mathAbs"
        case 137: return "mathImul"
        case 138: return "mathMin"
        case 139: return "mathMax"
        case 140: return "mathPow"
        case 141: return "mathSign"
        case 142: return "mathRandom"
        case 143: return "mathClz32"
        case 144: return "mathFround"
        case 145: return "mathLog"
        case 146: return "mathExp"
        case 147: return "mathSin"
        case 148: return "mathCos"
        case 149: return "mathTan"
        case 150: return "mathAtan"
        case 151: return "mathAtan2"
        case 152: return "mathHypot"
        case 153: return "generatorNext"
        case 154: return "generatorThrow"
        case 155: return "generatorReturn"
        case 156: return "hasOwnProperty"
        case 157: return "objectKeys"
        case 158: return "functionText"
        case 159: return "parseInt"
        case 160: return "parseFloat"
        case 161: return "symbolFor"
        case 162: return "mapConstructor"
        case 163: return "setConstructor"
        case 164: return "mapGet"
        case 165: return "mapSet"
        case 166: return "mapHas"
        case 167: return "mapDelete"
        case 168: return "mapSize"
        case 169: return "mapClear"
        case 170: return "setAdd"
        case 171: return "mapEntry"
        case 172: return "promiseSlots"
        case 173: return "stringAt"
        case 174: return "arrayAt"
        case 175: return "heapUsed"
        case 176: return "collectNow"
        case 177: return "isPrototypeOf"
        case 178: return "thrower"
        case 179: return "lastIndexOf"
        default: return ""
        }
    }
}
