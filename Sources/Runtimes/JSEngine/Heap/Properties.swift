// Own properties of ordinary objects, by key: find, add, change, delete (ECMA-262, 10.1). What is special about arrays,
// strings, typed arrays, functions and proxies is in ExoticProperties.swift.

/// Displacements of slots, as caches hold them: the low three bits say where.
enum Place {
    static let inPlace: UInt64 = 0
    static let inSlots: UInt64 = 1
    static let holderInPlace: UInt64 = 2
    static let holderInSlots: UInt64 = 3
    /// A property to be added, in the object.
    static let added: UInt64 = 4
    static let displacement: UInt64 = 0x7F8
}

extension Arena {
    @inline(__always) func slots(_ o: Reference) -> Reference { half(o, 8) }

    /// The value in a slot of an object with a shape.
    @inline(__always) func slotValue(_ o: Reference, _ shape: Reference, _ slot: UInt64) -> Value {
        let n = inPlace(shape)
        return slot < n ? word(o &+ slot &* 8, 16) : word(slots(o) &+ (slot &- n) &* 8, 8)
    }
    @inline(__always) func setSlotValue(_ o: Reference, _ shape: Reference, _ slot: UInt64, _ v: Value) {
        let n = inPlace(shape)
        if slot < n {
            touch(o)
            setWord(o &+ slot &* 8, 16, v)
        } else {
            let s = slots(o)
            touch(s)
            setWord(s &+ (slot &- n) &* 8, 8, v)
        }
    }
    /// Where a cache finds a slot, if it can.
    func cachePlace(_ shape: Reference, _ slot: UInt64) -> UInt64? {
        let n = inPlace(shape)
        let place = slot < n ? 16 &+ slot &* 8 : 8 &+ (slot &- n) &* 8 | Place.inSlots
        return place < Place.displacement ? place : nil
    }

    /// The object's block of slots with room for slot `slot`, which may be the same one, or `again`. Writes nothing.
    private func slotsWithRoom(_ o: Reference, _ shape: Reference, _ slot: UInt64) -> Value {
        let n = inPlace(shape)
        let old = slots(o)
        if slot < n { return old }
        let i = slot &- n
        if old != 0, i &+ 1 < words(old) { return old }
        let grown = allocate(Kind.values, 1 &+ max(2, i &+ i / 2 &+ 1))
        if grown == 0 { return again }
        let used = old == 0 ? 0 : words(old) &- 1
        if old != 0 { copy(from: old &+ 8, to: grown &+ 8, bytes: used &* 8) }
        fill(grown, from: 1 &+ used, to: words(grown), undefined)
        return grown
    }
    /// Adds an own property that is not there yet: `undefined`, or `again`.
    @inline(never) func addProperty(_ o: Reference, _ key: PropertyKey, _ v: Value, _ attributes: UInt64) -> Value {
        var shape = shape(o)
        if !isOwned(shape), count(ofShape: shape) >= Arena.mostShared {
            let owned = own(o)
            if owned == again { return again }
            shape = owned
        }
        if !isOwned(shape) {
            let slot = count(ofShape: shape)
            let grown = slotsWithRoom(o, shape, slot)
            if grown == again { return again }
            let next = extend(shape, key, attributes)
            if next == again { return again }
            touch(o)
            setHalf(o, 8, grown)
            setHalf(o, 0, next)
            setSlotValue(o, next, slot, v)
            return undefined
        }
        let table = tableWithRoom(half(shape, 8))
        if table == 0 { return again }
        let freeSlot = half(table, 20)
        let slot = freeSlot != 0 ? freeSlot &- 1 : count(ofShape: shape)
        let grown = slotsWithRoom(o, shape, slot)
        if grown == again { return again }
        touch(o)
        touch(shape)
        touch(table)
        if freeSlot != 0 {
            setHalf(table, 20, slotValue(o, shape, slot) &- bias)
        } else {
            setHalf(shape, 16, slot &+ 1)
        }
        setHalf(o, 8, grown)
        setHalf(shape, 8, table)
        if isIndexKey(key) { setByte(shape, 22, byte(shape, 22) | ShapeFlag.indexed) }
        appendEntry(table, key, slot, attributes)
        setSlotValue(o, shape, slot, v)
        if flags(ofShape: shape) & ShapeFlag.prototype != 0 { changeEpoch() }
        return undefined
    }
    /// Changes the attributes of an own property that is there, and its value: `undefined`, or `again`.
    func redefineProperty(_ o: Reference, _ key: PropertyKey, _ v: Value, _ attributes: UInt64) -> Value {
        let shape = own(o)
        if shape == again { return again }
        let table = half(shape, 8)
        guard let e = entryNumber(table, key) else { return damage() }
        let slot = tableEntry(table, e) >> 32 & 0xFF_FFFF
        touch(table)
        setTableEntry(table, e, key, slot, attributes)
        setSlotValue(o, shape, slot, v)
        return undefined
    }
    /// Deletes an own property that is there: `undefined`, or `again`.
    func removeProperty(_ o: Reference, _ key: PropertyKey) -> Value {
        let shape = own(o)
        if shape == again { return again }
        let table = half(shape, 8)
        guard let e = entryNumber(table, key) else { return damage() }
        let slot = tableEntry(table, e) >> 32 & 0xFF_FFFF
        setSlotValue(o, shape, slot, integer(small: half(table, 20)))
        touch(table)
        setHalf(table, 20, slot &+ 1)
        removeEntry(table, e)
        return undefined
    }
    /// Sets or adds an own data property of an ordinary object, whatever its attributes: `undefined`, or `again`.
    @inline(never) func define(_ o: Reference, _ key: PropertyKey, _ v: Value, _ attributes: UInt64 = Attribute.all)
        -> Value
    {
        if let p = find(shape(o), key) {
            if p.attributes != attributes { return redefineProperty(o, key, v, attributes) }
            setSlotValue(o, shape(o), p.slot, v)
            return undefined
        }
        return addProperty(o, key, v, attributes)
    }

    // MARK: New objects

    /// A plain object with a root shape or one made from it; 0 where there is no room.
    @inline(__always) func newObject(_ shape: Reference) -> Reference {
        let n = inPlace(shape)
        let r = allocate(Kind.object, 2 &+ n, auxiliary: shape)
        if r == 0 { return 0 }
        setWord(r, 8, 0)
        fill(r, from: 2, to: 2 &+ n, undefined)
        return r
    }
    /// An object of another kind with `fields` words of its own, `undefined` at first; 0 where there is no room.
    func newObject(kind: UInt64, shape: Reference, fields: UInt64) -> Reference {
        let r = allocate(kind, 2 &+ fields, auxiliary: shape)
        if r == 0 { return 0 }
        setWord(r, 8, 0)
        fill(r, from: 2, to: 2 &+ fields, undefined)
        return r
    }
    /// An object of a kind with one of the library's prototypes; 0 where there is no room.
    func newObject(kind: UInt64, prototype: UInt64, fields: UInt64) -> Reference {
        let s = rootShape(prototype: self[prototype], plain: kind == Kind.object)
        if s == again { return 0 }
        return kind == Kind.object ? newObject(s) : newObject(kind: kind, shape: s, fields: fields)
    }
}
