// The names and symbols that the engine itself knows: atoms from the start, so that they compare as references.

/// Places in the state.
enum Atom {
    static let empty: UInt64 = State.atoms + 0
    static let length: UInt64 = State.atoms + 8
    static let prototype: UInt64 = State.atoms + 16
    static let constructor: UInt64 = State.atoms + 24
    static let name: UInt64 = State.atoms + 32
    static let message: UInt64 = State.atoms + 40
    static let stack: UInt64 = State.atoms + 48
    static let cause: UInt64 = State.atoms + 56
    static let errors: UInt64 = State.atoms + 64
    static let value: UInt64 = State.atoms + 72
    static let done: UInt64 = State.atoms + 80
    static let get: UInt64 = State.atoms + 88
    static let set: UInt64 = State.atoms + 96
    static let enumerable: UInt64 = State.atoms + 104
    static let configurable: UInt64 = State.atoms + 112
    static let writable: UInt64 = State.atoms + 120
    static let next: UInt64 = State.atoms + 128
    static let `return`: UInt64 = State.atoms + 136
    static let `throw`: UInt64 = State.atoms + 144
    static let then: UInt64 = State.atoms + 152
    static let index: UInt64 = State.atoms + 160
    static let input: UInt64 = State.atoms + 168
    static let groups: UInt64 = State.atoms + 176
    static let indices: UInt64 = State.atoms + 184
    static let lastIndex: UInt64 = State.atoms + 192
    static let source: UInt64 = State.atoms + 200
    static let flags: UInt64 = State.atoms + 208
    static let raw: UInt64 = State.atoms + 216
    static let callee: UInt64 = State.atoms + 224
    static let toString: UInt64 = State.atoms + 232
    static let valueOf: UInt64 = State.atoms + 240
    static let toJSON: UInt64 = State.atoms + 248
    static let undefined: UInt64 = State.atoms + 256
    static let null: UInt64 = State.atoms + 264
    static let `false`: UInt64 = State.atoms + 272
    static let `true`: UInt64 = State.atoms + 280
    static let number: UInt64 = State.atoms + 288
    static let object: UInt64 = State.atoms + 296
    static let function: UInt64 = State.atoms + 304
    static let string: UInt64 = State.atoms + 312
    static let boolean: UInt64 = State.atoms + 320
    static let symbol: UInt64 = State.atoms + 328
    static let bigint: UInt64 = State.atoms + 336
    static let `default`: UInt64 = State.atoms + 344
    static let anonymous: UInt64 = State.atoms + 352
    static let NaN: UInt64 = State.atoms + 360
    static let Infinity: UInt64 = State.atoms + 368
    static let negativeInfinity: UInt64 = State.atoms + 376
    static let proto: UInt64 = State.atoms + 384
    static let arguments: UInt64 = State.atoms + 392
    static let eval: UInt64 = State.atoms + 400
    static let exec: UInt64 = State.atoms + 408
    static let global: UInt64 = State.atoms + 416
    static let description: UInt64 = State.atoms + 424
    static let join: UInt64 = State.atoms + 432
    static let resolve: UInt64 = State.atoms + 440
    static let target: UInt64 = State.atoms + 448
    static let this: UInt64 = State.atoms + 456
    static let `let`: UInt64 = State.atoms + 464
    static let const: UInt64 = State.atoms + 472
    static let `var`: UInt64 = State.atoms + 480
    static let `if`: UInt64 = State.atoms + 488
    static let `else`: UInt64 = State.atoms + 496
    static let `while`: UInt64 = State.atoms + 504
    static let `for`: UInt64 = State.atoms + 512
    static let `break`: UInt64 = State.atoms + 520
    static let `continue`: UInt64 = State.atoms + 528
    static let `do`: UInt64 = State.atoms + 536
    static let `switch`: UInt64 = State.atoms + 544
    static let `case`: UInt64 = State.atoms + 552
    static let `try`: UInt64 = State.atoms + 560
    static let `catch`: UInt64 = State.atoms + 568
    static let finally: UInt64 = State.atoms + 576
    static let new: UInt64 = State.atoms + 584
    static let typeof: UInt64 = State.atoms + 592
    static let `in`: UInt64 = State.atoms + 600
    static let instanceof: UInt64 = State.atoms + 608
    static let of: UInt64 = State.atoms + 616
    static let void: UInt64 = State.atoms + 624
    static let delete: UInt64 = State.atoms + 632
    static let `class`: UInt64 = State.atoms + 640
    static let extends: UInt64 = State.atoms + 648
    static let `super`: UInt64 = State.atoms + 656
    static let `import`: UInt64 = State.atoms + 664
    static let export: UInt64 = State.atoms + 672
    static let from: UInt64 = State.atoms + 680
    static let `as`: UInt64 = State.atoms + 688
    static let async: UInt64 = State.atoms + 696
    static let await: UInt64 = State.atoms + 704
    static let yield: UInt64 = State.atoms + 712
    static let `static`: UInt64 = State.atoms + 720
    static let meta: UInt64 = State.atoms + 728
    static let `enum`: UInt64 = State.atoms + 736
    static let implements: UInt64 = State.atoms + 744
    static let interface: UInt64 = State.atoms + 752
    static let package: UInt64 = State.atoms + 760
    static let `private`: UInt64 = State.atoms + 768
    static let protected: UInt64 = State.atoms + 776
    static let `public`: UInt64 = State.atoms + 784
    static let debugger: UInt64 = State.atoms + 792
    static let with_: UInt64 = State.atoms + 800
    static let accessor: UInt64 = State.atoms + 808
    static let using: UInt64 = State.atoms + 816
    static let `defer`: UInt64 = State.atoms + 824
    static let type: UInt64 = State.atoms + 832
    static let tag: UInt64 = State.atoms + 840
    static let iterator: UInt64 = State.atoms + 848
    static let asyncIterator: UInt64 = State.atoms + 856
    static let hasInstance: UInt64 = State.atoms + 864
    static let toPrimitive: UInt64 = State.atoms + 872
    static let species: UInt64 = State.atoms + 880
    static let isConcatSpreadable: UInt64 = State.atoms + 888
    static let unscopables: UInt64 = State.atoms + 896
    static let match: UInt64 = State.atoms + 904
    static let matchAll: UInt64 = State.atoms + 912
    static let replace: UInt64 = State.atoms + 920
    static let search: UInt64 = State.atoms + 928
    static let split: UInt64 = State.atoms + 936
    static let use: UInt64 = State.atoms + 944
    static let strict_: UInt64 = State.atoms + 952
    static let useStrict: UInt64 = State.atoms + 960
    static let json: UInt64 = State.atoms + 968
    static let getPrefix: UInt64 = State.atoms + 976
    static let setPrefix: UInt64 = State.atoms + 984
    static let star: UInt64 = State.atoms + 992
    static let hasIndices: UInt64 = State.atoms + 1000
    static let globalFlag: UInt64 = State.atoms + 1008

    static let count: UInt64 = 127
    /// The texts, in order. Those from "Symbol.toStringTag" to "Symbol.split" are well-known symbols (6.1.5.1).
    static func text(_ i: UInt64) -> StaticString {
        switch i {
        case 0: return ""
        case 1: return "length"
        case 2: return "prototype"
        case 3: return "constructor"
        case 4: return "name"
        case 5: return "message"
        case 6: return "stack"
        case 7: return "cause"
        case 8: return "errors"
        case 9: return "value"
        case 10: return "done"
        case 11: return "get"
        case 12: return "set"
        case 13: return "enumerable"
        case 14: return "configurable"
        case 15: return "writable"
        case 16: return "next"
        case 17: return "return"
        case 18: return "throw"
        case 19: return "then"
        case 20: return "index"
        case 21: return "input"
        case 22: return "groups"
        case 23: return "indices"
        case 24: return "lastIndex"
        case 25: return "source"
        case 26: return "flags"
        case 27: return "raw"
        case 28: return "callee"
        case 29: return "toString"
        case 30: return "valueOf"
        case 31: return "toJSON"
        case 32: return "undefined"
        case 33: return "null"
        case 34: return "false"
        case 35: return "true"
        case 36: return "number"
        case 37: return "object"
        case 38: return "function"
        case 39: return "string"
        case 40: return "boolean"
        case 41: return "symbol"
        case 42: return "bigint"
        case 43: return "default"
        case 44: return "anonymous"
        case 45: return "NaN"
        case 46: return "Infinity"
        case 47: return "-Infinity"
        case 48: return "__proto__"
        case 49: return "arguments"
        case 50: return "eval"
        case 51: return "exec"
        case 52: return "globalThis"
        case 53: return "description"
        case 54: return "join"
        case 55: return "resolve"
        case 56: return "target"
        case 57: return "this"
        case 58: return "let"
        case 59: return "const"
        case 60: return "var"
        case 61: return "if"
        case 62: return "else"
        case 63: return "while"
        case 64: return "for"
        case 65: return "break"
        case 66: return "continue"
        case 67: return "do"
        case 68: return "switch"
        case 69: return "case"
        case 70: return "try"
        case 71: return "catch"
        case 72: return "finally"
        case 73: return "new"
        case 74: return "typeof"
        case 75: return "in"
        case 76: return "instanceof"
        case 77: return "of"
        case 78: return "void"
        case 79: return "delete"
        case 80: return "class"
        case 81: return "extends"
        case 82: return "super"
        case 83: return "import"
        case 84: return "export"
        case 85: return "from"
        case 86: return "as"
        case 87: return "async"
        case 88: return "await"
        case 89: return "yield"
        case 90: return "static"
        case 91: return "meta"
        case 92: return "enum"
        case 93: return "implements"
        case 94: return "interface"
        case 95: return "package"
        case 96: return "private"
        case 97: return "protected"
        case 98: return "public"
        case 99: return "debugger"
        case 100: return "with"
        case 101: return "accessor"
        case 102: return "using"
        case 103: return "defer"
        case 104: return "type"
        case 105: return "Symbol.toStringTag"
        case 106: return "Symbol.iterator"
        case 107: return "Symbol.asyncIterator"
        case 108: return "Symbol.hasInstance"
        case 109: return "Symbol.toPrimitive"
        case 110: return "Symbol.species"
        case 111: return "Symbol.isConcatSpreadable"
        case 112: return "Symbol.unscopables"
        case 113: return "Symbol.match"
        case 114: return "Symbol.matchAll"
        case 115: return "Symbol.replace"
        case 116: return "Symbol.search"
        case 117: return "Symbol.split"
        case 118: return "use"
        case 119: return "strict"
        case 120: return "use strict"
        case 121: return "json"
        case 122: return "get "
        case 123: return "set "
        case 124: return "*default*"
        case 125: return "hasIndices"
        case 126: return "g"
        default: return ""
        }
    }
    static func isSymbol(_ i: UInt64) -> Bool { i >= (tag - State.atoms) / 8 && i <= (split - State.atoms) / 8 }
}
