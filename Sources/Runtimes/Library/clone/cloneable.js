// What a value is to structured cloning (HTML 2.7.3, StructuredSerializeInternal). An object is what its internal slots
// say, which a script can only learn by calling a method that needs them. To try them all on every object would be
// slow, so those are tried that the object's prototypes suggest: one that was given the prototype of another kind
// counts as a plain object.

import { Handle } from "ftl:native";
import { FtlError } from "../core/error.js";

/** Calls a getter or a method that throws where the object is none of its kind. */
function probe(prototype, key) {
    const property = Object.getOwnPropertyDescriptor(prototype, key);
    const call = property.get ?? property.value;
    return (value) => call.call(value);
}

const typedArrayName = probe(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag);
const toTag = Object.prototype.toString;

/** Kinds by prototype: { kind, probe }, or { refusal }: why there can be no clone. */
const kinds = new Map([
    [Date.prototype, { kind: "date", probe: probe(Date.prototype, "getTime") }],
    [RegExp.prototype, { kind: "regexp", probe: probe(RegExp.prototype, "source") }],
    [Map.prototype, { kind: "map", probe: probe(Map.prototype, "size") }],
    [Set.prototype, { kind: "set", probe: probe(Set.prototype, "size") }],
    [ArrayBuffer.prototype, { kind: "buffer", probe: probe(ArrayBuffer.prototype, "byteLength") }],
    [Boolean.prototype, { kind: "boxed", probe: probe(Boolean.prototype, "valueOf") }],
    [Number.prototype, { kind: "boxed", probe: probe(Number.prototype, "valueOf") }],
    [String.prototype, { kind: "boxed", probe: probe(String.prototype, "valueOf") }],
    [BigInt.prototype, { kind: "boxed", probe: probe(BigInt.prototype, "valueOf") }],
    [Error.prototype, { kind: "error", probe: requireError }],
]);

/** The engine tells errors apart in their tag only; one that was given a tag of its own is believed. */
function requireError(value) {
    if (toTag.call(value) === "[object Object]") throw new TypeError("no error");
}

function refuse(prototype, what, needs = undefined) {
    kinds.set(prototype, { refusal: `${what} cannot be cloned`, probe: needs ?? (() => {}) });
}

refuse(Symbol.prototype, "a Symbol object", probe(Symbol.prototype, "valueOf"));
refuse(Promise.prototype, "a Promise");
refuse(WeakMap.prototype, "a WeakMap", probe(WeakMap.prototype, "has"));
refuse(WeakSet.prototype, "a WeakSet", probe(WeakSet.prototype, "has"));
refuse(WeakRef.prototype, "a WeakRef", probe(WeakRef.prototype, "deref"));
refuse(FinalizationRegistry.prototype, "a FinalizationRegistry");
refuse(Handle.prototype, "a handle that is not in the transfer list");
for (const generator of [function* () {}, async function* () {}]) {
    refuse(Object.getPrototypeOf(generator).prototype, "a generator");
}
for (const iterator of [[].values(), new Map().keys(), new Set().keys(), ""[Symbol.iterator](), "".matchAll(/a/g)]) {
    refuse(Object.getPrototypeOf(iterator), "an iterator");
}

/** Classes of the platform that can be cloned, by name. */
const classes = new Map();

/**
 * Makes a class of the platform serializable (HTML 2.7.1). `write(object)` answers what an object is made of, as
 * primitive values and ArrayBuffers; `read(parts)` makes an object of that again, and has to check it: the parts may
 * come from another process.
 */
export function makeCloneable(Class, { write, read }) {
    classes.set(Class.name, read);
    kinds.set(Class.prototype, { kind: "platform", name: Class.name, probe: write });
}

/** Classes of the platform whose objects are more than their properties, and cannot be cloned. */
export function refuseCloning(...Classes) {
    for (const { prototype, name } of Classes) refuse(prototype, `an object of class ${name}`);
}

makeCloneable(FtlError, {
    write: (error) => [error.code, error.message, error.stack].map((part) => (typeof part === "string" ? part : "")),
    read([code, message, stack]) {
        const error = new FtlError(`${code}`, `${message}`);
        error.stack = `${stack}`;
        return error;
    },
});

/** How an object of the platform's class of that name is made of its parts, or undefined. */
export function readerOf(name) {
    return classes.get(name);
}

/**
 * The kind of an object that is no function: { kind } with `found`, what its probe said (the time of a date, the
 * primitive value of a boxed one, the parts of an object of the platform); or { refusal }.
 */
export function kindOf(object) {
    if (Array.isArray(object)) return { kind: "array" };
    if (ArrayBuffer.isView(object)) return { kind: "view", found: typedArrayName(object) ?? "DataView" };
    if (object === globalThis) return { refusal: "the global object cannot be cloned" };
    let prototype = Object.getPrototypeOf(object);
    while (prototype !== null && prototype !== Object.prototype) {
        const entry = kinds.get(prototype);
        if (entry !== undefined) {
            try {
                const found = entry.probe(object);
                return { kind: entry.kind, name: entry.name, refusal: entry.refusal, found };
            } catch (error) {
                if (!(error instanceof TypeError)) throw error;
            }
        }
        prototype = Object.getPrototypeOf(prototype);
    }
    return { kind: "object" };
}
