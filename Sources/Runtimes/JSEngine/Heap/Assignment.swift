// Setting, defining and deleting properties, of any object but a proxy.

extension Arena {
    /// [[Set]] (10.1.9), receiver and object being the same: `undefined`, or an answer. A failure is a TypeError, as in
    /// all strict code.
    @inline(never) func set(_ object: Reference, _ key: PropertyKey, _ v: Value) -> Value {
        set(object, key, v, receiver: object)
    }
    @inline(never) func set(_ object: Reference, _ key: PropertyKey, _ v: Value, receiver: Value) -> Value {
        var o = object
        while true {
            if kind(o) == Kind.proxy {
                let k = keyValue(key)
                return k == again ? again : help(.proxySet, o, k, v, receiver)
            }
            if kind(o) == Kind.typedArray, isIndexKey(key) || isCanonicalNumeric(key) {
                if o == receiver { return setTypedElement(o, key, v) }
                if !isValidTypedIndex(o, key) { return undefined }
            }
            let found = lookUpOwn(o, key)
            if found.isFound {
                if found.isAccessor {
                    let setter = word(found.value, 16)
                    return setter == undefined ? cannotSet(key) : call(setter, receiver, v)
                }
                if found.value == hole { return uninitialized(key) }
                if found.attributes & Attribute.writable == 0 { return cannotSet(key) }
                if o == receiver { return replaceValue(o, key, v, found) }
                break
            }
            if found.outcome == again { return again }
            o = prototype(ofShape: shape(o))
            if o == 0 { break }
        }
        if !isObject(receiver) { return cannotSet(key) }
        if kind(receiver) == Kind.proxy {
            let k = keyValue(key)
            return k == again ? again : help(.proxyDefineValue, receiver, k, v)
        }
        if receiver != object {
            let own = lookUpOwn(receiver, key)
            if own.outcome == again { return again }
            if own.isFound {
                if own.isAccessor || own.attributes & Attribute.writable == 0 { return cannotSet(key) }
                return replaceValue(receiver, key, v, own)
            }
        }
        if kind(receiver) == Kind.namespace { return cannotSet(key) }
        let r = createProperty(receiver, key, v, Attribute.all)
        return r == falseValue ? cannotAdd(key) : isAnswer(r) ? r : undefined
    }
    /// Gives an own writable data property a value.
    private func replaceValue(_ o: Reference, _ key: PropertyKey, _ v: Value, _ found: Lookup) -> Value {
        if let slot = found.slot {
            setSlotValue(o, shape(o), slot, v)
            return undefined
        }
        switch kind(o) {
        case Kind.array, Kind.arguments:
            if isIndexKey(key) {
                setElement(o, index(of: key), v)
                return undefined
            }
            return setLength(o, v)
        case Kind.typedArray: return setTypedElement(o, key, v)
        default: return cannotSet(key)
        }
    }
    /// Sets an array's `length` (10.4.2.4): `undefined`, or an answer.
    func setLength(_ a: Reference, _ v: Value) -> Value {
        if isObject(v) { return help(.setLength, a, v) }
        let d = toNumber(v)
        if isAnswer(d) { return d }
        let n = toDouble(d)
        if n < 0 || n > 4_294_967_295 || n != n.rounded(.towardZero) {
            return newError(.range, "invalid array length")
        }
        // Lengths of 2³¹ and more do not occur in an arena; they are kept as far as they fit.
        if flags(ofShape: shape(a)) & ShapeFlag.fixedLength != 0 {
            return UInt64(n) == arrayLength(a) ? undefined : cannotSet(self[Atom.length])
        }
        let r = shorten(a, to: UInt64(n))
        return r == falseValue ? newError(.type, "an element cannot be deleted") : r == again ? again : undefined
    }
    /// Adds an own property that is not there (the end of 10.1.6.3): `trueValue`, `falseValue` where the object is not
    /// extensible, or an answer.
    func createProperty(_ o: Reference, _ key: PropertyKey, _ v: Value, _ attributes: UInt64) -> Value {
        if kind(o) == Kind.proxy { return damage() }
        let flags = flags(ofShape: shape(o))
        if flags & ShapeFlag.notExtensible != 0 { return falseValue }
        if kind(o) == Kind.array || kind(o) == Kind.arguments, isIndexKey(key) {
            let i = index(of: key)
            if i >= arrayLength(o), flags & ShapeFlag.fixedLength != 0, kind(o) == Kind.array { return falseValue }
            if attributes == Attribute.all, flags & ShapeFlag.indexed == 0 {
                if i < elementCount(o) {
                    setElement(o, i, v)
                    return trueValue
                }
                let r = setBeyond(o, i, v)
                if r != deferred { return r == again ? again : trueValue }
            }
            if elementCount(o) > 0, makeElementsProperties(o) == again { return again }
            if addProperty(o, key, v, attributes) == again { return again }
            if i >= arrayLength(o) { setArrayLength(o, i &+ 1) }
            return trueValue
        }
        if kind(o) == Kind.typedArray, isIndexKey(key) || isCanonicalNumeric(key) { return falseValue }
        return addProperty(o, key, v, attributes) == again ? again : trueValue
    }
    /// [[Delete]] (10.1.10): a boolean, or an answer.
    func delete(_ o: Reference, _ key: PropertyKey) -> Value {
        if kind(o) == Kind.proxy {
            let k = keyValue(key)
            return k == again ? again : help(.proxyDelete, o, k)
        }
        let found = lookUpOwn(o, key)
        if found.outcome == again || found.outcome == thrown { return found.outcome }
        if !found.isFound { return trueValue }
        if kind(o) == Kind.typedArray, isIndexKey(key) { return falseValue }
        if found.attributes & Attribute.configurable == 0 { return falseValue }
        if found.slot == nil {
            setElement(o, index(of: key), hole)
            return trueValue
        }
        return removeProperty(o, key) == again ? again : trueValue
    }
    /// Prepares an own property of an array, or of anything else, for attributes that are not ordinary: afterwards it is
    /// in a slot. `undefined`, or `again`.
    func makeSlots(_ o: Reference) -> Value {
        if kind(o) == Kind.array || kind(o) == Kind.arguments, elementCount(o) > 0 { return makeElementsProperties(o) }
        return undefined
    }
    /// Sets the prototype (the end of 10.1.2.1), which has been checked: `undefined`, or `again`.
    func setPrototype(_ o: Reference, _ p: Reference) -> Value {
        if isLazy(o), materialize(o) == again { return again }
        if p != 0, markPrototype(p) == again { return again }
        if count(ofShape: shape(o)) == 0, !isOwned(shape(o)), p != 0, kind(o) != Kind.object {
            let root = rootShape(prototype: p, plain: false)
            if root == again { return again }
            touch(o)
            setHalf(o, 0, root)
            return undefined
        }
        return own(o, prototype: p) == again ? again : undefined
    }
}
