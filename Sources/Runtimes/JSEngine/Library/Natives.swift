// From a native's number to what does it.

extension Arena {
    @inline(__always) func argument(_ frame: UInt64, _ count: UInt64, _ k: UInt64) -> Value {
        k < count ? word(frame &+ k &* 8, 24) : undefined
    }
    /// Asks for an operand to become a primitive: 0 is `this`, 1 the first argument. Hint: 0 number, 1 string, 2 default.
    func needPrimitive(_ operand: UInt64, hint: Int32) -> Value {
        self[State.operand] = operand
        self[State.hint] = integer(hint)
        return coerce
    }
    @inline(never) func native(_ id: UInt64, _ frame: UInt64, _ count: UInt64, _ target: Value) -> Value {
        guard let native = Native(rawValue: id) else { return damage() }
        if id >= Native.firstFunction { return function(native, frame, count, target) }
        return id >= Native.firstLibrary ? libraryNative(native, frame, count) : languageNative(native, frame, count)
    }
    private func function(_ native: Native, _ frame: UInt64, _ count: UInt64, _ target: Value) -> Value {
        if native.rawValue >= Native.mathFloor.rawValue, native.rawValue <= Native.mathHypot.rawValue {
            return math(native, frame, count)
        }
        if native.rawValue >= Native.arrayPush.rawValue, native.rawValue <= Native.arrayIsArray.rawValue {
            return arrayNative(native, frame, count)
        }
        if native.rawValue >= Native.charCodeAt.rawValue, native.rawValue <= Native.endsWith.rawValue {
            return stringNative(native, frame, count)
        }
        return generalNative(native, frame, count, target)
    }
    /// An argument as a number: a number, or an answer.
    func numberArgument(_ frame: UInt64, _ count: UInt64, _ k: UInt64) -> Value {
        let v = argument(frame, count, k)
        if isNumber(v) { return v }
        if isObject(v) { return needPrimitive(k &+ 1, hint: 0) }
        let n = toNumber(v)
        return isBigInt(n) ? newError(.type, "a BigInt cannot become a number") : n
    }
    /// An argument as an integer or infinity, `fallback` where it is undefined.
    func integerArgument(_ frame: UInt64, _ count: UInt64, _ k: UInt64, _ fallback: Double, _ result: inout Double)
        -> Value
    {
        if argument(frame, count, k) == undefined {
            result = fallback
            return undefined
        }
        let v = numberArgument(frame, count, k)
        if isAnswer(v) { return v }
        result = toIntegerOrInfinity(v)
        return undefined
    }
    /// An argument as a flat string, or an answer.
    func stringArgument(_ frame: UInt64, _ count: UInt64, _ k: UInt64) -> Value {
        let v = argument(frame, count, k)
        if isObject(v) { return needPrimitive(k &+ 1, hint: 1) }
        let s = toString(v)
        return isAnswer(s) ? s : flat(s)
    }
    /// `this` as a flat string (22.1.3), or an answer.
    func thisString(_ frame: UInt64) -> Value {
        let v = word(frame, 16)
        if isString(v) { return flat(v) }
        if isNullish(v) { return newError(.type, "the receiver is undefined or null") }
        if isObject(v) { return needPrimitive(0, hint: 1) }
        let s = toString(v)
        return isAnswer(s) ? s : flat(s)
    }
}
