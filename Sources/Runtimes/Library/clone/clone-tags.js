// The numbers that begin each value of a serialised one, and the lists of names that are written as numbers. They go
// between processes (docs/web/messageport.md): a number never changes its meaning.

/** Below `object` are values that are no objects of their own; only what is above has parts or a number. */
export const tags = Object.freeze({
    end: 0x00,
    undefined: 0x01,
    null: 0x02,
    false: 0x03,
    true: 0x04,
    integer: 0x05,
    float: 0x06,
    bigint: 0x07,
    text: 0x08,
    units: 0x09,
    reference: 0x0a,
    hole: 0x0b,
    transferred: 0x0c,
    /** Within a process only: the primitive value itself. */
    literal: 0x0f,
    object: 0x10,
    dense: 0x11,
    sparse: 0x12,
    map: 0x13,
    set: 0x14,
    date: 0x15,
    regexp: 0x16,
    boxed: 0x17,
    buffer: 0x18,
    view: 0x19,
    error: 0x1a,
    platform: 0x1b,
});

/** Views, by the number that says which. */
export const views = Object.freeze([
    DataView, Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array,
    Float32Array, Float64Array, BigInt64Array, BigUint64Array,
]);

/** Errors that keep their class (HTML 2.7.3, step 17); any other becomes an Error. */
export const errors = Object.freeze([
    Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError,
]);

/** Bytes of a BigInt's magnitude that can be sent at most: turning more into digits would take seconds. */
export const longestBigInt = 64 * 1024;

/**
 * Code units of the sources of all regular expressions in a value that can be sent at most: they are compiled where they
 * arrive, and a class like \p{L} takes milliseconds, in which nobody can break it off.
 */
export const longestPattern = 4096;
