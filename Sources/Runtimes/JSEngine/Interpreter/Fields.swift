// Properties by name, with inline caches, and by key; private members.

extension Arena {
    /// r[b].k for a cache's entry `e` (at its second word), or an answer.
    @inline(never) func getField(_ o: Value, _ key: PropertyKey, _ e: UInt64) -> Value {
        var base = o
        if !isReference(o) || !isObject(o) {
            if isString(o), key == self[Atom.length] { return integer(small: length(o)) }
            base = prototype(ofPrimitive: o)
            if base == 0 { return cannotRead(o, key) }
            if isString(o) { return getValue(o, key) }
        }
        let s = shape(base)
        // A prototype's methods are found again as long as no prototype changes.
        if base == o,
            let place = half(e, 4) & 7 == Place.holderInSlots || half(e, 4) & 7 == Place.holderInPlace
                ? half(e, 4) : nil,
            half(e) == s, half(e, 12) == self[State.epoch]
        {
            let holder = half(e, 8)
            return place & 7 == Place.holderInPlace
                ? word(holder, place & Place.displacement) : word(half(holder, 8), place & Place.displacement)
        }
        switch kind(base) {
        case Kind.object, Kind.function, Kind.specialFunction, Kind.native, Kind.error, Kind.array, Kind.map, Kind.set,
            Kind.generator, Kind.promise, Kind.iterator, Kind.internalObject, Kind.regExp, Kind.date:
            if isLazy(base) || kind(base) == Kind.array && key == self[Atom.length] { break }
            if kind(base) == Kind.error, key == self[Atom.stack] { break }
            if let p = find(s, key), !p.isAccessor {
                let v = slotValue(base, s, p.slot)
                if v == hole { break }
                if base == o, let place = cachePlace(s, p.slot) { setCache(e, s, place, 0, 0) }
                return v
            }
            if isOwned(s) { break }
            var holder = prototype(ofShape: s)
            while holder != 0, kind(holder) != Kind.proxy, kind(holder) != Kind.typedArray {
                let h = shape(holder)
                if isLazy(holder) { break }
                if let p = find(h, key) {
                    if p.isAccessor { break }
                    let v = slotValue(holder, h, p.slot)
                    if base == o, flags(ofShape: h) & ShapeFlag.prototype != 0, let place = cachePlace(h, p.slot) {
                        setCache(e, s, place &+ 2, holder, self[State.epoch])
                    }
                    return v
                }
                holder = prototype(ofShape: h)
            }
        default: break
        }
        return get(base, key, receiver: o)
    }
    @inline(__always) private func setCache(
        _ e: UInt64, _ shape: Reference, _ place: UInt64, _ holder: Reference, _ more: UInt64
    ) {
        touchCaches(e)
        setWord(e, 0, shape | place &<< 32)
        setWord(e, 8, holder | more &<< 32)
    }
    /// Caches of the library's code lie in the image; the block's beginning is not known here, so that the image's
    /// caches are all looked at by the collector once one was written.
    private func touchCaches(_ e: UInt64) {
        if e < self[State.image] { self[State.imageCachesWritten] = 1 }
    }
    @inline(never) func setField(_ o: Value, _ key: PropertyKey, _ v: Value, _ e: UInt64) -> Value {
        if !isObject(o) { return setOnPrimitive(o, key, v) }
        let s = shape(o)
        let r = set(o, key, v)
        if isAnswer(r) || kind(o) == Kind.proxy || o < self[State.image] || key == self[Atom.length] { return r }
        if flags(ofShape: s) & ShapeFlag.prototype != 0 || flags(ofShape: shape(o)) & ShapeFlag.prototype != 0 {
            return r
        }
        let next = shape(o)
        guard let p = find(next, key), p.attributes & (Attribute.writable | Attribute.accessor) == Attribute.writable,
            let place = cachePlace(next, p.slot)
        else { return r }
        if next == s {
            setCache(e, s, place, 0, 0)
        } else if place & 7 == Place.inPlace, !isOwned(next) {
            setCache(e, s, place | Place.added, next, self[State.epoch])
        }
        return r
    }
    /// A property of a literal: CreateDataProperty.
    @inline(never) func putField(_ o: Reference, _ key: PropertyKey, _ v: Value, _ e: UInt64) -> Value {
        let s = shape(o)
        let r = define(o, key, v)
        if isAnswer(r) { return r }
        let next = shape(o)
        if next != s, !isOwned(next), let p = find(next, key), let place = cachePlace(next, p.slot), place & 7 == 0 {
            setCache(e, s, place | Place.added, next, self[State.epoch])
        }
        return undefined
    }
    /// An assignment to a property of a primitive: only setters and failures.
    private func setOnPrimitive(_ v: Value, _ key: PropertyKey, _ value: Value) -> Value {
        let p = prototype(ofPrimitive: v)
        if p == 0 { return cannotWrite(v, key) }
        return set(p, key, value, receiver: v)
    }
    @inline(never) func getGlobal(_ name: Reference, _ e: UInt64) -> Value {
        for o in [self[State.globalLexical], self[State.global]] {
            let s = shape(o)
            guard let p = find(s, name) else { continue }
            if p.isAccessor { return get(o, name, receiver: o) }
            let v = slotValue(o, s, p.slot)
            if v == hole { return uninitialized(name) }
            if let place = cachePlace(s, p.slot), place & 7 == Place.inSlots { setCache(e, s, place, o, 0) }
            return v
        }
        let r = hasProperty(self[State.global], name)
        if isAnswer(r) { return r }
        return r == trueValue ? get(self[State.global], name, receiver: self[State.global]) : notDefined(name)
    }
    @inline(never) func setGlobal(_ name: Reference, _ v: Value) -> Value {
        let lexical = self[State.globalLexical]
        if let p = find(shape(lexical), name) {
            if slotValue(lexical, shape(lexical), p.slot) == hole { return uninitialized(name) }
            if p.attributes & Attribute.writable == 0 { return newError(.type, "an assignment to the constant ", name) }
            setSlotValue(lexical, shape(lexical), p.slot, v)
            return undefined
        }
        let o = self[State.global]
        let r = hasProperty(o, name)
        if isAnswer(r) { return r }
        return r == trueValue ? set(o, name, v) : notDefined(name)
    }
    @inline(never) func getElementSlow(_ o: Value, _ key: Value) -> Value {
        if isObject(key) { return isNullish(o) ? cannotRead(o, key) : help(.getElement, o, key) }
        if isInteger(key), key >= bias, isObject(o), kind(o) == Kind.typedArray {
            let v = typedElement(o, key &- bias)
            return v
        }
        if isInteger(key), key >= bias, isString(o), key &- bias < length(o) {
            let s = flat(o)
            if s == again { return again }
            let c = character(unit(s, key &- bias))
            return c == 0 ? again : c
        }
        if isNullish(o) { return cannotRead(o, key) }
        let k = propertyKey(isNumber(key) && !isInteger(key) ? number(doubleOf(key)) : key)
        return isAnswer(k) ? k : getValue(o, k)
    }
    @inline(never) func setElementSlow(_ o: Value, _ key: Value, _ v: Value) -> Value {
        if isNullish(o) { return cannotWrite(o, key) }
        if isObject(key) { return help(.setElement, o, key, v) }
        if isInteger(key), key >= bias, isObject(o), kind(o) == Kind.array, isPlainArray(o),
            key &- bias == elementCount(o),
            elementCount(o) == arrayLength(o), self[State.indexedPrototypes] == 0
        {
            let r = append(o, v)
            return r == again ? again : undefined
        }
        let k = propertyKey(isNumber(key) && !isInteger(key) ? number(doubleOf(key)) : key)
        if isAnswer(k) { return k }
        return isObject(o) ? set(o, k, v) : setOnPrimitive(o, k, v)
    }
    func deleteElement(_ o: Value, _ key: Value) -> Value {
        if isNullish(o) { return cannotRead(o, key) }
        if isObject(key) { return help(.deleteElement, o, key) }
        let k = propertyKey(key)
        if isAnswer(k) { return k }
        if !isObject(o) { return trueValue }
        let r = delete(o, k)
        return r == falseValue ? newError(.type, "the property cannot be deleted: ", k) : r
    }
    func isIn(_ key: Value, _ o: Value) -> Value {
        if !isObject(o) { return newError(.type, "the right side of in is no object") }
        if isObject(key) { return help(.hasElement, o, key) }
        let k = propertyKey(key)
        return isAnswer(k) ? k : hasProperty(o, k)
    }
    func isInstance(_ v: Value, _ f: Value) -> Value {
        if !isObject(f) { return newError(.type, "the right side of instanceof is no object") }
        return help(.instanceOf, v, f)
    }
    // MARK: Private members (7.3.27 to 7.3.32)

    func getPrivate(_ o: Value, _ name: Reference) -> Value {
        guard isObject(o), let p = find(shape(o), name) else {
            return newError(.type, "the object has no private member ", half(name, 8))
        }
        let v = slotValue(o, shape(o), p.slot)
        if !p.isAccessor { return v }
        let getter = word(v, 8)
        return getter == undefined
            ? newError(.type, "the private member cannot be read: ", half(name, 8)) : call(getter, o)
    }
    func setPrivate(_ o: Value, _ name: Reference, _ v: Value) -> Value {
        guard isObject(o), let p = find(shape(o), name) else {
            return newError(.type, "the object has no private member ", half(name, 8))
        }
        if p.isAccessor {
            let setter = word(slotValue(o, shape(o), p.slot), 16)
            return setter == undefined
                ? newError(.type, "the private member cannot be written: ", half(name, 8)) : call(setter, o, v)
        }
        if p.attributes & Attribute.writable == 0 {
            return newError(.type, "the private member cannot be written: ", half(name, 8))
        }
        setSlotValue(o, shape(o), p.slot, v)
        return undefined
    }
}
