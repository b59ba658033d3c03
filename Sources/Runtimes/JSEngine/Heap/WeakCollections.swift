// What the collector does about weak maps, sets, references and registries.
//
// Their content (word 2) is a block of values: `[count | 0]`, then pairs of key and value (a set's values are
// `undefined`; a reference has one pair, without value; a registry's pair is target and cell). It is moved as a whole
// when its owner is; the keys are not followed; a value is followed once its key is alive (9.9.3: ephemerons).

extension Arena {
    /// Moves the values of weak maps whose keys are alive; whether there were any.
    func moveEphemerons(_ c: inout Collection) -> Bool {
        let before = c.free
        var o = c.weak
        while o != 0 {
            let content = word(o, 16)
            if isReference(content), words(content) > 2 {
                var i: UInt64 = 2
                while i &+ 1 < words(content) {
                    let key = word(content &+ i &* 8), place = content &+ i &* 8 &+ 8
                    if key != hole, isAlive(key, c) || kind(o) == Kind.finalizationRegistry {
                        setWord(place, 0, move(word(place), &c))
                    }
                    i &+= 2
                }
            }
            o = word(o, 24)
        }
        return c.free != before
    }
    /// Copies the contents of weak collections, without what is dead.
    func clearWeak(_ c: inout Collection) {
        var o = c.weak
        while o != 0 {
            let content = word(o, 16)
            if isReference(content) {
                let n = words(content)
                let to = c.free
                c.free = to &+ n &* 8
                setWord(to, 0, word(content))
                setWord(to, 8, word(content, 8))
                var i: UInt64 = 2
                while i < n {
                    var key = word(content &+ i &* 8), value = word(content &+ i &* 8 &+ 8)
                    if key != hole {
                        if isAlive(key, c) {
                            key = move(key, &c)
                        } else {
                            key = hole
                            if kind(o) != Kind.finalizationRegistry { value = undefined }
                        }
                    }
                    setWord(to &+ i &* 8, 0, key)
                    setWord(to &+ i &* 8 &+ 8, 0, value)
                    i &+= 2
                }
                setWord(o, 16, to)
            }
            let next = word(o, 24)
            setWord(o, 24, undefined)
            o = next
        }
    }
}
