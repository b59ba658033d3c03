// Scripts and modules (ECMA-262, 16), and the resolution of names once everything is known.

extension Parser {
    /// Parses a whole source.
    mutating func parse(asModule: Bool) throws(SyntaxFault) {
        scanner.allowsIntrinsics = isLibrary
        isModule = asModule
        var f = FunctionNode(isAsync: asModule)
        (f.isProgram, f.isModule) = (true, asModule)
        tree.functions.append(f)
        function = 0
        tree.functions[0].scope = pushScope(asModule ? .module : .program)
        tree.functions[0].end = Int32(scanner.text.count)
        allowsAwait = asModule
        try next()
        var list: [NodeIndex] = []
        while token != .end {
            let n = try moduleItem()
            if n >= 0 { list.append(n) }
        }
        tree.functions[0].body = list
        try checkExports()
        try resolve()
    }
    private mutating func moduleItem() throws(SyntaxFault) -> NodeIndex {
        if isModule {
            if isWord(Keyword.export) {
                try exportDeclaration()
                let n = pendingStatement
                pendingStatement = noNode
                return n
            }
            if isWord(Keyword.import) {
                var i = scanner.end
                while scanner.byte(i) <= 32, i < scanner.text.count { i += 1 }
                if scanner.byte(i) != 40, scanner.byte(i) != 46 {
                    try importDeclaration()
                    return noNode
                }
            }
        }
        return try statementListItem()
    }

    // MARK: Imports (16.2.2)

    /// A specifier and its attributes.
    private mutating func request() throws(SyntaxFault) -> Int32 {
        guard token == .string else { throw unexpected("a module's specifier is missing") }
        var r = Tree.ModuleRequest(specifier: scanner.name, type: -1)
        try next()
        if isWord(Keyword.withWord) {
            try next()
            try need(.openBrace, "an opening brace is missing")
            var keys: [Name] = []
            while token != .closeBrace {
                guard token == .name || token == .string else { throw unexpected() }
                let key = scanner.name
                if keys.contains(key) { throw unexpected("the attribute is already there") }
                keys.append(key)
                try next()
                try need(.colon, "a colon is missing")
                guard token == .string else { throw unexpected("an attribute is a string") }
                if key == Keyword.type { r.type = scanner.name } else { throw unexpected("unknown import attribute") }
                try next()
                if token != .closeBrace { try need(.comma, "a closing brace is missing") }
            }
            try next()
        }
        for i in tree.requests.indices where tree.requests[i] == r { return Int32(i) }
        tree.requests.append(r)
        return Int32(tree.requests.count - 1)
    }
    private mutating func importDeclaration() throws(SyntaxFault) {
        try next()
        if token == .string {
            _ = try request()
            return try semicolon()
        }
        var entries: [(name: Name, declaration: Int32)] = []
        var more = true
        if token == .name {
            entries.append((Keyword.default, try importedBinding()))
            more = try eat(.comma)
        }
        if more {
            if try eat(.multiply) {
                guard try eatWord(Keyword.as) else { throw unexpected("as is missing") }
                entries.append((-1, try importedBinding()))
            } else {
                try need(.openBrace, "an opening brace is missing")
                while token != .closeBrace {
                    let name = try moduleExportName()
                    if try eatWord(Keyword.as) {
                        entries.append((name.name, try importedBinding()))
                    } else {
                        guard name.isName, name.name >= Keyword.strictCount, name.name != Keyword.await,
                            name.name != Keyword.eval, name.name != Keyword.arguments
                        else { throw unexpected("a name is missing") }
                        entries.append((name.name, try declare(name.name, .imported, at: position)))
                    }
                    if token != .closeBrace { try need(.comma, "a closing brace is missing") }
                }
                try next()
            }
        }
        guard try eatWord(Keyword.from) else { throw unexpected("from is missing") }
        let r = try request()
        for e in entries { tree.imports.append(.init(request: r, name: e.name, declaration: e.declaration)) }
        try semicolon()
    }
    private mutating func importedBinding() throws(SyntaxFault) -> Int32 {
        let name = try bindingName()
        let d = try declare(name, .imported, at: position)
        try next()
        return d
    }
    private mutating func moduleExportName() throws(SyntaxFault) -> (name: Name, isName: Bool) {
        guard token == .name || token == .string else { throw unexpected("a name is missing") }
        let r = (scanner.name, token == .name)
        if token == .string, !isWellFormed(scanner.name) { throw unexpected("an exported name with a lone surrogate") }
        try next()
        return r
    }
    private func isWellFormed(_ n: Name) -> Bool {
        var i = 0
        let count = scanner.names.length(n)
        while i < count {
            let u = scanner.names.unit(n, i)
            if u >= 0xD800, u < 0xE000 {
                guard u < 0xDC00, i + 1 < count, scanner.names.unit(n, i + 1) & 0xFC00 == 0xDC00 else { return false }
                i += 1
            }
            i += 1
        }
        return true
    }

    // MARK: Exports (16.2.3)

    private mutating func addExport(_ name: Name, _ local: Name, _ request: Int32, _ at: Int32) {
        tree.exports.append(.init(name: name, local: local, request: request, position: at))
    }
    private mutating func exportDeclaration() throws(SyntaxFault) {
        let start = position
        try next()
        if try eat(.multiply) {
            var name: Name = -1
            if try eatWord(Keyword.as) { name = try moduleExportName().name }
            guard try eatWord(Keyword.from) else { throw unexpected("from is missing") }
            addExport(name, -1, try request(), start)
            return try semicolon()
        }
        if try eat(.openBrace) {
            var list: [(local: Name, name: Name, isName: Bool, position: Int32)] = []
            while token != .closeBrace {
                let at = position
                let local = try moduleExportName()
                let name = try eatWord(Keyword.as) ? try moduleExportName().name : local.name
                list.append((local.name, name, local.isName, at))
                if token != .closeBrace { try need(.comma, "a closing brace is missing") }
            }
            try next()
            var r: Int32 = -1
            if try eatWord(Keyword.from) { r = try request() }
            for e in list {
                if r < 0 {
                    if !e.isName || e.local < Keyword.strictCount {
                        throw fault("a variable's name is missing", at: e.position)
                    }
                }
                addExport(e.name, e.local, r, e.position)
            }
            return try semicolon()
        }
        if try eatWord(Keyword.default) { return try exportDefault(start) }
        let first = tree.declarations.count
        let functions = tree.scopes[Int(scope)].functions.count
        if isWord(Keyword.var) || isWord(Keyword.let) || isWord(Keyword.const) || isWord(Keyword.class)
            || isWord(Keyword.function) || isWord(Keyword.async)
        {
            let isVar = isWord(Keyword.var)
            declaredNames = []
            pendingStatement = try statementListItem()
            let declared = declaredNames ?? []
            declaredNames = nil
            if pendingStatement >= 0, tree.kind(pendingStatement) == .variables {
                for d in declared {
                    addExport(tree.declarations[Int(d)].name, tree.declarations[Int(d)].name, -1, start)
                }
            } else if pendingStatement >= 0, tree.kind(pendingStatement) == .classDeclaration {
                let name = tree.nodes[Int(tree.nodes[Int(pendingStatement)].b)].a
                addExport(name, name, -1, start)
            } else if tree.scopes[Int(scope)].functions.count > functions {
                let f = tree.nodes[Int(tree.scopes[Int(scope)].functions[functions])]
                let name = tree.nodes[Int(f.b)].a
                addExport(name, name, -1, start)
            } else {
                throw fault("nothing is exported", at: start)
            }
            _ = (isVar, first)
            return
        }
        throw unexpected("a declaration is missing")
    }
    private mutating func exportDefault(_ start: Int32) throws(SyntaxFault) {
        let at = position
        var isAsync = false
        if isWord(Keyword.async) {
            var i = scanner.end
            while scanner.byte(i) == 32 || scanner.byte(i) == 9 { i += 1 }
            isAsync = scanner.hasWord(Keyword.function, at: i)
        }
        if isWord(Keyword.function) || isAsync {
            if isAsync { try next() }
            try next()
            let isGenerator = try eat(.multiply)
            var name = Keyword.starDefault
            if token == .name {
                name = try bindingName()
                try declare(name, .function, at: position)
                try next()
            } else {
                _ = tree.declare(scope, name, .function, at)
            }
            let f = try declaredFunction(
                name == Keyword.starDefault ? Keyword.default : name, isAsync: isAsync, isGenerator: isGenerator, at: at
            )
            let target = use(name, at: at)
            tree.scopes[Int(scope)].functions.append(make(.functionDeclaration, at: at, f, target))
            addExport(Keyword.default, name, -1, start)
            return
        }
        if isWord(Keyword.class) {
            try next()
            var name = Keyword.starDefault
            if token == .name, !isWord(Keyword.extends) {
                name = try bindingName()
                try declare(name, .classKind, at: position)
                try next()
            } else {
                _ = tree.declare(scope, name, .classKind, at)
            }
            let c = try classRest(name == Keyword.starDefault ? -1 : name, at: at)
            nameFunction(c, Keyword.default)
            pendingStatement = make(.classDeclaration, at: at, c, use(name, at: at))
            addExport(Keyword.default, name, -1, start)
            return
        }
        _ = tree.declare(scope, Keyword.starDefault, .letKind, at)
        let value = try assignment()
        nameFunction(value, Keyword.default)
        try semicolon()
        pendingStatement = make(.exportDefault, at: at, value, use(Keyword.starDefault, at: at))
        addExport(Keyword.default, Keyword.starDefault, -1, start)
    }
    private func checkExports() throws(SyntaxFault) {
        for (i, e) in tree.exports.enumerated() {
            if e.name >= 0 {
                for j in 0..<i where tree.exports[j].name == e.name {
                    throw fault("the name is exported twice", at: e.position)
                }
            }
            if e.request < 0, tree.find(0, e.local) < 0 {
                throw fault("what is exported is not declared", at: e.position)
            }
        }
    }
}
