// Methods of strings without callbacks (ECMA-262, 22.1.3).

extension Arena {
    func stringNative(_ native: Native, _ frame: UInt64, _ count: UInt64) -> Value {
        if native == .fromCharCode { return fromCharCode(frame, count) }
        if native == .stringToStringMethod {
            let this = word(frame, 16)
            if isString(this) { return this }
            return isKind(this, Kind.stringObject) ? word(this, 16) : newError(.type, "the receiver is no string")
        }
        let s = thisString(frame)
        if isAnswer(s) { return s }
        let n = length(s)
        var position = 0.0
        switch native {
        case .charCodeAt, .charAt, .codePointAt:
            let r = integerArgument(frame, count, 0, 0, &position)
            if isAnswer(r) { return r }
            guard position >= 0, position < Double(n) else {
                return native == .charAt ? self[Atom.empty] : native == .charCodeAt ? canonicalNaN : undefined
            }
            let i = UInt64(position)
            if native == .charAt {
                let c = character(unit(s, i))
                return c == 0 ? again : c
            }
            let u = unit(s, i)
            if native == .codePointAt, u & 0xFC00 == 0xD800, i &+ 1 < n, unit(s, i &+ 1) & 0xFC00 == 0xDC00 {
                return integer(small: (u &- 0xD800) &<< 10 &+ unit(s, i &+ 1) &- 0xDC00 &+ 0x10000)
            }
            return integer(small: u)
        case .stringIndexOf, .stringIncludes, .startsWith, .endsWith:
            if native != .stringIndexOf, isKind(argument(frame, count, 0), Kind.regExp) {
                return newError(.type, "the argument is a regular expression")
            }
            let t = stringArgument(frame, count, 0)
            if isAnswer(t) { return t }
            let r = integerArgument(frame, count, 1, native == .endsWith ? Double(n) : 0, &position)
            if isAnswer(r) { return r }
            let from = UInt64(max(0, min(position, Double(n))))
            let m = length(t)
            switch native {
            case .startsWith: return boolean(from &+ m <= n && matches(s, from, t))
            case .endsWith: return boolean(m <= from && matches(s, from &- m, t))
            default:
                let i = find(s, t, from: from)
                return native == .stringIncludes ? boolean(i >= 0) : number(i)
            }
        case .stringSlice, .substring:
            var end = 0.0
            let a = integerArgument(frame, count, 0, 0, &position)
            if isAnswer(a) { return a }
            let b = integerArgument(frame, count, 1, Double(n), &end)
            if isAnswer(b) { return b }
            if native == .stringSlice { return substring(s, clamp(position, n), clamp(end, n)) }
            let p = UInt64(max(0, min(position, Double(n)))), q = UInt64(max(0, min(end, Double(n))))
            return substring(s, min(p, q), max(p, q))
        case .trim:
            var from: UInt64 = 0, to = n
            while from < to, WhiteSpace.contains(UInt16(unit(s, from))) { from &+= 1 }
            while to > from, WhiteSpace.contains(UInt16(unit(s, to &- 1))) { to &-= 1 }
            return substring(s, from, to)
        case .toLowerCase, .toUpperCase:
            var units: [UInt16] = []
            if native == .toLowerCase {
                CaseMapping.lower(count: Int(n), unit: { UInt16(unit(s, UInt64($0))) }, emit: { units.append($0) })
            } else {
                CaseMapping.upper(count: Int(n), unit: { UInt16(unit(s, UInt64($0))) }, emit: { units.append($0) })
            }
            let r = newString(units: units)
            return r == 0 ? again : r
        default: return damage()
        }
    }
    private func matches(_ s: Reference, _ at: UInt64, _ t: Reference) -> Bool {
        for i in 0..<length(t) where unit(s, at &+ i) != unit(t, i) { return false }
        return true
    }
    /// Where a flat string has another one, from a place on; -1: nowhere.
    func find(_ s: Reference, _ t: Reference, from: UInt64) -> Int64 {
        let n = length(s), m = length(t)
        if m == 0 { return Int64(from) }
        if m > n { return -1 }
        let first = unit(t, 0)
        var i = from
        while i &+ m <= n {
            if unit(s, i) == first, matches(s, i, t) { return Int64(i) }
            i &+= 1
        }
        return -1
    }
    private func fromCharCode(_ frame: UInt64, _ count: UInt64) -> Value {
        var units: [UInt16] = []
        for k in 0..<count {
            let v = numberArgument(frame, count, k)
            if isAnswer(v) { return v }
            units.append(UInt16(truncatingIfNeeded: toInt32(v)))
        }
        if units.count == 1 {
            let c = character(UInt64(units[0]))
            return c == 0 ? again : c
        }
        let r = newString(units: units)
        return r == 0 ? again : r
    }
}
