// Conversions of arguments as Web IDL has them, for the modules of the web platform here.

/** USVString (Web IDL 3.2.12): a string in which each half of a surrogate pair that stands alone is U+FFFD. */
export function toUSVString(value) {
    // A template refuses symbols, which String() would not.
    return `${value}`.toWellFormed();
}

/** long (Web IDL 3.2.4.9): modulo 2^32, so that what is no number counts as 0. */
export function toLong(value, what) {
    if (typeof value === "symbol" || typeof value === "bigint") {
        throw new TypeError(`${what} is a number, not a ${typeof value}`);
    }
    return value | 0;
}

/** A dictionary (Web IDL 3.2.17): an object whose members are read, or nothing at all. */
export function toDictionary(value, what) {
    if (value === undefined || value === null) return {};
    if (typeof value !== "object" && typeof value !== "function") throw new TypeError(`${what} is an object`);
    return value;
}

/** Refuses a call with fewer arguments than it needs, which Web IDL does before anything else (3.7.3). */
export function requireArguments(what, count, needed) {
    if (count < needed) {
        throw new TypeError(`${what} needs ${needed} argument${needed === 1 ? "" : "s"}, and there ${howMany(count)}`);
    }
}

function howMany(count) {
    return count === 0 ? "are none" : count === 1 ? "is 1" : `are ${count}`;
}
