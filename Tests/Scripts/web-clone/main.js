// structuredClone (HTML 2.7): what is copied, and how.
// @ts-nocheck (it passes what the declarations forbid, on purpose)

import { Channel, FtlError, Sink, Timer } from "ftl";
import { check, fails, finish, same } from "ftl:test";
import { testTransfer } from "./moved.js";

const tag = (value) => Object.prototype.toString.call(value);

// --- Primitive values ---

for (const value of [
    undefined, null, true, false, 0, -0, 1, -1, 2 ** 31, -(2 ** 31), 1.5, NaN, Infinity, -Infinity, 2 ** 53, 5e-324,
    "", "text", "é€😀", "\ud800", "a\0b", 0n, -1n, 2n ** 64n, -(2n ** 100n),
]) {
    same(`${typeof value} ${Object.is(value, -0) ? "-0" : String(value)}`, structuredClone(value), value);
}

// --- Objects of primitive values ---

for (const value of [true, 0, -0, NaN, "text", "", 7n]) {
    const clone = structuredClone(Object(value));
    check(`an object of ${typeof value}`, typeof clone === "object" && Object.is(clone.valueOf(), value), clone);
    same("its class", tag(clone), tag(Object(value)));
}
const named = Object.assign(new String("text"), { more: 1 });
same("it has no other properties", structuredClone(named).more, undefined);
await fails("an object of a symbol", "DataCloneError", () => structuredClone(Object(Symbol("a"))));

// --- Dates and regular expressions ---

for (const time of [0, -1, 1.5e12, NaN, 8.64e15]) {
    const clone = structuredClone(new Date(time));
    check(`a date: ${time}`, clone instanceof Date && Object.is(clone.getTime(), time), clone);
}
const pattern = /a(.)\/[b]/giu;
pattern.lastIndex = 3;
pattern.more = 1;
const patternClone = structuredClone(pattern);
check("a regular expression", patternClone instanceof RegExp && patternClone !== pattern);
same("its source", patternClone.source, pattern.source);
same("its flags", patternClone.flags, "giu");
same("it begins at the beginning", patternClone.lastIndex, 0);
same("no other properties", patternClone.more, undefined);
same("one of nothing", structuredClone(new RegExp("")).source, "(?:)");

// --- Plain objects and arrays ---

const plain = { b: 1, a: { c: [1, "2", null] }, 2: "two", 1: "one", "": "empty", "\ud800": "half" };
const plainClone = structuredClone(plain);
check("an object is another one", plainClone !== plain && plainClone.a !== plain.a && plainClone.a.c !== plain.a.c);
same("of the same shape, in the same order", JSON.stringify(plainClone), JSON.stringify(plain));
same("half a surrogate pair as a name", plainClone["\ud800"], "half");
same("its prototype", Object.getPrototypeOf(structuredClone(Object.create(null))), Object.prototype);

class Point {
    #secret = 1;
    constructor(x) {
        this.x = x;
    }
    get double() {
        return 2 * this.x + 0 * this.#secret;
    }
}
const point = structuredClone(new Point(4));
check("of a class: its own properties", point.x === 4 && point.constructor === Object && !("double" in point));
const described = Object.defineProperties({ [Symbol("s")]: 1 }, {
    hidden: { value: 1 },
    fixed: { value: 2, enumerable: true },
    got: { get: () => 3, enumerable: true },
});
const describedClone = structuredClone(described);
same("names that can be enumerated", Reflect.ownKeys(describedClone).join(), "fixed,got");
const { got } = Object.getOwnPropertyDescriptors(describedClone);
check("a getter's value is a value", got.value === 3 && got.writable && got.configurable && got.enumerable);
same("what was fixed is not", Object.getOwnPropertyDescriptor(describedClone, "fixed").writable, true);
same("frozen is not kept", Object.isFrozen(structuredClone(Object.freeze({ a: 1 }))), false);
const proto = structuredClone(JSON.parse('{"__proto__": {"a": 1}, "b": 2}'));
check("a property __proto__", Object.hasOwn(proto, "__proto__") && Object.getPrototypeOf(proto) === Object.prototype);

const order = [];
const watched = {
    get one() {
        order.push("one");
        delete this.three;
        this.four = 4;
        return 1;
    },
    get two() {
        order.push("two");
        return { get inner() { order.push("inner"); return 2; } };
    },
    three: 3,
};
const watchedClone = structuredClone(watched);
same("getters are called once, in order", order.join(), "one,two,inner");
same("what one deletes is not there, what it adds neither", Object.keys(watchedClone).join(), "one,two");
await fails("an error of a getter is the caller's", "RangeError", () =>
    structuredClone({ get a() { throw new RangeError("a getter's"); } }));

const array = [1, , "x", undefined, [2]];
const arrayClone = structuredClone(array);
check("an array", Array.isArray(arrayClone) && arrayClone.length === 5 && arrayClone[4][0] === 2);
check("its hole stays one", !(1 in arrayClone) && 3 in arrayClone);
const sparse = [];
sparse.length = 4_000_000_000;
sparse[7] = "seven";
const sparseClone = structuredClone(sparse);
check("a sparse one", sparseClone.length === 4_000_000_000 && sparseClone[7] === "seven", sparseClone.length);
same("and only that", Object.keys(sparseClone).join(), "7");
const more = structuredClone(Object.assign([1, 2], { name: "pair", "-1": "minus" }));
check("other properties of an array", more.length === 2 && more.name === "pair" && more["-1"] === "minus");
same("an empty one", structuredClone([]).length, 0);
const holes = structuredClone([, 1, ,]);
check("holes at both ends", holes.length === 3 && Object.keys(holes).join() === "1");
const shrinking = [{ get a() { shrinking.length = 1; return 1; } }, 2, 3];
const shrunk = structuredClone(shrinking);
check("elements that a getter takes away are holes", shrunk.length === 3 && !(1 in shrunk) && shrunk[0].a === 1);
class Stack extends Array {}
same("of a class: an array", structuredClone(Stack.of(1, 2)).constructor, Array);

// --- Rings and shared parts ---

const ring = { name: "ring" };
ring.self = ring;
ring.list = [ring, { ring }];
const ringClone = structuredClone(ring);
check("a ring", ringClone !== ring && ringClone.self === ringClone && ringClone.list[1].ring === ringClone);
const shared = { a: 1 };
const [left, right] = structuredClone([shared, shared]);
check("what is shared stays shared", left === right && left !== shared);
let list = null;
for (let length = 0; length < 5000; length++) list = { list };
let length = 0;
for (let at = structuredClone(list); at !== null; at = at.list) length++;
same("a list of five thousand nested objects", length, 5000);
let nested = [];
for (let depth = 0; depth < 1500; depth++) nested = [nested, new Map([[nested, 1]]), new Set([depth])];
check("nested arrays, maps and sets", structuredClone(nested)[0][1] instanceof Map);

// --- Maps and sets ---

const key = { key: 1 };
const map = new Map([[key, "by object"], ["text", key], [NaN, NaN], [undefined, [1]]]);
map.set(map, map);
map.more = 1;
const mapClone = structuredClone(map);
const keys = [...mapClone.keys()];
check("a map", mapClone instanceof Map && mapClone.size === 5 && mapClone.get(keys[0]) === "by object");
check("its keys are cloned once", keys[0] !== key && mapClone.get("text") === keys[0]);
check("in order, itself among them", keys[1] === "text" && keys[4] === mapClone && mapClone.get(mapClone) === mapClone);
same("no other properties", mapClone.more, undefined);
const growing = new Map([[{ get a() { growing.set("new", 1); return 1; } }, 1]]);
same("what a getter adds is not there", structuredClone(growing).size, 1);
const set = new Set([1, "1", key, NaN]);
set.add(set);
const setClone = structuredClone(set);
check("a set", setClone instanceof Set && setClone.size === 5 && setClone.has(setClone) && !setClone.has(key));
same("its order", [...setClone].slice(0, 2).join(), "1,1");

// --- Buffers ---

const buffer = new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]).buffer;
const bufferClone = structuredClone(buffer);
check("a buffer", bufferClone instanceof ArrayBuffer && bufferClone !== buffer && bufferClone.byteLength === 8);
new Uint8Array(bufferClone)[0] = 9;
same("is a copy", new Uint8Array(buffer)[0], 1);
for (const Class of [
    Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array,
    Float64Array, BigInt64Array, BigUint64Array,
]) {
    const big = Class.name.startsWith("Big");
    const values = big ? [1n, 2n, 200n] : [1, 2, 100];
    const view = structuredClone(new Class(values));
    check(Class.name, view.constructor === Class && view.length === 3 && view[2] === values[2], view);
}
const part = new Uint16Array(buffer, 2, 2);
const views = structuredClone({ part, data: new DataView(buffer, 4), buffer, again: part });
check("views share their buffer", views.part.buffer === views.buffer && views.data.buffer === views.buffer);
same("where they begin", `${views.part.byteOffset},${views.part.length},${views.data.byteOffset}`, "2,2,4");
same("where they end", views.data.byteLength, 4);
check("the same view is the same", views.part === views.again && views.part !== part);
same("all of the buffer goes with a part", structuredClone(part).buffer.byteLength, 8);
same("a view of nothing", structuredClone(new Float64Array(0)).length, 0);
same("properties of a view", structuredClone(Object.assign(new Uint8Array(1), { more: 1 })).more, undefined);

// --- Errors ---

for (const Class of [Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError]) {
    const error = structuredClone(new Class("message"));
    check(Class.name, error.constructor === Class && error.message === "message" && error.name === Class.name);
}
const error = new TypeError("outer", { cause: new RangeError("inner", { cause: { code: 5 } }) });
error.more = 1;
const errorClone = structuredClone(error);
check("an error is one", errorClone instanceof TypeError && errorClone !== error);
same("its tag", tag(errorClone), "[object Error]");
same("its stack", errorClone.stack, error.stack);
check("its cause", errorClone.cause instanceof RangeError && errorClone.cause.cause.code === 5);
same("cannot be enumerated", Object.keys(errorClone).join(), "");
same("none where there was none", Object.hasOwn(structuredClone(new Error("")), "cause"), false);
same("nor a message", Object.hasOwn(structuredClone(new Error()), "message"), false);
same("no other properties", errorClone.more, undefined);
class Failure extends RangeError {
    name = "Failure";
}
same("of a class: by its name, which is not known", structuredClone(new Failure("a")).constructor, Error);
const renamed = Object.assign(new Error("a"), { name: "TypeError" });
same("by its name, which is", structuredClone(renamed).constructor, TypeError);
const noMessage = Object.defineProperty(new Error("a"), "message", { get: () => "b" });
same("a message that is a getter", Object.hasOwn(structuredClone(noMessage), "message"), false);
const looped = new Error("loop");
looped.cause = looped;
const loopedClone = structuredClone(looped);
check("its own cause", loopedClone.cause === loopedClone);
await fails("a cause that cannot be", "DataCloneError", () => structuredClone(new Error("a", { cause: () => {} })));
same("what only looks like one is an object", structuredClone(Object.create(Error.prototype)).constructor, Object);
const exception = new DOMException("gone", "NotFoundError");
const exceptionClone = structuredClone(exception);
check("a DOMException", exceptionClone instanceof DOMException && exceptionClone.name === "NotFoundError");
check("its message, code and stack", exceptionClone.message === "gone" && exceptionClone.code === 8
    && exceptionClone.stack === exception.stack);
const systems = structuredClone(new FtlError("overloaded", "send: overloaded"));
check("an FtlError", systems instanceof FtlError && systems.code === "overloaded");
same("its message", systems.message, "send: overloaded");

// --- What cannot be cloned ---

const [channel] = Channel.create();
const refused = {
    "a function": () => {}, "a class": class {}, "a symbol": Symbol("a"), "a promise": Promise.resolve(),
    "a WeakMap": new WeakMap(), "a WeakSet": new WeakSet(), "a WeakRef": new WeakRef({}),
    "a generator": (function* () {})(), "an async generator": (async function* () {})(),
    "an iterator": [].values(), "a map's iterator": new Map().entries(),
    "a registry": new FinalizationRegistry(() => {}), "a channel": channel, "a handle": channel.handle,
    "a timer": new Timer(), "a sink": new Sink(), "an event": new Event("a"), "a target": new EventTarget(),
    "a controller": new AbortController(), "a port": new MessageChannel().port1, "two ports": new MessageChannel(),
    "the time": performance, "a class's static side": Error, "the global object": globalThis,
    "a class of the script's that is a target": new (class extends EventTarget {})(),
};
for (const [what, value] of Object.entries(refused)) {
    await fails(what, "DataCloneError", () => structuredClone(value));
    await fails(`${what}, deep inside`, "DataCloneError", () => structuredClone({ a: [1, new Map([[1, value]])] }));
}
await fails("nothing at all", "TypeError", () => structuredClone());
same("undefined is something", structuredClone(undefined), undefined);
await fails("options that are none", "TypeError", () => structuredClone(1, 1));

const setters = [];
Object.defineProperty(Object.prototype, "trap", { set: () => setters.push(1), configurable: true });
const trappedClone = structuredClone(Object.defineProperty({}, "trap", { value: 1, enumerable: true }));
delete Object.prototype.trap;
check("no setter of a prototype is called", setters.length === 0 && trappedClone.trap === 1);
same("a property's name is not looked up in the prototype", structuredClone({ toString: 1 }).toString, 1);

await testTransfer();
finish();
