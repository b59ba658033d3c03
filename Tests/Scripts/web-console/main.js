// console (WHATWG Console). It prints to the system's console, so this app cannot see what came out: the test that runs
// it compares the lines.
// @ts-nocheck (it passes what is not declared as well, to see what becomes of it)

import { exit } from "ftl";

// --- Specifiers ---

console.log("specifiers: %s %d %i %f %% %c|%s", "text", 42.9, "7px", "1.5e1", "color: red", "after", "rest", 1);
console.log("objects: %o %O %j", { a: [1] }, [{ b: 2 }], { c: 3 });
console.log("left over: %s %d");
console.log("none left: %s %d", "one");
console.log("odd: %d %i %f %d %s", 12n, Symbol("s"), "x", "0x10", Symbol("t"));
console.log("own text: %s %s", { toString: () => "mine" }, new (class { x = 1; })());
console.log({ not: "a format %s" }, "%s", "x");
console.log("100%", "%x", "50% of");
console.log();
console.log("");

// --- Values ---

console.log(null, undefined, true, 1.5, -0, NaN, 10n, Symbol("s"), "text", ["text"]);
console.log({ a: 1, "b-c": 2, [Symbol("d")]: 3, e: { f: { g: { h: { i: 1 } } } } });
console.log([1, , 3, , , 6], Object.assign([1], { extra: true }), new Array(3), []);
console.log(new Map([["k", { v: 1 }], [{}, new Map()]]), new Set([1, "x", new Set()]));
console.log(new Uint8Array([1, 2]), new Float64Array(1), new Uint8Array([1, 254]).buffer, new DataView(new ArrayBuffer(1)));
console.log(new Date(0), new Date(NaN), /a\/b/giu, Object(1), Object("s"), Object(true), Object(2n), Object(Symbol("s")));
console.log(function named() {}, () => {}, class Base {}, class extends Map {}, async () => {}, function* gen() {});
console.log(Object.assign(function counted() {}, { count: 1 }), { method() {} }, Math.max, { get a() { return 1; }, set a(v) {},
    get b() { return 1; }, set c(v) {} });

class Point {
    #secret = 1;
    x = 1;
    y = [2];
    get sum() {
        return this.x + this.#secret;
    }
}
console.log(new Point(), new (class extends Point {})(), Object.create(null), Object.create({ inherited: 1 }));
console.log(Promise.resolve([1]), new Promise(() => {}), new WeakMap(), new WeakSet(), new WeakRef(Point));
const rejected = Promise.reject(new RangeError("no"));
rejected.catch(() => {});
console.log([rejected].length, (function* () {})(), new Map().keys(), Math, globalThis[Symbol.toStringTag]);
console.log({ [Symbol.toStringTag]: "Tagged" }, new (class Tagged { get [Symbol.toStringTag]() { return "T"; } })());
console.log(new URL("x:y").href, new URLSearchParams("a=1&a=2"), new TextEncoder());

const cyclic = { name: "c", list: [] };
cyclic.list.push(cyclic, { cyclic });
console.log(cyclic);
const left = { right: null };
const right = { left, self: null };
left.right = right;
right.self = right;
console.log(left);

console.log(new Proxy({ a: 1 }, {}), new Proxy([1], {}), [new Proxy({}, { ownKeys() { throw new Error("no"); } }), 1]);
console.log({ [Symbol.for("ftl.inspect")]: () => "shown as this" },
    new (class Secret { [Symbol.for("ftl.inspect")]() { return { shown: 1 }; } })());

// --- Errors ---

class OwnError extends Error {}
const fail = (error) => Object.assign(error, { stack: "    at somewhere (main.js:1:2)\n" });
console.log(fail(new TypeError("wrong")), fail(new OwnError("own")), fail(new Error("")));
console.log(fail(new Error("outer", { cause: fail(new RangeError("inner")) })));
console.log([fail(Object.assign(new Error("coded"), { code: 7 }))]);
console.log(fail(new AggregateError([fail(new Error("one")), 2], "both")));

// --- Groups, assertions, counts ---

console.group("group %d", 1);
console.info("inside\ntwice");
console.groupCollapsed();
console.warn({ deep: ["x".repeat(40), "y".repeat(40)] });
console.groupEnd();
console.error("back");
console.groupEnd();
console.groupEnd();
console.debug("outside");
console.group();
console.clear();
console.log("after clear");

console.assert(true, "not told");
console.assert(1 === 2);
console.assert(false, "told %s", "so", { a: 1 });
console.assert(false, { b: 1 }, "%s");
console.assert();
console.count();
console.count("x");
console.count();
console.count(undefined);
console.countReset();
console.count();
console.countReset("never");
console.count(Symbol.iterator.description);

// --- Tables ---

console.table([{ a: 1, b: "x" }, { a: { c: 1 }, d: [] }, 5]);
console.table({ first: { a: 1 }, second: { b: "\u00e9" } });
console.table([[1, 2], [3]]);
console.table(new Map([["k", { v: 1 }], ["l", 2]]));
console.table(new Set(["s"]));
console.table([{ a: 1, b: 2 }], ["b", "z"]);
console.table([]);
console.table("no table");
console.table(null);
console.table({ get thrower() { throw new Error("no"); } });

// --- The rest ---

console.dir({ a: { b: { c: 1 } } }, { depth: 0 });
console.dir({ a: { b: { c: { d: { e: { f: {} } } } } } }, { depth: null });
console.dir("%s", 1);
console.dirxml("%s", { a: 1 });
(function outer() {
    console.trace("trace %d", 1);
})();
console.time();
console.time();
console.timeLog("default", "so far", { a: 1 });
console.timeEnd();
console.timeEnd();
console.timeLog("none");
const { log } = console;
log("without this", Object.prototype.toString.call(console), Object.keys(console).length, typeof console.memory);
console.log("x".repeat(4200).length, "\u20ac".repeat(2000));
console.log("lines\n\nand\tmore");

exit(0);
