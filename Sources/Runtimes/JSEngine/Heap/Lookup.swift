// Finding a property, of any object but a proxy (whose traps are the library's).

/// What a search for an own property came to.
struct Lookup {
    /// `undefined`: there is none. `trueValue`: found. Otherwise `again`.
    var outcome: Value
    /// The value, or an accessor's pair.
    var value: Value = undefined
    var attributes: UInt64 = 0
    /// The slot, where the property is in one.
    var slot: UInt64?

    static var missing: Lookup { Lookup(outcome: undefined) }
    static var again: Lookup { Lookup(outcome: JSEngine.again) }
    static func found(_ value: Value, _ attributes: UInt64) -> Lookup {
        Lookup(outcome: trueValue, value: value, attributes: attributes)
    }
    var isFound: Bool { outcome == trueValue }
    var isAccessor: Bool { attributes & Attribute.accessor != 0 }
}

extension Arena {
    /// An own property (the [[GetOwnProperty]] of everything but proxies).
    @inline(never) func lookUpOwn(_ o: Reference, _ key: PropertyKey) -> Lookup {
        switch kind(o) {
        case Kind.array, Kind.arguments:
            if isIndexKey(key) {
                let i = index(of: key)
                if i < elementCount(o) {
                    let v = element(o, i)
                    if v != hole { return .found(v, Attribute.all) }
                }
            } else if key == self[Atom.length], kind(o) == Kind.array {
                let fixed = flags(ofShape: shape(o)) & ShapeFlag.fixedLength != 0
                return .found(integer(small: arrayLength(o)), fixed ? 0 : Attribute.writable)
            }
        case Kind.stringObject:
            let s = flat(word(o, 16))
            if s == JSEngine.again { return .again }
            if isIndexKey(key) {
                if index(of: key) < length(s) {
                    let c = character(unit(s, index(of: key)))
                    return c == 0 ? .again : .found(c, Attribute.enumerable)
                }
            } else if key == self[Atom.length] {
                return .found(integer(small: length(s)), 0)
            }
        case Kind.typedArray:
            if isIndexKey(key) {
                let v = typedElement(o, index(of: key))
                if v == JSEngine.again { return .again }
                return v == undefined ? .missing : .found(v, Attribute.all)
            }
        case Kind.function, Kind.specialFunction, Kind.native, Kind.bound:
            if isLazy(o), materialize(o) == JSEngine.again { return .again }
        case Kind.error:
            if key == self[Atom.stack], materializeStack(o) == JSEngine.again { return .again }
        case Kind.namespace: return lookUpExport(o, key)
        default: break
        }
        let s = shape(o)
        guard let p = find(s, key) else { return .missing }
        return Lookup(
            outcome: trueValue, value: slotValue(o, s, p.slot), attributes: p.attributes, slot: p.slot)
    }

    /// [[Get]] (10.1.8): the value, or an answer; getters and proxies answer `invoke`.
    @inline(never) func get(_ object: Reference, _ key: PropertyKey, receiver: Value) -> Value {
        var o = object
        while true {
            if kind(o) == Kind.proxy {
                if isPrivateName(key) { return undefined }
                let k = keyValue(key)
                return k == again ? again : help(.proxyGet, o, k, receiver)
            }
            let found = lookUpOwn(o, key)
            if found.isFound {
                if !found.isAccessor { return found.value == hole ? uninitialized(key) : found.value }
                let getter = word(found.value, 8)
                return getter == undefined ? undefined : call(getter, receiver)
            }
            if found.outcome == again { return again }
            if found.outcome == thrown { return thrown }
            if kind(o) == Kind.typedArray, isIndexKey(key) || isCanonicalNumeric(key) { return undefined }
            o = prototype(ofShape: shape(o))
            if o == 0 { return undefined }
        }
    }
    /// The value of a property of any value (7.3.3), or an answer.
    @inline(never) func getValue(_ v: Value, _ key: PropertyKey) -> Value {
        if isObject(v) { return get(v, key, receiver: v) }
        if isString(v) {
            if key == self[Atom.length] { return integer(small: length(v)) }
            if isIndexKey(key), index(of: key) < length(v) {
                let s = flat(v)
                if s == again { return again }
                let c = character(unit(s, index(of: key)))
                return c == 0 ? again : c
            }
        }
        let p = prototype(ofPrimitive: v)
        if p == 0 { return cannotRead(v, key) }
        return get(p, key, receiver: v)
    }
    /// The prototype that a primitive's properties come from; 0 for undefined and null.
    func prototype(ofPrimitive v: Value) -> Reference {
        if isNumber(v) { return self[Prototype.number] }
        if isBoolean(v) { return self[Prototype.boolean] }
        if isString(v) { return self[Prototype.string] }
        if isSymbol(v) { return self[Prototype.symbol] }
        if isBigInt(v) { return self[Prototype.bigInt] }
        return 0
    }
    /// Whether a key is the text of a number that is no index (10.4.5.14): typed arrays have no such properties.
    func isCanonicalNumeric(_ key: PropertyKey) -> Bool {
        if isIndexKey(key) || kind(key) != Kind.string { return false }
        let c = length(key) == 0 ? 0 : unit(key, 0)
        // "-0", "Infinity", "NaN", and numbers: only what begins so can be one.
        if c != 45, c != 73, c != 78, c < 48 || c > 57 { return false }
        if length(key) == 2, c == 45, unit(key, 1) == 48 { return true }
        let n = stringToNumber(key)
        var text: [UInt8] = []
        appendNumber(n, to: &text)
        if UInt64(text.count) != length(key) { return false }
        for i in text.indices where UInt64(text[i]) != unit(key, UInt64(i)) { return false }
        return true
    }
    /// [[HasProperty]] (10.1.7) without proxies: a boolean, or an answer.
    func hasProperty(_ object: Reference, _ key: PropertyKey) -> Value {
        var o = object
        while true {
            if kind(o) == Kind.proxy {
                if isPrivateName(key) { return falseValue }
                let k = keyValue(key)
                return k == again ? again : help(.proxyHas, o, k)
            }
            let found = lookUpOwn(o, key)
            if found.outcome != undefined { return found.outcome }
            if kind(o) == Kind.typedArray, isIndexKey(key) || isCanonicalNumeric(key) { return falseValue }
            o = prototype(ofShape: shape(o))
            if o == 0 { return falseValue }
        }
    }
}
