// What arrives of the values that are posted: the same as of a clone.
// @ts-nocheck (it passes what the declarations forbid, on purpose)

import { FtlError } from "ftl";
import { check, fails, same } from "ftl:test";
import { pair, sent } from "./ports.js";

export async function testValues() {
    for (const value of [
        undefined, null, true, false, 0, -0, 1, -1, 63, 64, -64, -65, 8191, 8192, 2 ** 31 - 1, 2 ** 31, -(2 ** 31),
        -(2 ** 31) - 1, 2 ** 53, 1.5, NaN, Infinity, -Infinity, 5e-324, 0n, 1n, -1n, 255n, 256n, -(2n ** 64n),
        2n ** 1000n + 1n, "", "text", "é€😀\0", "\ud800", "a\udfffb", "\ud83d\ude00\ud83d", "x".repeat(20_000),
        "\ud800".repeat(5000),
    ]) {
        const text = Object.is(value, -0) ? "-0" : String(value).slice(0, 20);
        same(`${typeof value} ${text}`, await sent(value), value);
    }

    const shared = { s: 1 };
    const object = {
        "": 1, "\ud800": 2, nested: { array: [1, , 3, shared], shared }, date: new Date(5), never: new Date(NaN),
        pattern: /a\/(b)/gi, map: new Map([[shared, new Set([1, shared])], [NaN, undefined]]),
        boxed: [Object(true), Object(-0), Object("text"), Object(7n)],
        __proto__: null,
    };
    object.self = object;
    Object.defineProperty(object, "__proto__", { value: 9, enumerable: true });
    const clone = await sent(object);
    check("an object", clone[""] === 1 && clone["\ud800"] === 2 && clone.self === clone);
    check("shared parts", clone.nested.shared === clone.nested.array[3]);
    check("also as a key", [...clone.map.keys()][0] === clone.nested.shared);
    check("an array with a hole", clone.nested.array.length === 4 && !(1 in clone.nested.array));
    check("dates", clone.date.getTime() === 5 && Number.isNaN(clone.never.getTime()));
    check("a regular expression", clone.pattern.source === "a\\/(b)" && clone.pattern.flags === "gi");
    check("maps and sets", clone.map.get(clone.nested.shared).has(clone.nested.shared) && clone.map.has(NaN));
    check("boxed values", clone.boxed.map((one) => typeof one).join() === "object,object,object,object"
        && Object.is(clone.boxed[1].valueOf(), -0) && clone.boxed[3].valueOf() === 7n);
    check("a property __proto__", Object.getOwnPropertyDescriptor(clone, "__proto__").value === 9);
    const sparse = [];
    sparse[4_000_000_000] = 1;
    sparse.name = "sparse";
    const sparseClone = await sent(sparse);
    check("a sparse array", sparseClone.length === 4_000_000_001 && sparseClone.name === "sparse"
        && sparseClone[4_000_000_000] === 1);

    const bytes = new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]);
    const views = await sent({
        part: new Uint16Array(bytes.buffer, 2, 2), data: new DataView(bytes.buffer, 4), buffer: bytes.buffer,
        others: [new Float64Array([1.5]), new BigInt64Array([-1n]), new Uint8ClampedArray([300]), new Int8Array(0)],
    });
    check("views share a buffer", views.part.buffer === views.buffer && views.data.buffer === views.buffer);
    check("and show their parts", views.part.byteOffset === 2 && views.part[1] === 0x0605);
    same("each its own", views.data.getUint8(0), 5);
    check("other views", views.others[0][0] === 1.5 && views.others[1][0] === -1n && views.others[2][0] === 255
        && views.others[3].length === 0);

    const error = new RangeError("outer", { cause: new TypeError("inner") });
    const errorClone = await sent(error);
    check("an error", errorClone instanceof RangeError && errorClone.message === "outer");
    same("its stack", errorClone.stack, error.stack);
    check("its cause", errorClone.cause instanceof TypeError && !Object.keys(errorClone).includes("cause"));
    const exception = await sent(new DOMException("gone", "NotFoundError"));
    check("a DOMException", exception instanceof DOMException && exception.code === 8 && exception.message === "gone");
    check("an FtlError", (await sent(new FtlError("overloaded"))) instanceof FtlError);
    let list = null;
    for (let depth = 0; depth < 990; depth++) list = { list };
    check("a list of 990 nested objects", (await sent(list)).list.list !== null);
    const arrays = await sent(Array.from({ length: 3000 }, (_, index) => ({ index, text: `item ${index}` })));
    check("three thousand objects", arrays.length === 3000 && arrays[2999].text === "item 2999");

    // --- What cannot be sent ---

    const [port, other] = pair();
    for (let depth = 0; depth < 20; depth++) list = { list };
    const large = new ArrayBuffer(4 * 1024 * 1024);
    const cases = {
        "a function": () => {}, "a symbol": Symbol("s"), "a promise": Promise.resolve(), "a port of the pair": other,
        "nested too deeply": list, "too many bytes": large, "too long a text": "é".repeat(2_100_000),
        "too many values": new Array(100_000).fill(0), "too long a BigInt": 1n << 600_000n,
        "too long a regular expression": new RegExp("a".repeat(5000)),
        "too much of regular expressions": [new RegExp("a".repeat(3000)), new RegExp("b".repeat(3000))],
    };
    for (const [what, value] of Object.entries(cases)) {
        await fails(what, "DataCloneError", () => port.postMessage(value));
    }
    await fails("a getter's error", "EvalError", () => port.postMessage({ get a() { throw new EvalError(); } }));
    await fails("no value", "TypeError", () => port.postMessage());
    await fails("options that are none", "TypeError", () => port.postMessage(1, 2));
    port.close();
    same("a buffer of almost all bytes that fit", (await sent(large.slice(100))).byteLength, large.byteLength - 100);
}
