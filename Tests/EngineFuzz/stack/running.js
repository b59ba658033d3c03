// Recursion through everything of the engine that calls something of a script's: it ends with an error that is caught.
import { exit } from "ftl";

function attempt(what, act) {
    for (let times = 0; times < 2; times++) {
        try {
            act();
        } catch (error) {
            if (error instanceof InternalError || error instanceof RangeError) continue;
            // The parsers say it in their own way.
            if (error instanceof SyntaxError && error.message === "stack overflow") continue;
            console.log(what, error);
            exit(70);
        }
    }
}

/** A function that is called by `call`, and calls it again. */
function recursion(what, make) {
    attempt(what, () => {
        const again = () => call();
        const call = make(again);
        call();
    });
}

// Where what is at its end is a promise.
addEventListener("unhandledrejection", (event) => event.preventDefault());

const ways = {
    call: (again) => () => again(), method: (again) => () => ({ again }).again(),
    apply: (again) => () => again.apply(null, [1, 2]), reflect: (again) => () => Reflect.apply(again, null, []),
    bound: (again) => again.bind(null, 1), construct: (again) => () => new (class { constructor() { again(); } })(),
    derived: (again) => () => new (class extends Array { constructor() { super(); again(); } })(),
    reflected: (again) => () => Reflect.construct(function () { again(); }, []),
    field: (again) => () => new (class { x = again(); })(),
    getter: (again) => () => ({ get x() { return again(); } }).x,
    setter: (again) => () => (({ set x(_) { again(); } }).x = 1), toString: (again) => () => `${{ toString: again }}`,
    valueOf: (again) => () => +{ valueOf: again },
    toPrimitive: (again) => () => ({ [Symbol.toPrimitive]: again }) + 1,
    compare: (again) => () => ({ valueOf: again }) < 1, key: (again) => () => ({})[{ toString: again }],
    sort: (again) => () => [2, 1, 3].sort(again), typedSort: (again) => () => new Uint8Array([2, 1, 3]).sort(again),
    map: (again) => () => [1].map(again), forEach: (again) => () => new Map([[1, 1]]).forEach(again),
    flatMap: (again) => () => [1].flatMap(again), from: (again) => () => Array.from([1], again),
    reduce: (again) => () => [1, 2].reduce(again), replace: (again) => () => "a".replace(/a/, again),
    split: (again) => () => "a".split({ [Symbol.split]: again }),
    exec: (again) => () => RegExp.prototype[Symbol.match].call({ flags: "", exec: again }, "a"),
    lastIndex: (again) => () => Object.assign(/a/g, { lastIndex: { valueOf: again } }).exec("a"),
    stringify: (again) => () => JSON.stringify({ toJSON: again }),
    replacer: (again) => () => JSON.stringify({ a: 1 }, again), parse: (again) => () => JSON.parse("[1]", again),
    proxyGet: (again) => () => new Proxy({}, { get: again }).x,
    proxyHas: (again) => () => "x" in new Proxy({}, { has: again }),
    proxyOwn: (again) => () => Object.keys(new Proxy({}, { ownKeys: again })),
    proxyCall: (again) => () => new Proxy(() => 1, { apply: again })(),
    proxyNew: (again) => () => new (new Proxy(function () {}, { construct: again }))(),
    proxyProto: (again) => () => Object.getPrototypeOf(new Proxy({}, { getPrototypeOf: again })),
    proxyDelete: (again) => () => delete new Proxy({}, { deleteProperty: again }).x,
    proxyDefine: (again) => () => Object.defineProperty(new Proxy({}, { defineProperty: again }), "x", {}),
    hasInstance: (again) => () => 1 instanceof { [Symbol.hasInstance]: again },
    iterator: (again) => () => [...{ [Symbol.iterator]: again }],
    next: (again) => () => [...{ [Symbol.iterator]: () => ({ next: again }) }],
    close: (again) => () => {
        for (const _ of { [Symbol.iterator]: () => ({ next: () => ({}), return: again }) }) break;
    },
    destructuring: (again) => () => { const [a = again()] = []; return a; },
    rest: (again) => () => { const { ...a } = { get x() { return again(); } }; return a; },
    spread: (again) => () => again(...[1, 2, 3]), parameter: (again) => (a = again()) => a,
    template: (again) => () => again`a${1}`, generator: (again) => () => (function* () { again(); })().next(),
    delegated: (again) => () => [...(function* () { yield* { [Symbol.iterator]: again }; })()],
    species: (again) => () =>
        Object.assign([1], { constructor: { get [Symbol.species]() { return again(); } } }).map(Object),
    concat: (again) => () => [].concat({ get [Symbol.isConcatSpreadable]() { return again(); } }),
    then: (again) => () => new Promise((resolve) => resolve({ get then() { return again(); } })),
    evaluated: (again) => { globalThis.again = again; return () => (0, eval)("again()"); },
    made: (again) => { globalThis.again = again; return new Function("again()"); },
    clone: (again) => () => structuredClone({ get x() { return again(); } }),
    event: (again) => {
        const target = new EventTarget();
        target.addEventListener("x", { get handleEvent() { return again(); } });
        return () => target.dispatchEvent(new Event("x"));
    },
    dateParts: (again) => () => new Date({ valueOf: again }),
    typedFill: (again) => () => new Uint8Array(4).fill({ valueOf: again }),
    resize: (again) => () => new ArrayBuffer({ valueOf: again }), bigint: (again) => () => BigInt({ valueOf: again }),
    error: (again) => () => new Error({ toString: again }), label: (again) => () => Symbol({ toString: again }),
    search: (again) => () => new URLSearchParams({ get x() { return again(); } }),
    url: (again) => () => new URL({ toString: again }),
    log: (again) => () => console.log({ get [Symbol.toStringTag]() { return again(); } }),
    prepare: (again) => () => {
        Error.prepareStackTrace = again;
        try { new Error("x"); } finally { Error.prepareStackTrace = undefined; }
    },
};
for (const [what, make] of Object.entries(ways)) recursion(what, make);

// Chains that are as deep as memory allows: walked, printed, cloned, freed.
function chain(link, length = 20000) {
    let value = null;
    for (let index = 0; index < length; index++) value = link(value);
    return value;
}
const links = {
    array: (next) => [next], object: (next) => ({ next }), proxy: (next) => new Proxy(next ?? {}, {}),
    bound: (next) => (next ?? Object).bind(null), prototype: (next) => Object.create(next),
    map: (next) => new Map([[next, next]]), set: (next) => new Set([next]), closure: (next) => () => next,
    error: (next) => new Error("x", { cause: next }), promise: (next) => Promise.resolve().then(() => next),
    class: (next) => class extends (next ?? Object) {}, generator: (next) => (function* () { yield* next ?? []; })(),
    rope: (next) => (next ?? "") + "a",
};
const acts = [
    String, JSON.stringify, (v) => structuredClone(v), (v) => console.log(v), (v) => [v].flat(Infinity), (v) => new v(),
    (v) => v(), (v) => "x" in v, (v) => [...v], (v) => v.next?.(),
];
for (const [what, link] of Object.entries(links)) {
    attempt(`chain ${what}`, () => {
        const value = chain(link);
        for (const act of acts) {
            try {
                act(value);
            } catch (error) {
                if (!(error instanceof Error)) throw error;
            }
        }
    });
}
const expressions = [
    "(a*)*b", "(?:a|a)*b", "(a|b|ab)*c", "((a?)*)*b", "(?=(a*)*b)", "(?<=(a|b)*)c", "(a)(?:\\1)*b", ".*?b",
];
for (const text of expressions) {
    attempt(text, () => new RegExp(text).exec("a".repeat(24)));
    attempt(text, () => new RegExp(text.replaceAll("*", "+")).exec("ab".repeat(20000)));
}
console.log("done");
