// Tokens (ECMA-262, 12): what the scanner gives to the parser.

enum Token: UInt8 {
    case end, name, number, bigInt, string, template, privateName
    // Punctuators.
    case open, close, openBrace, closeBrace, openBracket, closeBracket
    case semicolon, comma, dot, colon, question, tilde, arrow, ellipsis, optional
    // Assignments, in the order of the binary operators below.
    case assign, addAssign, subtractAssign, multiplyAssign, divideAssign, remainderAssign, powerAssign
    case leftAssign, rightAssign, unsignedRightAssign, andAssign, orAssign, xorAssign
    case logicalAndAssign, logicalOrAssign, nullishAssign
    // Binary operators.
    case add, subtract, multiply, divide, remainder, power, left, right, unsignedRight, and, or, xor
    case logicalAnd, logicalOr, nullish
    case equal, notEqual, same, notSame, less, greater, lessEqual, greaterEqual
    case `in`, `instanceof`
    // Others.
    case not, increment, decrement
    case typeof, void, delete, positive, negative

    var isAssignment: Bool { rawValue >= Token.assign.rawValue && rawValue <= Token.nullishAssign.rawValue }
    /// The operator of a compound assignment.
    var compoundOperator: Token {
        Token(rawValue: rawValue - Token.addAssign.rawValue + Token.add.rawValue) ?? .end
    }
    /// How strongly a binary operator binds (13.6 to 13.12); 0 for what is none.
    var precedence: Int {
        switch self {
        case .nullish, .logicalOr: return 1
        case .logicalAnd: return 2
        case .or: return 3
        case .xor: return 4
        case .and: return 5
        case .equal, .notEqual, .same, .notSame: return 6
        case .less, .greater, .lessEqual, .greaterEqual, .in, .instanceof: return 7
        case .left, .right, .unsignedRight: return 8
        case .add, .subtract: return 9
        case .multiply, .divide, .remainder: return 10
        case .power: return 11
        default: return 0
        }
    }
}

/// An early error (ECMA-262, 17): what is wrong, and where in the source.
struct SyntaxFault: Error {
    var message: StaticString
    var position: Int
    /// A ReferenceError rather than a SyntaxError.
    var isTooDeep = false
}
