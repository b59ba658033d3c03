// What the library's sources call as `%name(…)`: the language's abstract operations, on operands that the library checks.

extension Arena {
    func libraryNative(_ native: Native, _ frame: UInt64, _ count: UInt64) -> Value {
        let x = argument(frame, count, 0), y = argument(frame, count, 1), z = argument(frame, count, 2)
        let w = argument(frame, count, 3)
        switch native {
        case .isObject: return boolean(isObject(x))
        case .isCallable: return boolean(isCallable(x))
        case .isConstructor: return boolean(isConstructor(x))
        case .isArray: return isArrayValue(x)
        case .call:
            if !isCallable(x) { return newError(.type, "what is called is not a function") }
            return callCopying(x, y, frame, count)
        case .apply:
            if !isCallable(x) { return newError(.type, "what is called is not a function") }
            return call(x, y, array: z)
        case .construct:
            if !isConstructor(x) { return newError(.type, "what is constructed is not a constructor") }
            return call(x, undefined, array: y, target: count > 2 ? z : x)
        case .hole: return hole
        case .typeError, .rangeError, .referenceError:
            let kind: ErrorKind = native == .typeError ? .type : native == .rangeError ? .range : .reference
            return newError(kind, "", x)
        case .toInteger:
            let v = numberArgument(frame, count, 0)
            return isAnswer(v) ? v : number(toIntegerOrInfinity(v))
        case .toLength:
            let v = numberArgument(frame, count, 0)
            return isAnswer(v) ? v : number(min(max(toIntegerOrInfinity(v), 0), 9_007_199_254_740_991))
        case .toObject: return toObject(x)
        case .toNumber: return numberArgument(frame, count, 0)
        case .toString: return isString(x) ? x : stringArgument(frame, count, 0)
        case .toPropertyKey: return isObject(x) ? needPrimitive(1, hint: 1) : isSymbol(x) ? x : toString(x)
        case .ownKeys: return ownKeys(x)
        case .getOwn: return getOwn(x, y)
        case .defineOwn: return defineOwn(x, y, z, frame, count)
        case .createDataProperty:
            let k = propertyKey(y)
            if isAnswer(k) { return k }
            if kind(x) == Kind.proxy { return help(.proxyDefineValue, x, y, z) }
            let found = lookUpOwn(x, k)
            if found.outcome == again { return again }
            if !found.isFound {
                let r = createProperty(x, k, z, Attribute.all)
                return r == falseValue ? cannotAdd(k) : r
            }
            if found.attributes & Attribute.configurable == 0, found.attributes != Attribute.all {
                return newError(.type, "the property cannot be redefined: ", k)
            }
            if found.slot == nil { return set(x, k, z) }
            return define(x, k, z)
        case .getPrototype:
            let p = prototype(ofShape: shape(x))
            return p == 0 ? null : p
        case .setPrototype: return changePrototype(x, y)
        case .isExtensible: return boolean(flags(ofShape: shape(x)) & ShapeFlag.notExtensible == 0)
        case .preventExtensions:
            if kind(x) == Kind.array, elementCount(x) > 0, makeElementsProperties(x) == again { return again }
            return own(x, flags: ShapeFlag.notExtensible) == again ? again : trueValue
        case .kindOf: return isObject(x) ? integer(small: kind(x)) : integer(0)
        case .slot: return word(x &+ (y &- bias) &* 8, 16)
        case .setSlot:
            touch(x)
            setWord(x &+ (y &- bias) &* 8, 16, z)
            return undefined
        case .newObject:
            // kind, prototype, count of slots
            let root =
                y == null
                ? newShape(prototype: 0, inPlace: x == integer(small: Kind.object) ? 4 : 0)
                : rootShape(prototype: y, plain: x == integer(small: Kind.object))
            if root == again || root == 0 { return again }
            let o =
                x == integer(small: Kind.object)
                ? newObject(root) : newObject(kind: x &- bias, shape: root, fields: z == undefined ? 0 : z &- bias)
            return o == 0 ? again : o
        case .newArray:
            let a = newArray(0)
            return a == 0 ? again : a
        case .resume: return resumes(x, Int32(truncatingIfNeeded: integerOf(y)), z, raw: true)
        case .generatorState: return word(x, 24)
        case .enqueue: return enqueue(frame, count)
        case .addPrivate: return addPrivate(x, y, z, integerOf(w))
        case .setHelper:
            for i in 0..<60 where helperName(i, equals: x) { self[State.helpers &+ UInt64(i) &* 8] = y }
            return undefined
        case .setPrototypePlace: return placePrototype(x, y)
        case .install: return install(x, y)
        case .newProxy:
            let p = newObject(kind: Kind.proxy, prototype: Prototype.object, fields: 2)
            if p == 0 { return again }
            setWord(p, 8, ((isCallable(x) ? 1 : 0) | (isConstructor(x) ? 2 : 0)) &<< 32)
            setWord(p, 16, x)
            setWord(p, 24, y)
            return p
        case .newBound:
            let proto = prototype(ofShape: shape(x))
            let root = proto == 0 ? newShape(prototype: 0, inPlace: 0) : rootShape(prototype: proto, plain: false)
            if root == again || root == 0 { return again }
            let f = newObject(kind: Kind.bound, shape: root, fields: 3)
            if f == 0 { return again }
            setWord(f, 16, x)
            setWord(f, 24, y)
            setWord(f, 32, z)
            return f
        case .sameValue: return sameValue(x, y, zero: false)
        case .sameValueZero: return sameValue(x, y, zero: true)
        case .strictEqual: return same(x, y)
        case .arrayIterator: return newArrayIterator(x, kind: Int32(truncatingIfNeeded: integerOf(y)))
        case .getFrom:
            let k = propertyKey(y)
            return isAnswer(k) ? k : get(x, k, receiver: z)
        case .deleteFrom:
            let k = propertyKey(y)
            return isAnswer(k) ? k : delete(x, k)
        case .symbolDescription: return half(x, 8) == 0 ? undefined : half(x, 8)
        case .nativeOf:
            for i in 0..<Intrinsics.count where equals(Intrinsics.text(i), x) {
                let name = y == undefined ? self[Atom.empty] : y
                let flags = w == trueValue ? NativeFlag.constructor : 0
                let f = newNative(
                    UInt64(i), name: name, length: z == undefined ? 0 : z &- bias, flags: flags,
                    shape: self[RootShape.nativeFunction])
                return f == 0 ? again : f
            }
            return damage()
        case .fallback:
            touch(x)
            setHalf(x, 12, y)
            return x
        case .privateOf: return boolean(byte(x, 16) & 1 != 0)
        case .setOn:
            let k = propertyKey(y)
            return isAnswer(k) ? k : x == null ? cannotWrite(null, k) : set(x, k, z, receiver: w)
        case .setLengthOf: return setLength(x, y)
        default: return damage()
        }
    }
    private func callCopying(_ f: Value, _ this: Value, _ frame: UInt64, _ count: UInt64) -> Value {
        let n = count > 2 ? count &- 2 : 0
        if n > 8 {
            let list = newArray(copying: frame &+ 40, count: n)
            return list == 0 ? again : call(f, this, array: list)
        }
        _ = call(f, this)
        self[State.calleeCount] = n
        for k in 0..<n { self[State.arguments &+ k &* 8] = word(frame &+ k &* 8, 40) }
        return invoke
    }
    func equals(_ text: StaticString, _ s: Value) -> Bool {
        guard isString(s), kind(s) == Kind.string, Int(length(s)) == text.utf8CodeUnitCount else { return false }
        var equal = true
        text.withUTF8Buffer { bytes in
            for k in 0..<bytes.count where UInt64(unsafe bytes[k]) != unit(s, UInt64(k)) { equal = false }
        }
        return equal
    }
    func isArrayValue(_ v: Value) -> Value {
        var v = v
        while isKind(v, Kind.proxy) {
            if word(v, 24) == null { return newError(.type, "the proxy was revoked") }
            v = word(v, 16)
        }
        return boolean(isArray(v))
    }
    /// ToObject (7.1.18).
    func toObject(_ v: Value) -> Value {
        if isObject(v) { return v }
        if isNullish(v) { return newError(.type, "undefined and null cannot become objects") }
        let kind = isString(v) ? Kind.stringObject : Kind.primitive
        let proto = prototype(ofPrimitive: v)
        let root = rootShape(prototype: proto, plain: false)
        if root == again { return again }
        let o = newObject(kind: kind, shape: root, fields: 1)
        if o == 0 { return again }
        setWord(o, 16, v)
        return o
    }
    /// OrdinaryOwnPropertyKeys (10.1.11): indices in order, strings, symbols.
    func ownKeys(_ o: Reference) -> Value {
        if isLazy(o), materialize(o) == again { return again }
        if kind(o) == Kind.error, materializeStack(o) == again { return again }
        let list = newArray(8)
        if list == 0 { return again }
        var indices: [UInt64] = []
        var elementEnd: UInt64 = 0
        switch kind(o) {
        case Kind.array, Kind.arguments: elementEnd = elementCount(o)
        case Kind.stringObject: elementEnd = length(word(o, 16))
        case Kind.typedArray: elementEnd = typedLength(o)
        default: break
        }
        let isSequence = kind(o) == Kind.array || kind(o) == Kind.arguments
        for i in 0..<elementEnd where !isSequence || element(o, i) != hole { indices.append(i) }
        var keys: [PropertyKey] = []
        let s = shape(o)
        if isOwned(s) {
            let t = half(s, 8)
            for e in 0..<half(t, 8) {
                let k = tableEntry(t, e) & 0xFFFF_FFFF
                if k != 0 { keys.append(k) }
            }
        } else {
            var q = s
            while word(q, 8) != 0 {
                keys.append(half(q, 12))
                q = half(q, 8)
            }
            keys.reverse()
        }
        if kind(o) == Kind.array || kind(o) == Kind.stringObject { keys.insert(self[Atom.length], at: 0) }
        for k in keys where isIndexKey(k) { indices.append(index(of: k)) }
        if indices.count > Int(elementEnd) || true { indices.sort() }
        for i in indices {
            let text = toString(integer(small: i))
            if isAnswer(text) || append(list, text) == again { return again }
        }
        for k in keys where !isIndexKey(k) && kind(k) == Kind.string { if append(list, k) == again { return again } }
        for k in keys where !isIndexKey(k) && kind(k) == Kind.symbol && !isPrivateName(k) {
            if append(list, k) == again { return again }
        }
        return list
    }
    /// An own property as `[attributes, value or getter, setter]`, or undefined.
    private func getOwn(_ o: Reference, _ key: Value) -> Value {
        let k = propertyKey(key)
        if isAnswer(k) { return k }
        let found = lookUpOwn(o, k)
        if !found.isFound { return found.outcome }
        if found.value == hole { return uninitialized(k) }
        let a = newArray(3)
        if a == 0 { return again }
        let isAccessor = found.isAccessor
        for v in [
            integer(small: found.attributes), isAccessor ? word(found.value, 8) : found.value,
            isAccessor ? word(found.value, 16) : undefined,
        ] {
            if append(a, v) == again { return again }
        }
        return a
    }
    /// ValidateAndApplyPropertyDescriptor (10.1.6.3): object, key, mask of what the descriptor has (bits as attributes,
    /// and 16 value, 32 get, 64 set), its attributes, value or getter, setter. A boolean, or an answer.
    private func defineOwn(_ o: Reference, _ key: Value, _ mask: Value, _ frame: UInt64, _ count: UInt64) -> Value {
        let k = propertyKey(key)
        if isAnswer(k) { return k }
        let has = mask &- bias, wanted = word(frame, 48) &- bias
        let v = word(frame, 56), setter = word(frame, 64)
        let isAccessor = has & 96 != 0, isData = has & 17 != 0
        if kind(o) == Kind.array, k == self[Atom.length] { return defineLength(o, has, wanted, v) }
        let found = lookUpOwn(o, k)
        if found.outcome == again { return again }
        if !found.isFound {
            if flags(ofShape: shape(o)) & ShapeFlag.notExtensible != 0 { return falseValue }
            if isAccessor {
                let pair = newPair(has & 32 != 0 ? v : undefined, has & 64 != 0 ? setter : undefined)
                if pair == again || makeSlots(o) == again { return again }
                return createProperty(o, k, pair, Attribute.accessor | wanted & 6 & has)
            }
            return createProperty(o, k, has & 16 != 0 ? v : undefined, wanted & has & 7)
        }
        let old = found.attributes
        if old & Attribute.configurable == 0 {
            if has & 4 != 0, wanted & 4 != 0 { return falseValue }
            if has & 2 != 0, (wanted ^ old) & 2 != 0 { return falseValue }
            if isAccessor, !found.isAccessor || isData, found.isAccessor { return falseValue }
            if found.isAccessor {
                if has & 32 != 0, v != word(found.value, 8) { return falseValue }
                if has & 64 != 0, setter != word(found.value, 16) { return falseValue }
            } else if old & 1 == 0 {
                if has & 1 != 0, wanted & 1 != 0 { return falseValue }
                if has & 16 != 0 {
                    let r = sameValue(v, found.value, zero: false)
                    if r != trueValue { return r }
                }
            }
        }
        if kind(o) == Kind.typedArray, isIndexKey(k) {
            if isAccessor || has & 7 & ~wanted != 0 { return falseValue }
            return has & 16 != 0 ? set(o, k, v) == again ? again : trueValue : trueValue
        }
        if kind(o) == Kind.stringObject, found.slot == nil { return trueValue }
        var attributes = old & ~has & 7 | wanted & has & 7
        var value = found.value
        if isAccessor {
            let was = found.isAccessor
            value = newPair(
                has & 32 != 0 ? v : was ? word(found.value, 8) : undefined,
                has & 64 != 0 ? setter : was ? word(found.value, 16) : undefined)
            if value == again { return again }
            attributes = attributes & 6 | Attribute.accessor
        } else if isData || !found.isAccessor {
            if found.isAccessor { (value, attributes) = (undefined, attributes & ~(has & 1 != 0 ? 0 : 1)) }
            if has & 16 != 0 { value = v }
        } else {
            attributes |= Attribute.accessor
        }
        if found.slot == nil {
            if attributes == Attribute.all {
                setElement(o, index(of: k), value)
                return trueValue
            }
            if makeSlots(o) == again { return again }
        }
        if value != found.value || attributes != old {
            return define(o, k, value, attributes) == again ? again : trueValue
        }
        return trueValue
    }
    private func defineLength(_ a: Reference, _ has: UInt64, _ wanted: UInt64, _ v: Value) -> Value {
        if has & 96 != 0 || has & 4 != 0 && wanted & 4 != 0 || has & 2 != 0 && wanted & 2 != 0 { return falseValue }
        let fixed = flags(ofShape: shape(a)) & ShapeFlag.fixedLength != 0
        if fixed, has & 1 != 0, wanted & 1 != 0 { return falseValue }
        if has & 16 != 0 {
            let n = toNumber(v)
            if isAnswer(n) { return n }
            if fixed { return boolean(toDouble(n) == Double(arrayLength(a))) }
            let r = setLength(a, n)
            if isAnswer(r) { return r }
        }
        if has & 1 != 0, wanted & 1 == 0, !fixed, own(a, flags: ShapeFlag.fixedLength) == again { return again }
        return trueValue
    }
    func newPair(_ getter: Value, _ setter: Value) -> Value {
        let pair = allocate(Kind.accessor, 3)
        if pair == 0 { return again }
        setWord(pair, 8, getter)
        setWord(pair, 16, setter)
        return pair
    }
    /// OrdinarySetPrototypeOf (10.1.2.1): a boolean, or `again`.
    private func changePrototype(_ o: Reference, _ p: Value) -> Value {
        let target = p == null ? 0 : p
        if prototype(ofShape: shape(o)) == target { return trueValue }
        if flags(ofShape: shape(o)) & ShapeFlag.notExtensible != 0 || o == self[Prototype.object] { return falseValue }
        var q = target
        while q != 0 {
            if q == o { return falseValue }
            if kind(q) == Kind.proxy { break }
            q = prototype(ofShape: shape(q))
        }
        return setPrototype(o, target) == again ? again : trueValue
    }
    private func addPrivate(_ o: Reference, _ name: Reference, _ v: Value, _ flags: Int64) -> Value {
        if flags & 3 != 0 {
            if let p = find(shape(o), name), p.isAccessor {
                let pair = slotValue(o, shape(o), p.slot)
                if word(pair, flags & 1 != 0 ? 8 : 16) != undefined {
                    return newError(.type, "the private member is already there")
                }
                setWord(pair, flags & 1 != 0 ? 8 : 16, v)
                return undefined
            }
            let pair = newPair(flags & 1 != 0 ? v : undefined, flags & 2 != 0 ? v : undefined)
            return pair == again ? again : addProperty(o, name, pair, Attribute.accessor)
        }
        if find(shape(o), name) != nil { return newError(.type, "the private member is already there") }
        return addProperty(o, name, v, flags & 4 != 0 ? 0 : Attribute.writable)
    }
    /// Copies an object's methods and accessors to another, as the library's functions are: not enumerable.
    private func install(_ o: Reference, _ source: Reference) -> Value {
        let keys = ownKeys(source)
        if isAnswer(keys) { return keys }
        for i in 0..<elementCount(keys) {
            let k = propertyKey(element(keys, i))
            if isAnswer(k) { return k }
            let found = lookUpOwn(source, k)
            if define(o, k, found.value, found.attributes & ~Attribute.enumerable) == again { return again }
        }
        return undefined
    }
    /// A job for the queue: function and arguments as an array.
    private func enqueue(_ frame: UInt64, _ count: UInt64) -> Value {
        let job = newArray(copying: frame &+ 24, count: count)
        if job == 0 { return again }
        return append(self[State.jobs], job) == again ? again : undefined
    }
}

enum NativeFlag {
    static let constructor: UInt64 = 1
}
