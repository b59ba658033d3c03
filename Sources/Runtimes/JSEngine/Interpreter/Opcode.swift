// Instructions: 32 bits, operation and registers a, b, c; some have a second word. The lower six bits choose among 64
// places of the machine's main switch, so that its table needs no check; in the last five places the upper two bits
// choose among four, and the very last operation has further ones in place of c (`Rare`).
//
// In comments: what an instruction does. r[a] is a register, k[…] a constant, imm a signed number in c or b and c.

enum Opcode: UInt8 {
    case move  // r[a] = r[b]
    case loadInteger  // r[a] = imm16
    case loadConstant  // r[a] = k[bc]
    case loadSpecial  // r[a] = undefined + b: undefined, null, false, true, hole
    case add, sub, mul, div, mod, and  // r[a] = r[b] op r[c]
    case addImmediate, subImmediate  // r[a] = r[b] op imm8
    case less, lessEqual, same, notSame  // r[a] = r[b] op r[c]
    case jump  // pc += imm24
    case jumpIfTrue, jumpIfFalse  // by r[a]; pc += imm16
    // Jumps where a comparison holds, and, in the same order, where it does not (a NaN is neither). Second word: offset.
    // a: 1 the operands were swapped, 2 the jump goes back.
    case jumpLess, jumpLessEqual, jumpSame, jumpLessImmediate, jumpLessEqualImmediate, jumpGreaterImmediate
    case jumpGreaterEqualImmediate, jumpSameImmediate
    case jumpNotLess, jumpNotLessEqual, jumpNotSame, jumpNotLessImmediate, jumpNotLessEqualImmediate
    case jumpNotGreaterImmediate, jumpNotGreaterEqualImmediate, jumpNotSameImmediate
    case getField  // r[a] = r[b].k; second word: constant 16, cache 16
    case setField  // r[a].k = r[b]
    case getElement  // r[a] = r[b][r[c]]
    case setElement  // r[a][r[b]] = r[c]
    case getBox, setBox  // r[a] = the value in the closure's box b, and back
    case getGlobal  // r[a] = the global variable k
    case call  // r[a] = r[a+1] called with this r[a+2] and b arguments from r[a+3]
    case getMethod  // r[a+1] = r[b].k, r[a+2] = r[b]
    case returnValue  // r[a]
    case returnUndefined
    case newObject  // r[a] = an object of shape k[bc]
    case new  // r[a] = new r[a+1] with b arguments from r[a+3]
    case length  // r[a] = r[b].length
    case switchInteger  // by r[a]; second word: least 16, count 16; then offsets, the last for none of them
    case loop  // a jump back: a safepoint
    case andImmediate, shiftRightImmediate, shiftLeftImmediate, modImmediate
    case getBoxChecked  // as getBox, where it has a value
    case addConstant, mulConstant, andConstant  // r[a] = r[b] op k[c]
    // Four to a place from here (raw values: place + 64 × n).
    case typeof = 59  // r[a] = typeof r[b]
    case negate = 123, complement = 187, not = 251  // r[a] = op r[b]
    case raise = 60  // throw r[a]
    case newArray = 124  // r[a] = [] with room for bc
    case append = 188  // r[a].push(r[b]), of a literal
    case putField = 252  // as setField, of a literal
    case shiftLeft = 61, shiftRight = 125, shiftRightUnsigned = 189
    case modConstant = 253
    case setGlobal = 62  // as getGlobal
    case closure = 126  // r[a] = a function of code k[bc]
    case subConstant = 190
    case or = 254
    case xor = 63
    case divConstant = 127
    case getLocalBox = 191  // r[a] = the value in the box r[b]
    case rare = 255  // see Rare
}

/// Operations of `rare`, in c.
enum Rare: UInt8 {
    case setLocalBox  // the value in the box r[a] = r[b]
    case newBox  // r[a] = a box with r[b]
    case callee  // r[a] = this function
    case newWithTarget  // as new; new.target is r[a]
    case startGenerator, startAsync  // the frame becomes a generator, or an asynchronous function's
    case yield, await  // r[a], r[a+1] = value and mode when it goes on; leaves with r[b]
    case resumed  // by the mode r[a+1]: 0 on, 1 throw r[a], 2 a second word's offset
    case intrinsic  // r[a] = the native function of the second word with b arguments from r[a+3]
    case iteratorNext  // r[a] = the next value of r[a+1] whose next is r[a+2]; second word: offsets if done, if fast
    case callVariable  // of the trampoline: r[2…] with r[0] arguments, new.target r[1] or the hole
    case raiseConstant  // throw a TypeError: an assignment to the constant k of the second word
    case checkThis  // r[a] is not the hole
    // r[a] = … r[b], and the register of the second word; all can call scripts.
    case check  // ReferenceError for the name k of the second word where r[b] is the hole
    case increment, decrement, toNumber, toNumeric
    case equal, notEqual, greater, greaterEqual, power, `in`, instanceOf
    case getPrivate, hasPrivate
    case setPrivate  // r[a].r[second word] = r[b]
    case deleteElement
    case setBoxChecked, setLocalBoxChecked
    case toPropertyKey
    case toStringValue
}
