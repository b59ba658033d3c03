// `for` in all its forms (ECMA-262, 14.7.4 and 14.7.5).

extension Parser {
    mutating func forStatement(_ start: Int32) throws(SyntaxFault) -> NodeIndex {
        try next()
        var isAwait = false
        if isWord(Keyword.await) {
            guard allowsAwait else { throw unexpected("for await outside asynchronous code") }
            if tree.functions[Int(function)].isProgram { tree.hasTopLevelAwait = true }
            isAwait = true
            try next()
        }
        try need(.open, "an opening parenthesis is missing")
        let s = pushScope(.block)
        defer { scope = tree.scopes[Int(s)].parent }
        var initial = noNode
        let at = position
        if token == .semicolon {
            if isAwait { throw unexpected() }
        } else if isWord(Keyword.var) || isWord(Keyword.let) || isWord(Keyword.const) {
            let kind: DeclarationKind = isWord(Keyword.var) ? .variable : isWord(Keyword.let) ? .letKind : .constKind
            let saved = allowsIn
            allowsIn = false
            initial = try variables(kind, at, inHead: true)
            allowsIn = saved
            let list = tree.list(initial)
            let first = tree.nodes[Int(tree.lists[list.lowerBound])]
            if isWord(Keyword.of) || isWord(Keyword.in) {
                guard list.count == 1, first.b < 0 else { throw unexpected("an initializer in a loop's head") }
                markWrittenInHead(kind, first.a)
                return try eachStatement(start, initial, s, isAwait: isAwait, declared: true)
            }
            for i in list {
                let d = tree.nodes[Int(tree.lists[i])]
                if d.b < 0, kind == .constKind || tree.kind(d.a) != .identifier {
                    throw fault("an initializer is missing", at: d.position)
                }
            }
        } else {
            let startsWithLet = isWord(Keyword.let)
            let isAsyncWord = isWord(Keyword.async)
            let saved = allowsIn, savedCover = coverInitializer
            allowsIn = false
            coverInitializer = -1
            let left = try assignment(covering: true)
            allowsIn = saved
            if isWord(Keyword.of) || isWord(Keyword.in) {
                if isWord(Keyword.of),
                    startsWithLet || isAsyncWord && !isAwait && tree.kind(left) == .identifier && parenthesized != left
                {
                    throw fault("invalid target of a loop", at: at)
                }
                coverInitializer = savedCover
                if tree.kind(left) == .array || tree.kind(left) == .object, parenthesized != left {
                    try makePattern(left, declaring: nil)
                } else {
                    try checkSimpleTarget(left)
                }
                markWritten(left)
                return try eachStatement(start, left, s, isAwait: isAwait, declared: false)
            }
            if coverInitializer >= 0 {
                throw fault("an initializer in an object that is no pattern", at: coverInitializer)
            }
            coverInitializer = savedCover
            var list = [left]
            while try eat(.comma) { list.append(try assignment()) }
            initial = list.count == 1 ? left : make(.sequence, at: at, list: list)
        }
        if isAwait { throw unexpected() }
        try need(.semicolon, "a semicolon is missing")
        let test = token == .semicolon ? noNode : try expression()
        try need(.semicolon, "a semicolon is missing")
        let update = token == .close ? noNode : try expression()
        try need(.close, "a closing parenthesis is missing")
        let body = try loopBody()
        return make(.for, at: start, list: [initial, test, update, body], c: s)
    }
    private mutating func markWrittenInHead(_ kind: DeclarationKind, _ target: NodeIndex) {
        if kind == .variable { markWritten(target) }
    }
    /// `of` or `in` is the current token.
    private mutating func eachStatement(
        _ start: Int32, _ target: NodeIndex, _ s: Int32, isAwait: Bool, declared: Bool
    ) throws(SyntaxFault) -> NodeIndex {
        let isOf = isWord(Keyword.of)
        if isAwait, !isOf { throw unexpected() }
        try next()
        let value = isOf ? try assignment() : try expression()
        let firstDeclared = tree.scopes[Int(s)].first
        if firstDeclared >= 0 { settle(from: Int(firstDeclared)) }
        try need(.close, "a closing parenthesis is missing")
        let body = try loopBody()
        return make(
            isOf ? .forOf : .forIn, at: start, list: [target, value, body], c: s,
            flag: (declared ? 1 : 0) | (isAwait ? 2 : 0))
    }
}
