// Object literals and classes (ECMA-262, 13.2.5 and 15.7.14).

extension Generator {
    mutating func objectLiteral(_ m: borrowing Arena, _ n: NodeIndex, _ r: Int) {
        let node = tree.nodes[Int(n)]
        let o = allocate()
        let shape = constant(m[RootShape.object])
        emit(.newObject, o, wide: shape)
        if node.c >= 0 {
            // Methods that use `super` know the object.
            let d = tree.scopes[Int(node.c)].first
            let box = allocate()
            tree.declarations[Int(d)].register = Int32(box)
            if tree.declarations[Int(d)].isCaptured { emit(.newBox, box, o) } else { move(box, o) }
        }
        for i in tree.list(n) {
            let mark = f.free
            property(m, tree.lists[i], o)
            f.free = mark
        }
        move(r, o)
    }
    private mutating func property(_ m: borrowing Arena, _ n: NodeIndex, _ o: Int) {
        let p = tree.nodes[Int(n)]
        if p.kind == .spread {
            let s = allocate(5)
            move(s + 3, o)
            expression(m, p.a, s + 4)
            mark(node: n)
            return intrinsic(Native.copyProperties, s, count: 2)
        }
        let key = tree.nodes[Int(p.a)]
        if p.flag & PropertyFlag.proto != 0 {
            let s = allocate(5)
            move(s + 3, o)
            expression(m, p.b, s + 4)
            return intrinsic(Native.setLiteralPrototype, s, count: 2)
        }
        if key.kind == .string, p.flag & (PropertyFlag.getter | PropertyFlag.setter) == 0, !isIndex(key.a) {
            let v = operand(m, p.b)
            let k = nameConstant(m, key.a)
            return field(.putField, o, v, k)
        }
        let s = allocate(7)
        move(s + 3, o)
        keyValue(m, p.a, s + 4)
        expression(m, p.b, s + 5)
        emit(.loadInteger, s + 6, wide: Int(p.flag) | 256 | (key.kind == .computed && isAnonymous(p.b) ? 512 : 0))
        intrinsic(Native.defineMember, s, count: 4)
    }
    private func isAnonymous(_ n: NodeIndex) -> Bool {
        let node = tree.nodes[Int(n)]
        switch node.kind {
        case .function: return tree.functions[Int(node.a)].name < 0
        case .classNode: return tree.classes[Int(node.a)].name < 0
        default: return false
        }
    }
    private func isIndex(_ n: Name) -> Bool {
        let c = names.length(n) > 0 ? names.unit(n, 0) : 0
        return c >= 48 && c <= 57
    }
    /// A property's key, ready to be one.
    private mutating func keyValue(_ m: borrowing Arena, _ n: NodeIndex, _ r: Int) {
        if tree.kind(n) == .computed {
            expression(m, tree.nodes[Int(n)].a, r)
            mark(node: n)
            emit(.toPropertyKey, r, r, word: r)
        } else {
            expression(m, n, r)
        }
    }

    // MARK: Classes

    mutating func classValue(_ m: borrowing Arena, _ n: NodeIndex, _ r: Int, name: Name) {
        let c = tree.classes[Int(tree.nodes[Int(n)].a)]
        let savedBase = f.base
        let result = allocate()
        var d = tree.scopes[Int(c.scope)].first
        while d >= 0 {
            beginVariable(m, d)
            let declaration = tree.declarations[Int(d)]
            if declaration.kind == .constKind {
                let t = allocate()
                loadSpecial(t, hole)
                initialize(d, t)
                f.free = t
            }
            if declaration.kind == .privateName { privateName(m, d) }
            d = declaration.next
        }
        f.base = f.free
        let s = allocate(6)
        if c.heritage >= 0 { expression(m, c.heritage, s + 4) } else { loadSpecial(s + 4, hole) }
        let k = allocate()
        let code = function(m, c.constructor, name: name)
        let constructor = constant(code == 0 ? undefined : code)
        emit(.closure, s + 3, wide: constructor)
        f.free = k
        mark(n < 0 ? 0 : c.position)
        intrinsic(Native.makeClass, s, count: 2)
        let proto = allocate(2), constructorRegister = proto + 1
        move(proto, s)
        move(constructorRegister, s + 3)
        initialize(tree.find(c.scope, Keyword.homePrototype), proto)
        initialize(tree.find(c.scope, Keyword.homeConstructor), constructorRegister)
        let lists = allocate(2)
        emit(.newArray, lists, wide: 0)
        emit(.newArray, lists + 1, wide: 0)
        var hasInstance = false, hasStatic = false
        // Private methods come first (15.7.14, 10.2.1.4).
        for pass in 0..<2 {
            for e in c.elements {
                let isPrivateMethod = tree.kind(e) == .property && tree.nodes[Int(e)].flag & PropertyFlag.isPrivate != 0
                if isPrivateMethod != (pass == 0) { continue }
                let mark = f.free
                element(m, e, proto, constructorRegister, lists, &hasInstance, &hasStatic)
                f.free = mark
            }
        }
        if hasInstance { initialize(tree.find(c.scope, Keyword.fields), lists) }
        if c.name >= 0 {
            let d = tree.find(c.scope, c.name)
            if d >= 0 { initialize(d, constructorRegister) }
        }
        move(result, constructorRegister)
        if hasStatic {
            let q = allocate(5)
            move(q + 3, constructorRegister)
            move(q + 4, lists + 1)
            intrinsic(Native.initializeFields, q, count: 2)
        }
        move(r, result)
        f.base = savedBase
    }
    private mutating func initialize(_ d: Int32, _ r: Int) {
        let declaration = tree.declarations[Int(d)]
        let x = Int(declaration.register)
        if declaration.isCaptured { emit(.setLocalBox, x, r) } else { move(x, r) }
    }
    private mutating func privateName(_ m: borrowing Arena, _ d: Int32) {
        let t = allocate(4)
        let k = nameConstant(m, tree.declarations[Int(d)].name)
        emit(.loadConstant, t + 3, wide: k)
        intrinsic(Native.newPrivateName, t, count: 1)
        initialize(d, t)
        f.free = t
    }
    private mutating func element(
        _ m: borrowing Arena, _ e: NodeIndex, _ proto: Int, _ constructor: Int, _ lists: Int,
        _ hasInstance: inout Bool, _ hasStatic: inout Bool
    ) {
        let node = tree.nodes[Int(e)]
        if node.kind == .staticBlock {
            hasStatic = true
            let t = allocate()
            emit(.loadInteger, t, wide: 0)
            emit(.append, lists + 1, t)
            emit(.append, lists + 1, t)
            closure(m, node.a, t)
            emit(.append, lists + 1, t)
            return
        }
        let isStatic = node.flag & PropertyFlag.isStatic != 0
        let isPrivate = node.flag & PropertyFlag.isPrivate != 0
        let key = allocate()
        keyValue(m, node.a, key)
        if node.kind == .field || isPrivate {
            // An entry of a list: what it is, key, function.
            let list = isStatic ? lists + 1 : lists
            if isStatic { hasStatic = true } else { hasInstance = true }
            let t = allocate()
            let kind = node.kind == .field ? 1 : Int(node.flag & 7) + 16
            let named =
                node.kind == .field && tree.kind(node.a) == .computed && node.b >= 0
                && isAnonymous(tree.functions[Int(node.b)].body[0])
            emit(.loadInteger, t, wide: kind | (named ? 512 : 0))
            emit(.append, list, t)
            emit(.append, list, key)
            if node.kind == .field {
                if node.b < 0 {
                    loadSpecial(t, undefined)
                } else {
                    let code = function(m, node.b, name: Keyword.empty)
                    let k = constant(code == 0 ? undefined : code)
                    emit(.closure, t, wide: k)
                }
            } else {
                expression(m, node.b, t)
                nameAccessor(m, t, key, node.flag)
            }
            emit(.append, list, t)
            return
        }
        let s = allocate(7)
        move(s + 3, isStatic ? constructor : proto)
        move(s + 4, key)
        expression(m, node.b, s + 5)
        emit(
            .loadInteger, s + 6,
            wide: Int(node.flag & ~PropertyFlag.isStatic) | (tree.kind(node.a) == .computed ? 512 : 0))
        intrinsic(Native.defineMember, s, count: 4)
    }
    /// A private method's or accessor's name.
    private mutating func nameAccessor(_ m: borrowing Arena, _ t: Int, _ key: Int, _ flag: UInt8) {
        let s = allocate(6)
        move(s + 3, t)
        move(s + 4, key)
        emit(.loadInteger, s + 5, wide: Int(flag & 7))
        intrinsic(Native.setFunctionName, s, count: 3)
        f.free = s
    }
}
