// Statements and declarations (ECMA-262, 14).

extension Parser {
    mutating func statements(until end: Token) throws(SyntaxFault) -> [NodeIndex] {
        var list: [NodeIndex] = []
        while token != end {
            if token == .end { throw unexpected() }
            let n = try statementListItem()
            if n >= 0 { list.append(n) }
        }
        return list
    }
    /// A statement or declaration. Function declarations are put at the beginning of their scope.
    mutating func statementListItem() throws(SyntaxFault) -> NodeIndex {
        let start = position
        if token == .name, !scanner.escaped {
            switch scanner.name {
            case Keyword.function:
                try functionDeclaration(isAsync: false, at: start)
                return noNode
            case Keyword.async:
                var i = scanner.end
                while scanner.byte(i) == 32 || scanner.byte(i) == 9 { i += 1 }
                if scanner.hasWord(Keyword.function, at: i) {
                    try next()
                    try functionDeclaration(isAsync: true, at: start)
                    return noNode
                }
            case Keyword.class:
                try next()
                let name = try bindingName()
                let at = position
                try declare(name, .classKind, at: at)
                try next()
                let c = try classRest(name, at: start)
                settle(from: tree.scopes[Int(scope)].last >= 0 ? Int(tree.find(scope, name)) : 0)
                return make(.classDeclaration, at: start, c, use(name, at: at))
            case Keyword.const: return try variables(.constKind, start)
            case Keyword.let: return try variables(.letKind, start)
            default: break
            }
        }
        return try statement()
    }
    private mutating func functionDeclaration(isAsync: Bool, at start: Int32) throws(SyntaxFault) {
        try next()
        let isGenerator = try eat(.multiply)
        let name = try bindingName()
        let declared = try declare(name, .function, at: position)
        _ = declared
        try next()
        let f = try declaredFunction(name, isAsync: isAsync, isGenerator: isGenerator, at: start)
        let target = use(name, at: start)
        tree.scopes[Int(scope)].functions.append(make(.functionDeclaration, at: start, f, target))
    }
    mutating func declaredFunction(_ name: Name, isAsync: Bool, isGenerator: Bool, at start: Int32) throws(SyntaxFault)
        -> NodeIndex
    {
        let context = saveContext()
        var f = FunctionNode(name: name, position: start, isAsync: isAsync, isGenerator: isGenerator)
        f.isConstructor = !isAsync && !isGenerator
        let i = beginFunction(f)
        try functionRest(i)
        restore(context)
        return make(.function, at: start, i)
    }
    /// `var`, `let` or `const` (14.3), with its semicolon unless it is a loop's head.
    mutating func variables(_ kind: DeclarationKind, _ start: Int32, inHead: Bool = false) throws(SyntaxFault)
        -> NodeIndex
    {
        try next()
        var list: [NodeIndex] = []
        repeat {
            let at = position
            let firstDeclared = tree.declarations.count
            let target = try bindingTarget(declaring: kind)
            var value = noNode
            if try eat(.assign) {
                value = try assignment()
                nameFunction(value, after: target)
            } else if !(inHead && (isWord(Keyword.of) || isWord(Keyword.in) && list.isEmpty)) {
                if kind == .constKind || tree.kind(target) != .identifier {
                    throw fault("an initializer is missing", at: at)
                }
            }
            if kind == .variable, value >= 0 { markWritten(target) }
            settle(from: firstDeclared)
            list.append(make(.declarator, at: at, target, value))
        } while try eat(.comma)
        if !inHead { try semicolon() }
        let operation: Token = kind == .variable ? .end : kind == .letKind ? .add : .subtract
        return make(.variables, at: start, list: list, operation: operation)
    }
    mutating func statement() throws(SyntaxFault) -> NodeIndex {
        try enter()
        defer { depth -= 1 }
        let start = position
        switch token {
        case .openBrace: return try block()
        case .semicolon:
            try next()
            return make(.empty, at: start)
        case .name where !scanner.escaped: break
        default: return try expressionStatement(start)
        }
        switch scanner.name {
        case Keyword.var: return try variables(.variable, start)
        case Keyword.if:
            let condition = try parenthesizedCondition()
            let yes = try statement()
            let no = try eatWord(Keyword.else) ? try statement() : noNode
            return make(.if, at: start, condition, yes, no)
        case Keyword.for: return try forStatement(start)
        case Keyword.while:
            let condition = try parenthesizedCondition()
            return make(.while, at: start, condition, try loopBody())
        case Keyword.do:
            try next()
            let body = try loopBody()
            guard isWord(Keyword.while) else { throw unexpected("while is missing") }
            let condition = try parenthesizedCondition()
            _ = try eat(.semicolon)
            return make(.doWhile, at: start, condition, body)
        case Keyword.continue, Keyword.break: return try jump(start)
        case Keyword.return:
            guard allowsReturn else { throw unexpected("return outside a function") }
            try next()
            let hasValue = token != .semicolon && token != .closeBrace && token != .end && !scanner.newlineBefore
            let value = hasValue ? try expression() : noNode
            try semicolon()
            return make(.return, at: start, value)
        case Keyword.withWord: throw unexpected("with is not allowed in strict code")
        case Keyword.switch: return try switchStatement(start)
        case Keyword.throw:
            try next()
            if scanner.newlineBefore { throw unexpected("a line ends after throw") }
            let value = try expression()
            try semicolon()
            return make(.throw, at: start, value)
        case Keyword.try: return try tryStatement(start)
        case Keyword.debugger:
            try next()
            try semicolon()
            return make(.empty, at: start)
        case Keyword.function, Keyword.class: throw unexpected("a declaration where a statement should be")
        case Keyword.let, Keyword.const: throw unexpected("a declaration where a statement should be")
        case Keyword.import where isModule && isTopLevel:
            throw unexpected("import is allowed at the top of a module only")
        default: return try expressionStatement(start)
        }
    }
    var isTopLevel: Bool { tree.functions[Int(function)].isProgram && tree.scopes[Int(scope)].parent < 0 }
    private mutating func expressionStatement(_ start: Int32) throws(SyntaxFault) -> NodeIndex {
        if isWord(Keyword.async) {
            var i = scanner.end
            while scanner.byte(i) == 32 || scanner.byte(i) == 9 { i += 1 }
            if scanner.hasWord(Keyword.function, at: i) {
                throw unexpected("a declaration where a statement should be")
            }
        }
        let n = try expression()
        if tree.kind(n) == .identifier, token == .colon, parenthesized != n {
            try next()
            let label = tree.nodes[Int(n)].a
            for l in labels where l.name == label { throw fault("the label is already there", at: start) }
            // The label is no use of a variable.
            for i in tree.uses.indices.reversed() where tree.uses[i].node == n {
                tree.uses.remove(at: i)
                break
            }
            var isLoop = isWord(Keyword.for) || isWord(Keyword.while) || isWord(Keyword.do)
            if !isLoop, token == .name {
                // Labels of labels: whether a loop comes in the end is not known yet; `continue` is checked by kind.
                isLoop = false
            }
            labels.append((label, isLoop))
            if isWord(Keyword.function) { throw unexpected("a labelled function") }
            let body = try statement()
            labels.removeLast()
            return make(.labelled, at: start, label, body)
        }
        try semicolon()
        return make(.expression, at: start, n)
    }
    private mutating func parenthesizedCondition() throws(SyntaxFault) -> NodeIndex {
        try next()
        try need(.open, "an opening parenthesis is missing")
        let n = try expression()
        try need(.close, "a closing parenthesis is missing")
        return n
    }
    mutating func loopBody() throws(SyntaxFault) -> NodeIndex {
        loopDepth += 1
        let n = try statement()
        loopDepth -= 1
        return n
    }
    mutating func block() throws(SyntaxFault) -> NodeIndex {
        let start = position
        try need(.openBrace, "an opening brace is missing")
        let s = pushScope(.block)
        let list = try statements(until: .closeBrace)
        try next()
        popScope()
        return make(.block, at: start, list: list, c: s)
    }
    private mutating func jump(_ start: Int32) throws(SyntaxFault) -> NodeIndex {
        let isBreak = isWord(Keyword.break)
        try next()
        var label: Name = -1
        if token == .name, !scanner.newlineBefore, !(scanner.name < Keyword.reservedCount) {
            label = try identifierReference()
            var found = false
            for l in labels where l.name == label { found = isBreak || l.isLoop || true }
            if !found { throw unexpected("there is no such label") }
            if !isBreak, !(labels.contains { $0.name == label && $0.isLoop }) {
                throw unexpected("continue needs a loop")
            }
            try next()
        } else if isBreak ? loopDepth + switchDepth == 0 : loopDepth == 0 {
            throw fault(isBreak ? "break outside a loop or switch" : "continue outside a loop", at: start)
        }
        try semicolon()
        return make(isBreak ? .break : .continue, at: start, label)
    }
    private mutating func switchStatement(_ start: Int32) throws(SyntaxFault) -> NodeIndex {
        let value = try parenthesizedCondition()
        try need(.openBrace, "an opening brace is missing")
        let s = pushScope(.switchBlock)
        switchDepth += 1
        var list = [value]
        var hasDefault = false
        while token != .closeBrace {
            let at = position
            var items: [NodeIndex] = []
            if try eatWord(Keyword.case) {
                items.append(try expression())
            } else if try eatWord(Keyword.default) {
                if hasDefault { throw fault("two defaults", at: at) }
                hasDefault = true
                items.append(noNode)
            } else {
                throw unexpected("case or default is missing")
            }
            try need(.colon, "a colon is missing")
            while token != .closeBrace, !isWord(Keyword.case), !isWord(Keyword.default) {
                if token == .end { throw unexpected() }
                let n = try statementListItem()
                if n >= 0 { items.append(n) }
            }
            list.append(make(.caseClause, at: at, list: items))
        }
        try next()
        switchDepth -= 1
        popScope()
        return make(.switch, at: start, list: list, c: s)
    }
    private mutating func tryStatement(_ start: Int32) throws(SyntaxFault) -> NodeIndex {
        try next()
        let body = try block()
        var parameter = noNode, handler = noNode, finalizer = noNode
        var s: Int32 = -1
        if try eatWord(Keyword.catch) {
            s = pushScope(.catchScope)
            if try eat(.open) {
                let first = tree.declarations.count
                parameter = try bindingTarget(declaring: .catchParameter)
                if tree.kind(parameter) != .identifier {
                    for d in first..<tree.declarations.count where tree.declarations[d].kind == .catchParameter {
                        tree.declarations[d].flag = 1
                    }
                }
                try need(.close, "a closing parenthesis is missing")
            }
            handler = try block()
            popScope()
        }
        if try eatWord(Keyword.finally) { finalizer = try block() }
        if handler < 0, finalizer < 0 { throw unexpected("catch or finally is missing") }
        return make(.try, at: start, list: [body, parameter, handler, finalizer], c: s)
    }
    /// Lexical declarations of the current scope from `first` on have their values from here on.
    mutating func settle(from first: Int) {
        for d in first..<tree.declarations.count
        where tree.declarations[d].scope == scope && tree.declarations[d].kind.isLexical {
            tree.declarations[d].position = Int32(scanner.previousEnd)
        }
    }
}
