// Object literals and classes (ECMA-262, 13.2.5 and 15.7).

/// What comes before the parentheses of a method, or before a property's value.
struct MemberHead {
    var key: NodeIndex
    /// The name of a key that is no expression; -1.
    var name: Name = -1
    var flag: UInt8 = 0
    var isAsync = false, isGenerator = false, isPrivate = false
    /// The key is a plain name that may stand for a variable.
    var isName = false
}

extension Parser {
    private func isPropertyNameNext() -> Bool {
        switch token {
        case .name, .string, .number, .bigInt, .openBracket, .privateName: return true
        default: return false
        }
    }
    /// Modifiers and key of a member.
    private mutating func memberHead(inClass: Bool) throws(SyntaxFault) -> MemberHead {
        var head = MemberHead(key: noNode)

        if isWord(Keyword.async) {
            let save = try wordAsName()
            if isPropertyNameNext() && !scanner.newlineBefore || token == .multiply && !scanner.newlineBefore {
                head.isAsync = true
            } else {
                return finishName(save, &head)
            }
        }
        if try eat(.multiply) { head.isGenerator = true }
        if !head.isAsync, !head.isGenerator, isWord(Keyword.get) || isWord(Keyword.set) {
            let flag = isWord(Keyword.get) ? PropertyFlag.getter : PropertyFlag.setter
            let save = try wordAsName()
            if isPropertyNameNext() {
                head.flag |= flag
            } else {
                return finishName(save, &head)
            }
        }
        let start = position
        switch token {
        case .name:
            head.isName = true
            head.name = scanner.name
            head.key = make(.string, at: start, scanner.name)
            try next()
        case .string:
            head.name = scanner.name
            head.key = make(.string, at: start, scanner.name)
            try next()
        case .number:
            tree.numbers.append(scanner.number)
            head.key = make(.number, at: start, Int32(tree.numbers.count - 1))
            try next()
        case .bigInt:
            head.key = make(.bigInt, at: start, scanner.name)
            try next()
        case .openBracket:
            try next()
            head.key = make(.computed, at: start, try bracketed())
        case .privateName where inClass:
            head.isPrivate = true
            head.name = scanner.name
            head.flag |= PropertyFlag.isPrivate
            head.key = use(scanner.name, at: start)
            try next()
        default: throw unexpected("a property's name is missing")
        }
        return head
    }
    private mutating func wordAsName() throws(SyntaxFault) -> (Name, Int32) {
        let save = (scanner.name, position)
        try next()
        return save
    }
    private mutating func finishName(_ save: (Name, Int32), _ head: inout MemberHead) -> MemberHead {
        head.isName = true
        head.name = save.0
        head.key = make(.string, at: save.1, save.0)
        return head
    }
    /// A method's function, from the parentheses on.
    private mutating func method(_ head: MemberHead, at start: Int32, _ adjust: (inout FunctionNode) -> Void)
        throws(SyntaxFault) -> NodeIndex
    {
        let context = saveContext()
        var f = FunctionNode(position: start, isAsync: head.isAsync, isGenerator: head.isGenerator, isMethod: true)
        f.name = head.flag & (PropertyFlag.getter | PropertyFlag.setter) == 0 ? head.name : -1
        adjust(&f)
        allowsSuperProperty = true
        allowsSuperCall = f.isDerived
        let i = beginFunction(f)
        if f.isClassConstructor { addFieldUses(i) }
        try functionRest(i)
        let n = tree.functions[Int(i)].parameters.count
        if head.flag & PropertyFlag.getter != 0, n != 0 { throw fault("a getter has no parameters", at: start) }
        if head.flag & PropertyFlag.setter != 0,
            n != 1 || tree.kind(tree.functions[Int(i)].parameters[0]) == .rest
        {
            throw fault("a setter has one parameter", at: start)
        }
        restore(context)
        return make(.function, at: start, i)
    }

    // MARK: Object literals

    mutating func objectLiteral() throws(SyntaxFault) -> NodeIndex {
        let start = position
        let saved = allowsIn
        allowsIn = true
        defer { allowsIn = saved }
        try next()
        var list: [NodeIndex] = []
        var home: Int32 = -1
        var hasProto = false
        while token != .closeBrace {
            let at = position
            if try eat(.ellipsis) {
                list.append(make(.spread, at: at, try assignment(covering: true)))
            } else {
                var head = try memberHead(inClass: false)
                if token == .open || head.flag != 0 || head.isAsync || head.isGenerator {
                    if home < 0 {
                        home = pushScope(.home)
                        _ = tree.declare(home, Keyword.homePrototype, .hidden, start)
                        popScope()
                    }
                    let outer = scope
                    scope = home
                    let savedStatic = homeIsStatic
                    homeIsStatic = false
                    let f = try method(head, at: at) { _ in }
                    homeIsStatic = savedStatic
                    scope = outer
                    let flag = head.flag == 0 ? PropertyFlag.method : head.flag
                    list.append(make(.property, at: at, head.key, f, flag: flag))
                } else if try eat(.colon) {
                    let value = try assignment(covering: true)
                    if head.name == Keyword.protoKey {
                        if hasProto, coverInitializer < 0 { coverInitializer = at }
                        hasProto = true
                        head.flag = PropertyFlag.proto
                    } else if head.name >= 0 {
                        nameFunction(value, head.name)
                    }
                    list.append(make(.property, at: at, head.key, value, flag: head.flag))
                } else {
                    guard head.isName else { throw unexpected("a colon is missing") }
                    if head.name < Keyword.strictCount || head.name == Keyword.await && (allowsAwait || isModule) {
                        throw fault("a reserved word is no name", at: at)
                    }
                    var value = use(head.name, at: at)
                    if token == .assign {
                        if coverInitializer < 0 { coverInitializer = at }
                        let saved = coverInitializer
                        try next()
                        let initial = try assignment()
                        coverInitializer = saved
                        nameFunction(initial, head.name)
                        value = make(.withDefault, at: at, value, initial)
                    }
                    list.append(make(.property, at: at, head.key, value, flag: PropertyFlag.shorthand))
                }
            }
            if token != .closeBrace { try need(.comma, "a closing brace is missing") }
        }
        try next()
        return make(.object, at: start, list: list, c: home)
    }

    // MARK: Classes

    mutating func classExpression() throws(SyntaxFault) -> NodeIndex {
        let start = position
        try next()
        var name: Name = -1
        if token == .name, !isWord(Keyword.extends) {
            name = try bindingName()
            try next()
        }
        return try classRest(name, at: start)
    }
    /// A class from `extends` or its brace on.
    mutating func classRest(_ name: Name, at start: Int32) throws(SyntaxFault) -> NodeIndex {
        var c = ClassNode(name: name, position: start)
        let context = saveContext()
        c.scope = pushScope(.classScope)
        if name >= 0 { _ = tree.declare(scope, name, .constKind, start) }
        for hidden in [Keyword.homePrototype, Keyword.homeConstructor, Keyword.fields] {
            _ = tree.declare(scope, hidden, .hidden, start)
        }
        if try eatWord(Keyword.extends) { c.heritage = try leftHandSide() }
        if arrowParameters != nil { throw unexpected() }
        try need(.openBrace, "a class's body is missing")
        while token != .closeBrace {
            if try eat(.semicolon) { continue }
            try classElement(&c)
        }
        c.end = Int32(scanner.end)
        try next()
        if c.constructor < 0 { c.constructor = defaultConstructor(c) }
        tree.functions[Int(c.constructor)].end = c.end
        tree.functions[Int(c.constructor)].hasFields = c.hasInstanceElements
        let own = name >= 0 ? tree.find(c.scope, name) : -1
        if own >= 0 { tree.declarations[Int(own)].position = c.end }
        restore(context)
        tree.classes.append(c)
        return make(.classNode, at: start, Int32(tree.classes.count - 1))
    }
    /// The constructor of a class that has none (15.7.14, step 14).
    private mutating func defaultConstructor(_ c: ClassNode) -> Int32 {
        let context = saveContext()
        var f = FunctionNode(name: c.name, position: c.position, isMethod: true)
        (f.isClassConstructor, f.isConstructor, f.isDerived) = (true, true, c.heritage >= 0)
        let i = beginFunction(f)
        addFieldUses(i)
        if f.isDerived {
            let at = c.position
            _ = tree.declare(scope, Keyword.computedKey, .parameter, at)
            let target = use(Keyword.computedKey, at: at)
            finishParameters(i, [make(.rest, at: at, target)])
            let callee = use(Keyword.homeConstructor, at: at)
            let newTarget = hiddenUse(.newTarget, Keyword.newTarget, at: at)
            let this = hiddenUse(.this, Keyword.this, at: at)
            let fields = use(Keyword.fields, at: at)
            let list = [callee, newTarget, this, fields, use(Keyword.computedKey, at: at)]
            let call = make(.superCall, at: at, list: list, flag: 1)
            tree.functions[Int(i)].body = [make(.expression, at: at, call)]
        }
        restore(context)
        return i
    }
    /// What a constructor needs to give its object fields.
    private mutating func addFieldUses(_ i: Int32) {
        tree.functions[Int(i)].fieldsUse = use(Keyword.fields, at: position)
        tree.functions[Int(i)].thisUse = hiddenUse(.this, Keyword.this, at: position)
    }
    private mutating func classElement(_ c: inout ClassNode) throws(SyntaxFault) {
        let start = position
        var isStatic = false
        if isWord(Keyword.static) {
            let save = try wordAsName()
            if token == .openBrace {
                c.elements.append(try staticBlock(start))
                return
            }
            if isPropertyNameNext() || token == .multiply {
                isStatic = true
            } else {
                var head = MemberHead(key: noNode)
                _ = finishName(save, &head)
                try finishElement(&c, head, start, isStatic: false)
                return
            }
        }
        let head = try memberHead(inClass: true)
        try finishElement(&c, head, start, isStatic: isStatic)
    }
    private mutating func finishElement(_ c: inout ClassNode, _ given: MemberHead, _ start: Int32, isStatic: Bool)
        throws(SyntaxFault)
    {
        let head = given
        let savedStatic = homeIsStatic
        homeIsStatic = isStatic
        defer { homeIsStatic = savedStatic }
        let isMethod =
            token == .open || head.flag & (PropertyFlag.getter | PropertyFlag.setter) != 0 || head.isAsync
            || head.isGenerator
        if head.isPrivate {
            if head.name == Keyword.privateConstructor { throw fault("a private member #constructor", at: start) }
            try declarePrivate(head, isMethod: isMethod, isStatic: isStatic, at: start)
        }
        if isMethod {
            let isPlain = head.flag & ~PropertyFlag.isPrivate == 0
            if !isStatic, head.name == Keyword.constructor, !head.isPrivate {
                if !isPlain || head.isAsync || head.isGenerator {
                    throw fault("a constructor that is no plain method", at: start)
                }
                if c.constructor >= 0 { throw fault("two constructors", at: start) }
                let derived = c.heritage >= 0
                let className = c.name, position = c.position
                let f = try method(head, at: start) { f in
                    (f.isClassConstructor, f.isConstructor, f.isDerived) = (true, true, derived)
                    f.name = className
                    f.position = position
                }
                c.constructor = tree.nodes[Int(f)].a
                return
            }
            if isStatic, head.name == Keyword.prototype, !head.isPrivate {
                throw fault("a static member named prototype", at: start)
            }
            let f = try method(head, at: start) { _ in }
            let flag = (isPlain ? head.flag | PropertyFlag.method : head.flag) | (isStatic ? PropertyFlag.isStatic : 0)
            if head.isPrivate, !isStatic { c.hasInstanceElements = true }
            c.elements.append(make(.property, at: start, head.key, f, flag: flag))
            return
        }
        if !head.isPrivate, head.name == Keyword.constructor || isStatic && head.name == Keyword.prototype {
            throw fault("a field with this name", at: start)
        }
        if !isStatic { c.hasInstanceElements = true }
        var value: Int32 = -1
        if token == .assign {
            value = try fieldValue(head, start)
        }
        try semicolon()
        c.elements.append(
            make(.field, at: start, head.key, value, flag: head.flag | (isStatic ? PropertyFlag.isStatic : 0)))
    }
    /// The value of a field: a function of its own, a method without parameters.
    private mutating func fieldValue(_ head: MemberHead, _ start: Int32) throws(SyntaxFault) -> Int32 {
        try next()
        let context = saveContext()
        var f = FunctionNode(position: position, isMethod: true)
        f.name = head.name
        f.isExpressionBody = true
        allowsSuperProperty = true
        allowsSuperCall = false
        let i = beginFunction(f)
        allowsArguments = false
        allowsReturn = false
        let value = try assignment()
        if head.name >= 0 { nameFunction(value, head.name) }
        tree.functions[Int(i)].body = [value]
        tree.functions[Int(i)].end = Int32(scanner.previousEnd)
        restore(context)
        return i
    }
    private mutating func staticBlock(_ start: Int32) throws(SyntaxFault) -> NodeIndex {
        let context = saveContext()
        allowsSuperProperty = true
        allowsSuperCall = false
        homeIsStatic = true
        let i = beginFunction(FunctionNode(position: start, isMethod: true))
        allowsArguments = false
        allowsReturn = false
        inStaticBlock = true
        try functionBody(i)
        restore(context)
        return make(.staticBlock, at: start, make(.function, at: start, i))
    }
    /// Private names (15.7.1): one each, but for a getter and a setter.
    private mutating func declarePrivate(_ head: MemberHead, isMethod: Bool, isStatic: Bool, at position: Int32)
        throws(SyntaxFault)
    {
        let accessor = head.flag & (PropertyFlag.getter | PropertyFlag.setter)
        let flag =
            accessor | (isMethod && accessor == 0 ? PropertyFlag.method : 0) | (isStatic ? PropertyFlag.isStatic : 0)
        let old = tree.find(scope, head.name)
        if old >= 0 {
            let was = tree.declarations[Int(old)].flag
            let both = PropertyFlag.getter | PropertyFlag.setter
            if accessor == 0 || was & both == 0 || was & accessor != 0 || (was ^ flag) & PropertyFlag.isStatic != 0 {
                throw fault("the private name is already declared", at: position)
            }
            tree.declarations[Int(old)].flag |= flag
            return
        }
        let d = tree.declare(scope, head.name, .privateName, position)
        tree.declarations[Int(d)].flag = flag
    }
}
