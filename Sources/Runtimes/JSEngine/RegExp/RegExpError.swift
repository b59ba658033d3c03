// Why a pattern or its flags are refused.

/// An early error of a pattern (ECMA-262 22.2.1.1), or a limit of this engine.
enum RegExpError: UInt8, Error {
    case flags, nothingToRepeat, unterminatedGroup, unmatchedParenthesis, invalidGroup, invalidGroupName,
        duplicateGroupName
    case invalidModifiers, unterminatedClass, classRangeOutOfOrder, invalidClassEscape, invalidClassSet, negatedStrings
    case invalidEscape, invalidUnicodeEscape, invalidDecimalEscape, invalidPropertyName, invalidNamedReference
    case quantifierOutOfOrder, loneQuantifierBrackets, backslashAtEnd, invalidCharacter
    /// Groups or classes are nested deeper than `RegExpParser.mostDepth`, or there are more than 2^15 groups.
    case tooComplex
    /// The workspace is full: not an error of the pattern.
    case memory

    /// For a SyntaxError's message.
    var text: StaticString {
        switch self {
        case .flags: "Invalid flags"
        case .nothingToRepeat: "Nothing to repeat"
        case .unterminatedGroup: "Unterminated group"
        case .unmatchedParenthesis: "Unmatched ')'"
        case .invalidGroup: "Invalid group"
        case .invalidGroupName: "Invalid capture group name"
        case .duplicateGroupName: "Duplicate capture group name"
        case .invalidModifiers: "Invalid flag group"
        case .unterminatedClass: "Unterminated character class"
        case .classRangeOutOfOrder: "Range out of order in character class"
        case .invalidClassEscape: "Invalid character class"
        case .invalidClassSet: "Invalid set operation in character class"
        case .negatedStrings: "Negated character class may contain strings"
        case .invalidEscape: "Invalid escape"
        case .invalidUnicodeEscape: "Invalid Unicode escape"
        case .invalidDecimalEscape: "Invalid decimal escape"
        case .invalidPropertyName: "Invalid property name"
        case .invalidNamedReference: "Invalid named reference"
        case .quantifierOutOfOrder: "Numbers out of order in {} quantifier"
        case .loneQuantifierBrackets: "Lone quantifier brackets"
        case .backslashAtEnd: "\\ at end of pattern"
        case .invalidCharacter: "Invalid character in pattern"
        case .tooComplex: "Regular expression too complex"
        case .memory: "Out of memory"
        }
    }
}
