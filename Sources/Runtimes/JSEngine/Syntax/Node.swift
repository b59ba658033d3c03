// The tree that the parser makes: nodes in one array, referring to each other by number. A node with a list has the
// list's first place (`a`) and count (`b`) in `Tree.lists`.

typealias NodeIndex = Int32
let noNode: NodeIndex = -1

enum NodeKind: UInt8 {
    // Expressions. In comments: what a, b, c are.
    case number  // a: its place in `numbers`
    case string  // a: name
    case bigInt  // a: name of the digits
    case regExp  // a: pattern, b: flags
    case template  // list: strings and expressions, in turn
    case taggedTemplate  // a: tag, b: a `template` list node of raw and cooked strings, c: list node of expressions
    case identifier  // a: name, b: declaration or -1 once resolved
    case this, newTarget, importMeta  // this, newTarget: b as for identifiers
    case null, `true`, `false`, hole
    case array, object  // list
    case property  // a: key (string, number or computed), b: value; flag: PropertyFlag
    case computed  // a: expression
    case function, classNode  // a: its place in `functions` or `classes`
    case unary  // operation; a
    case update  // operation; a; flag 1: prefix
    case binary, logical  // operation; a, b
    case assign  // operation (.assign or the operator's token); a: target, b: value
    case conditional  // a, b, c
    case call, new  // list, the first of which is the callee; flag 1: optional
    case member  // a: object, c: name; flag 1: optional
    case index  // a: object, c: expression; flag 1: optional
    case privateMember  // a: object, b: the name's reference; flag 1: optional
    case privateIn  // a: the name's reference, b: object
    case superMember  // a: home, b: this, c: name
    case superIndex  // a: home, b: this, c: expression
    case superCall  // list: class, new.target, this, fields, then arguments
    case optionalChain  // a
    case spread  // a
    case yield  // a or -1; flag 1: delegating
    case await  // a
    case sequence  // list
    case importCall  // a: specifier, b: options or -1
    case intrinsic  // list; c: name
    // Patterns.
    case arrayPattern, objectPattern  // list
    case withDefault  // a: target, b: value
    case rest  // a: target
    // Statements.
    case block  // list; c: scope or -1
    case expression  // a
    case variables  // list of declarators; operation: the kind of declaration
    case declarator  // a: target, b: value or -1
    case `if`  // a: condition, b, c
    case `for`  // list: init, test, update, body; c: scope
    case forIn, forOf  // list: target, value, body; c: scope; flag: 1 the target is declared, 2 await, 4 using
    case `while`, doWhile  // a: condition, b: body
    case `return`  // a or -1
    case `break`, `continue`  // a: label or -1
    case `throw`  // a
    case `try`  // list: block, parameter or -1, handler, finalizer; c: the handler's scope
    case `switch`  // list: value, then cases; c: scope
    case caseClause  // list: test or -1, then statements
    case labelled  // a: label, b: body
    case classDeclaration  // a: class node, b: identifier
    case empty
    case functionDeclaration  // a: function node; made at the beginning of its scope
    // Modules.
    case exportDefault  // a: expression, b: identifier
    // Bodies of classes' functions.
    case field  // a: key, b: function of the value or -1; flag: PropertyFlag
    case staticBlock  // a: function node
}

struct Node {
    var kind: NodeKind
    var operation: Token = .end
    var flag: UInt8 = 0
    var position: Int32
    var a: Int32 = -1
    var b: Int32 = -1
    var c: Int32 = -1
}

enum PropertyFlag {
    static let getter: UInt8 = 1
    static let setter: UInt8 = 2
    static let method: UInt8 = 4
    static let isStatic: UInt8 = 8
    static let shorthand: UInt8 = 16
    static let isPrivate: UInt8 = 32
    static let proto: UInt8 = 64
    static let accessor: UInt8 = 128
}

struct FunctionNode {
    var name: Name = -1
    var parent: Int32 = -1
    /// Where its parameters are, and, where they have expressions, the scope of its body.
    var scope: Int32 = -1
    var bodyScope: Int32 = -1
    var parameters: [NodeIndex] = []
    var body: [NodeIndex] = []
    var position: Int32 = 0
    var end: Int32 = 0
    var length: Int32 = 0
    var isArrow = false, isAsync = false, isGenerator = false, isMethod = false
    var isExpressionBody = false
    var isConstructor = false
    var isClassConstructor = false, isDerived = false
    /// Of a class's constructor: instances get fields; uses of the list of fields and of `this`.
    var hasFields = false
    var fieldsUse: NodeIndex = noNode, thisUse: NodeIndex = noNode
    var isProgram = false, isModule = false
    var hasSimpleParameters = true, hasParameterExpressions = false
    /// The declaration by which a function expression knows itself.
    var selfScope: Int32 = -1
}

struct ClassNode {
    var name: Name = -1
    var scope: Int32 = -1
    var heritage: NodeIndex = noNode
    var constructor: Int32 = -1
    var elements: [NodeIndex] = []
    var position: Int32 = 0
    var end: Int32 = 0
    /// Instances get fields or private methods.
    var hasInstanceElements = false
}

enum DeclarationKind: UInt8 {
    case variable, letKind, constKind, classKind, function, parameter, catchParameter, imported, selfName, hidden,
        privateName
    /// A `var` goes through this block: no lexical declaration may have its name here.
    case passing
    var isLexical: Bool { self == .letKind || self == .constKind || self == .classKind || self == .imported }
}

struct Declaration {
    var name: Name
    var scope: Int32
    var kind: DeclarationKind
    var position: Int32
    var isCaptured = false
    /// Written after its initialization.
    var isAssigned = false
    /// Read or called where it might have no value yet, so that its register has to begin as the hole.
    var needsCheck = false
    /// The next declaration of the same scope.
    var next: Int32 = -1
    // For the code generator.
    var register: Int32 = -1
    /// Of modules and scripts: number of the closure's box, or -1.
    var box: Int32 = -1
    /// private names: PropertyFlag bits
    var flag: UInt8 = 0
    var key: Int32 = -1
}

enum ScopeKind: UInt8 {
    case function, body, block, switchBlock, classScope, catchScope, selfName, module, program, home
}

struct Scope {
    var parent: Int32
    var function: Int32
    var kind: ScopeKind
    var first: Int32 = -1
    var last: Int32 = -1
    /// Functions declared here.
    var functions: [NodeIndex] = []
}

/// A use of a name: resolved when the whole source is known.
struct NameUse {
    var node: NodeIndex
    var name: Name
    var scope: Int32
    var position: Int32
    var isWrite = false
}
