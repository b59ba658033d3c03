// Words that the grammar knows (ECMA-262, 12.7.2), by their number in every name table, and names that no source can spell.

enum Keyword {
    static let `break`: Name = 0
    static let `case`: Name = 1
    static let `catch`: Name = 2
    static let `class`: Name = 3
    static let const: Name = 4
    static let `continue`: Name = 5
    static let debugger: Name = 6
    static let `default`: Name = 7
    static let delete: Name = 8
    static let `do`: Name = 9
    static let `else`: Name = 10
    static let `enum`: Name = 11
    static let export: Name = 12
    static let extends: Name = 13
    static let `false`: Name = 14
    static let finally: Name = 15
    static let `for`: Name = 16
    static let function: Name = 17
    static let `if`: Name = 18
    static let `import`: Name = 19
    static let `in`: Name = 20
    static let instanceof: Name = 21
    static let new: Name = 22
    static let null: Name = 23
    static let `return`: Name = 24
    static let `super`: Name = 25
    static let `switch`: Name = 26
    static let this: Name = 27
    static let `throw`: Name = 28
    static let `true`: Name = 29
    static let `try`: Name = 30
    static let typeof: Name = 31
    static let `var`: Name = 32
    static let void: Name = 33
    static let `while`: Name = 34
    static let withWord: Name = 35
    static let `let`: Name = 36
    static let `static`: Name = 37
    static let yield: Name = 38
    static let implements: Name = 39
    static let interface: Name = 40
    static let package: Name = 41
    static let `private`: Name = 42
    static let `protected`: Name = 43
    static let `public`: Name = 44
    static let await: Name = 45
    static let async: Name = 46
    static let of: Name = 47
    static let get: Name = 48
    static let set: Name = 49
    static let `as`: Name = 50
    static let from: Name = 51
    static let target: Name = 52
    static let meta: Name = 53
    static let constructor: Name = 54
    static let prototype: Name = 55
    static let arguments: Name = 56
    static let eval: Name = 57
    static let accessor: Name = 58
    static let undefined: Name = 59
    static let empty: Name = 60
    static let newTarget: Name = 61
    static let homePrototype: Name = 62
    static let homeConstructor: Name = 63
    static let fields: Name = 64
    static let starDefault: Name = 65
    static let privateConstructor: Name = 66
    static let protoKey: Name = 67
    static let useStrict: Name = 68
    static let type: Name = 69
    static let length: Name = 70
    static let name: Name = 71
    static let computedKey: Name = 72
    static let fieldsName: Name = 73
    static let staticName: Name = 74

    static let count = 75
    /// Reserved everywhere; those before `let` in the table.
    static let reservedCount: Name = 36
    /// Reserved in strict code as well.
    static let strictCount: Name = 45

    static func text(_ i: Int) -> StaticString {
        switch i {
        case 0: return "break"
        case 1: return "case"
        case 2: return "catch"
        case 3: return "class"
        case 4: return "const"
        case 5: return "continue"
        case 6: return "debugger"
        case 7: return "default"
        case 8: return "delete"
        case 9: return "do"
        case 10: return "else"
        case 11: return "enum"
        case 12: return "export"
        case 13: return "extends"
        case 14: return "false"
        case 15: return "finally"
        case 16: return "for"
        case 17: return "function"
        case 18: return "if"
        case 19: return "import"
        case 20: return "in"
        case 21: return "instanceof"
        case 22: return "new"
        case 23: return "null"
        case 24: return "return"
        case 25: return "super"
        case 26: return "switch"
        case 27: return "this"
        case 28: return "throw"
        case 29: return "true"
        case 30: return "try"
        case 31: return "typeof"
        case 32: return "var"
        case 33: return "void"
        case 34: return "while"
        case 35: return "with"
        case 36: return "let"
        case 37: return "static"
        case 38: return "yield"
        case 39: return "implements"
        case 40: return "interface"
        case 41: return "package"
        case 42: return "private"
        case 43: return "protected"
        case 44: return "public"
        case 45: return "await"
        case 46: return "async"
        case 47: return "of"
        case 48: return "get"
        case 49: return "set"
        case 50: return "as"
        case 51: return "from"
        case 52: return "target"
        case 53: return "meta"
        case 54: return "constructor"
        case 55: return "prototype"
        case 56: return "arguments"
        case 57: return "eval"
        case 58: return "accessor"
        case 59: return "undefined"
        case 60: return ""
        case 61: return "new.target"
        case 62: return "%proto"
        case 63: return "%class"
        case 64: return "%fields"
        case 65: return "*default*"
        case 66: return "#constructor"
        case 67: return "__proto__"
        case 68: return "use strict"
        case 69: return "type"
        case 70: return "length"
        case 71: return "name"
        case 72: return "%key"
        case 73: return "<fields>"
        case 74: return "<static>"
        default: return ""
        }
    }
}
