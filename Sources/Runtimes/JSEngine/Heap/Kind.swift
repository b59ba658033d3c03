// What blocks there are, and how each is laid out.
//
// A block begins with its header: in the low half `auxiliary` (an object's shape, a string's hash), then the kind
// (8 bits) and the length in words (24 bits). References below are halves unless said otherwise.

/// The kinds of blocks. From `object` on they are objects of the language.
enum Kind {
    /// Bytes.
    static let raw: UInt64 = 1
    /// `[length | flags]`, then bytes or 16-bit units. Flags: 1 wide, 2 atom, 4 not to be hashed as an index.
    static let string: UInt64 = 2
    /// `[length | flat][left | right]`; `flat` once somebody has looked.
    static let rope: UInt64 = 3
    /// Values.
    static let values: UInt64 = 4
    /// See Shape.swift.
    static let shape: UInt64 = 5
    /// See Code.swift.
    static let code: UInt64 = 6
    /// `[value]`: a variable that closures share.
    static let box: UInt64 = 7
    /// Inline caches, 16 bytes each: `[shape | place][holder | epoch or next shape]`.
    static let caches: UInt64 = 8
    /// Where a moved block is now (only while collecting).
    static let forward: UInt64 = 9
    /// `[description | hash][flags]`; flags: 1 private name, 2 registered. No description: 0.
    static let symbol: UInt64 = 10
    /// `[sign | count of limbs]`, then limbs of 64 bits, the least first; the header's auxiliary is unused.
    static let bigInt: UInt64 = 11
    /// `[getter][setter]`: the content of an accessor property's slot.
    static let accessor: UInt64 = 12
    /// See PropertyTable.swift.
    static let table: UInt64 = 13

    // Objects: [header, shape]`[slots | …]`, then what the kind has, then slots in place (plain objects only).
    static let object: UInt64 = 16
    /// `[slots | count of elements][elements | length]`; elements from `count` to `length` are not there or properties.
    static let array: UInt64 = 17
    /// `[slots | code]`, then boxes: a function that can be entered at once.
    static let function: UInt64 = 18
    /// `[slots | fallback: a closure][id, length 8, flags 8 | name]`
    static let native: UInt64 = 19
    /// As function; its code's flags say what has to be done on entry.
    static let specialFunction: UInt64 = 20
    /// `[slots | 0][target][this][arguments: an array]`
    static let bound: UInt64 = 21
    /// `[slots | callable, constructor][target][handler]`
    static let proxy: UInt64 = 22
    /// `[slots | frame][place in the code: an integer][state: an integer][a value for the library]`
    static let generator: UInt64 = 23
    /// `[slots | 0]`; has [[ErrorData]].
    static let error: UInt64 = 24
    /// `[slots | 0][the primitive]`: Boolean, Number, Symbol, BigInt objects.
    static let primitive: UInt64 = 25
    /// As primitive, with the string's properties.
    static let stringObject: UInt64 = 26
    /// `[slots | 0][time]`
    static let date: UInt64 = 27
    /// `[slots | 0][source][flags][program]`
    static let regExp: UInt64 = 28
    /// `[slots | 0][table][count]`, see MapTable.swift.
    static let map: UInt64 = 29
    static let set: UInt64 = 30
    static let weakMap: UInt64 = 31
    static let weakSet: UInt64 = 32
    /// `[slots | 0][state][result][reactions][handled]`
    static let promise: UInt64 = 33
    static let arguments: UInt64 = 34
    /// `[slots | type][buffer][offset][length or undefined]`
    static let typedArray: UInt64 = 35
    /// `[slots | flags][bytes][length][greatest length or undefined]`
    static let arrayBuffer: UInt64 = 36
    static let dataView: UInt64 = 37
    /// `[slots | 0][module]`
    static let namespace: UInt64 = 38
    static let weakRef: UInt64 = 39
    static let finalizationRegistry: UInt64 = 40
    /// `[slots | 0][what][index][kind]`: an array's, map's, set's or string's iterator.
    static let iterator: UInt64 = 41
    /// An object with internal slots that the library gives it.
    static let internalObject: UInt64 = 42
}
