// What WebIDL asks of the platform's classes and of what is passed to them, where JavaScript's own classes differ.

/**
 * Makes a class an interface (WebIDL 3.7): its members can be enumerated, it has a Symbol.toStringTag, and its
 * constants are on the class and on the prototype.
 */
export function defineInterface(Class, constants = {}) {
    const own = new Set(["constructor", "prototype", "name", "length"]);
    for (const holder of [Class, Class.prototype]) {
        for (const [name, value] of Object.entries(constants)) {
            Object.defineProperty(holder, name, { value, enumerable: true });
        }
        for (const key of Reflect.ownKeys(holder)) {
            // A member of that name that is an accessor is one of the interface's.
            const isOurs = !own.has(key) || Object.getOwnPropertyDescriptor(holder, key).get;
            if (typeof key === "string" && isOurs) Object.defineProperty(holder, key, { enumerable: true });
        }
    }
    Object.defineProperty(Class.prototype, Symbol.toStringTag, { value: Class.name, configurable: true });
}

/** Fails where there are fewer arguments than the operation has to have (WebIDL 3.6). */
export function requireArguments(what, count, least) {
    if (count >= least) return;
    throw new TypeError(`${what} takes ${least} argument${least === 1 ? "" : "s"} at least, not ${count}`);
}

/** A dictionary's members (WebIDL 3.2.17): none where there is none. */
export function toDictionary(value, what) {
    if (value === undefined || value === null) return {};
    if (typeof value === "object" || typeof value === "function") return value;
    throw new TypeError(`${what} must be an object, not ${typeof value}`);
}

/** A sequence's items (WebIDL 3.2.21). */
export function toSequence(value, what) {
    if (Object(value) !== value || typeof value[Symbol.iterator] !== "function") {
        throw new TypeError(`${what} must be iterable`);
    }
    return [...value];
}
