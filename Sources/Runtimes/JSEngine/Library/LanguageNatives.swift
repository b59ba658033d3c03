// What instructions call: the parts of the language that are not worth an operation.

extension Arena {
    func languageNative(_ native: Native, _ frame: UInt64, _ count: UInt64) -> Value {
        let x = argument(frame, count, 0), y = argument(frame, count, 1), z = argument(frame, count, 2)
        switch native {
        case .globalThis: return self[State.global]
        case .importMeta: return help(.importDynamic, x, hole)
        case .newRegExp: return newError(.syntax, "regular expressions are not available")
        case .typeofGlobal:
            for o in [self[State.globalLexical], self[State.global]] {
                if let p = find(shape(o), x) {
                    if p.isAccessor {
                        let v = word(slotValue(o, shape(o), p.slot), 8)
                        return v == undefined ? self[Atom.undefined] : newError(.type, "typeof of a global accessor")
                    }
                    let v = slotValue(o, shape(o), p.slot)
                    return v == hole ? uninitialized(x) : typeof(v)
                }
            }
            return self[Atom.undefined]
        case .cannotDeleteSuper: return newError(.reference, "a property of super cannot be deleted")
        case .directEval: return newError(.eval, "eval is not available")
        case .getSuper: return getSuper(x, y, z)
        case .setSuper:
            if isObject(z) { return help(.setSuper, x, y, z, word(frame, 48)) }
            let k = propertyKey(z)
            if isAnswer(k) { return k }
            let home = prototype(ofShape: shape(x))
            return home == 0 ? cannotRead(null, k) : set(home, k, word(frame, 48), receiver: y)
        case .callSpread:
            return isCallable(x) ? call(x, y, array: z) : newError(.type, "what is called is not a function")
        case .constructSpread:
            return isConstructor(x)
                ? call(x, undefined, array: z, target: y) : newError(.type, "what is constructed is not a constructor")
        case .superConstructor:
            if kind(x) == Kind.proxy { return damage() }
            let p = prototype(ofShape: shape(x))
            return p == 0 ? null : p
        case .initializeFields: return help(.initializeFields, x, y)
        case .initializeGlobal:
            let p = find(shape(self[State.globalLexical]), y)
            return p == nil ? undefined : define(self[State.globalLexical], y, x, p?.attributes ?? 0)
        case .declareGlobal: return declareGlobal(x, integerOf(y))
        case .getIterator: return damage()
        case .getAsyncIterator: return help(.getAsyncIterator, x)
        case .requireIteratorResult: return isObject(x) ? x : newError(.type, "an iterator's result is no object")
        case .requireObject: return isNullish(x) ? newError(.type, "undefined and null cannot be taken apart") : x
        case .copyRest: return help(.copyRest, x, y)
        case .copyProperties: return help(.copyProperties, x, y)
        case .setLiteralPrototype:
            if y == null { return setPrototype(x, 0) }
            return isObject(y) ? setPrototype(x, y) : undefined
        case .defineMember: return defineMember(x, y, z, integerOf(word(frame, 48)))
        case .makeClass: return makeClass(x, y)
        case .newPrivateName: return newSymbol(description: x, flags: 1)
        case .setFunctionName: return setName(x, y, integerOf(z))
        case .templateObject: return templateObject(x, y, z, word(frame, 48))
        case .enumerate: return isNullish(x) ? help(.enumerate, null) : help(.enumerate, x)
        case .constructorResult:
            return isObject(x) || x == undefined
                ? x : newError(.type, "a derived constructor returns an object or undefined")
        case .delegate: return help(.delegate, x, y, z, word(frame, 48))
        case .yieldsResult:
            self[State.yieldsResult] = 1
            return undefined
        case .importDynamic: return help(.importDynamic, x, y, z)
        case .helpAdd:
            if isObject(x) { return needPrimitive(1, hint: 2) }
            return isObject(y) ? needPrimitive(2, hint: 2) : add(x, y)
        case .helpArithmetic:
            if isObject(y) { return needPrimitive(2, hint: 0) }
            if isObject(z) { return needPrimitive(3, hint: 0) }
            guard let op = Arithmetic(rawValue: x &- bias) else { return damage() }
            return arithmetic(op, y, z)
        case .helpCompare:
            if isObject(y) { return needPrimitive(2, hint: 0) }
            if isObject(z) { return needPrimitive(3, hint: 0) }
            let swapped = integerOf(x) & 2 != 0
            return integerOf(x) & 1 != 0
                ? lessEqual(swapped ? z : y, swapped ? y : z, swapped: false)
                : less(swapped ? z : y, swapped ? y : z, swapped: false)
        case .helpEqual, .helpNotEqual:
            if isObject(x), !isObject(y) { return needPrimitive(1, hint: 2) }
            if isObject(y), !isObject(x) { return needPrimitive(2, hint: 2) }
            let r = equal(x, y)
            return isAnswer(r) ? r : native == .helpEqual ? r : r ^ 1
        case .helpToNumber: return numberArgument(frame, count, 0)
        case .helpToNumeric: return isObject(x) ? needPrimitive(1, hint: 0) : toNumber(x)
        case .helpToPropertyKey: return isObject(x) ? needPrimitive(1, hint: 1) : isSymbol(x) ? x : toString(x)
        case .helpToString: return isObject(x) ? needPrimitive(1, hint: 1) : toString(x)
        default: return damage()
        }
    }
    private func getSuper(_ home: Value, _ this: Value, _ key: Value) -> Value {
        if isObject(key) { return help(.getSuper, home, this, key) }
        let k = propertyKey(key)
        if isAnswer(k) { return k }
        let p = prototype(ofShape: shape(home))
        return p == 0 ? cannotRead(null, k) : get(p, k, receiver: this)
    }
    /// GlobalDeclarationInstantiation (16.1.7) of one name: 0 var or function, 1 let or class, 2 const.
    private func declareGlobal(_ name: Reference, _ how: Int64) -> Value {
        let lexical = self[State.globalLexical], global = self[State.global]
        if find(shape(lexical), name) != nil { return newError(.syntax, "the name is already declared: ", name) }
        if how == 0 {
            let own = lookUpOwn(global, name)
            if own.outcome != undefined { return own.outcome }
            return addProperty(global, name, undefined, Attribute.writable | Attribute.enumerable)
        }
        let own = lookUpOwn(global, name)
        if own.outcome == again { return again }
        if own.isFound, own.attributes & Attribute.configurable == 0 {
            return newError(.syntax, "the name is already declared: ", name)
        }
        return addProperty(lexical, name, hole, how == 2 ? 0 : Attribute.writable)
    }
    /// The iterator of a value (7.4.3). An array whose iteration nobody changed gets one at once.
    func getIterator(_ v: Value, _ code: Reference, _ at: UInt64) -> Value {
        if isObject(v), kind(v) == Kind.array, shape(v) == self[RootShape.array], !isOwned(shape(v)),
            let p = find(shape(self[Prototype.array]), self[Atom.iterator]),
            slotValue(self[Prototype.array], shape(self[Prototype.array]), p.slot) == self[State.arrayValues]
        {
            return newArrayIterator(v, kind: 1)
        }
        if isNullish(v) { return notIterable(code, at) }
        // A method that has to be got by a script is looked at by the library.
        let method = getValue(v, self[Atom.iterator])
        if method == invoke { return help(.getIterator, v) }
        if isAnswer(method) { return method }
        return isCallable(method) ? help(.getIterator, v, method) : notIterable(code, at)
    }
    /// `[what][index][kind]`: kind 0 keys, 1 values, 2 entries.
    func newArrayIterator(_ v: Reference, kind k: Int32) -> Value {
        let it = newObject(kind: Kind.iterator, prototype: Prototype.arrayIterator, fields: 3)
        if it == 0 { return again }
        setWord(it, 16, v)
        setWord(it, 24, integer(0))
        setWord(it, 32, integer(k))
        return it
    }
    /// The next value of an array's iterator without a result object: the hole at the end, `again`, or `deferred` where
    /// it is not that simple.
    func advance(_ it: Reference) -> Value {
        let a = word(it, 16), i = word(it, 24) &- bias
        guard word(it, 32) == integer(1) else { return deferred }
        if a == undefined { return hole }
        guard isKind(a, Kind.array) else { return deferred }
        if i >= arrayLength(a) {
            setWord(it, 16, undefined)
            return hole
        }
        guard i < elementCount(a) else { return deferred }
        let v = element(a, i)
        if v == hole { return deferred }
        setWord(it, 24, integer(small: i &+ 1))
        return v
    }
    func newSymbol(description: Value, flags: UInt64) -> Value {
        let s = allocate(Kind.symbol, 3)
        if s == 0 { return again }
        self[State.symbolHash] = (self[State.symbolHash] &* 0x9E37_79B1 &+ 0x1234_5677) & 0xFFFF_FFFF
        setWord(s, 8, (isReference(description) ? description : 0) | (self[State.symbolHash] | 1) &<< 32)
        setWord(s, 16, flags)
        return s
    }
    /// SetFunctionName (10.2.9) for a key that was computed. Flags: 1 getter, 2 setter.
    func setName(_ f: Reference, _ key: Value, _ flags: Int64) -> Value {
        var name: Value
        if isSymbol(key) {
            let d = half(key, 8)
            if byte(key, 16) & 1 != 0 {
                name = d
            } else if d == 0 {
                name = self[Atom.empty]
            } else {
                name = concatenate(character(91), d)
                if isAnswer(name) { return name }
                name = concatenate(name, character(93))
            }
        } else {
            name = toString(key)
        }
        if isAnswer(name) { return name }
        if flags & 3 != 0 {
            name = concatenate(self[flags & 1 != 0 ? Atom.getPrefix : Atom.setPrefix], name)
            if isAnswer(name) { return name }
        }
        if isLazy(f) { return materialize(f, name: name) }
        return define(f, self[Atom.name], name, Attribute.configurable)
    }
    /// A method, accessor or property with a computed key, of a class or literal. Flags: PropertyFlag, 256 enumerable,
    /// 512 the value is named after the key.
    private func defineMember(_ o: Reference, _ key: Value, _ v: Value, _ flags: Int64) -> Value {
        let k = propertyKey(key)
        if isAnswer(k) { return k }
        let accessor = flags & 3
        if accessor != 0 || flags & 512 != 0, isObject(v), isLazy(v) {
            let r = setName(v, isIndexKey(k) ? key : k, accessor)
            if isAnswer(r) { return r }
        }
        let enumerable = flags & 256 != 0 ? Attribute.enumerable : 0
        let found = lookUpOwn(o, k)
        if found.outcome == again { return again }
        if accessor == 0 {
            if found.isFound, found.slot == nil, makeSlots(o) == again { return again }
            if found.isFound, found.attributes & Attribute.configurable == 0 {
                return newError(.type, "the property cannot be redefined: ", k)
            }
            return define(o, k, v, Attribute.writable | Attribute.configurable | enumerable)
        }
        let pair = allocate(Kind.accessor, 3)
        if pair == 0 { return again }
        let old = found.isFound && found.isAccessor ? found.value : 0
        setWord(pair, 8, accessor == 1 ? v : old == 0 ? undefined : word(old, 8))
        setWord(pair, 16, accessor == 2 ? v : old == 0 ? undefined : word(old, 16))
        return define(o, k, pair, Attribute.accessor | Attribute.configurable | enumerable)
    }
    /// ClassDefinitionEvaluation (15.7.14), steps 5 to 16: answers the prototype.
    private func makeClass(_ f: Reference, _ heritage: Value) -> Value {
        var parent = self[Prototype.function], proto = self[Prototype.object]
        if heritage == null {
            proto = 0
        } else if heritage != hole {
            if !isConstructor(heritage) { return newError(.type, "a class extends what is no constructor") }
            let p = getValue(heritage, self[Atom.prototype])
            if p == invoke { return newError(.type, "the prototype of the class that is extended is an accessor") }
            if isAnswer(p) { return p }
            if p != null, !isObject(p) { return newError(.type, "a class extends what has no prototype") }
            (parent, proto) = (heritage, p == null ? 0 : p)
        }
        let root: Value
        if proto == 0 {
            let s = newShape(prototype: 0, inPlace: 4)
            root = s == 0 ? again : s
        } else {
            root = rootShape(prototype: proto, plain: true)
        }
        if root == again { return again }
        let o = newObject(root)
        if o == 0 { return again }
        if materialize(f) == again { return again }
        if parent != self[Prototype.function], setPrototype(f, parent) == again { return again }
        if addProperty(f, self[Atom.prototype], o, 0) == again { return again }
        if addProperty(o, self[Atom.constructor], f, Attribute.hidden) == again { return again }
        return o
    }
    /// GetTemplateObject (13.2.8.4): once for each place in the source. The frozen arrays are kept among the constants.
    private func templateObject(_ f: Reference, _ place: Value, _ strings: Reference, _ raw: Reference) -> Value {
        let c = code(f) &+ (place &- bias) &* 8
        let known = word(c, Code.constants)
        if known != undefined { return known }
        for a in [raw, strings] {
            if makeElementsProperties(a) == again { return again }
            if a == strings, addProperty(a, self[Atom.raw], raw, 0) == again { return again }
            let n = arrayLength(a)
            for i in 0..<n {
                guard let p = find(shape(a), indexKey(i)) else { return damage() }
                if redefineProperty(a, indexKey(i), slotValue(a, shape(a), p.slot), Attribute.enumerable) == again {
                    return again
                }
            }
            if own(a, flags: ShapeFlag.notExtensible | ShapeFlag.fixedLength) == again { return again }
        }
        touch(code(f))
        setWord(c, Code.constants, strings)
        return strings
    }
}
