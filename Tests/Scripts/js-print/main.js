// Prints values that resist: each has to come out as some text, and none as text without end.
// @ts-nocheck (its values break the contracts of their types, on purpose)

import { exit, now } from "ftl";

let failures = 0;

/** Prints the values, which must neither throw nor take more than a few seconds on the slowest machine. */
function print(what, ...values) {
    const start = now();
    try {
        console.log(...values);
    } catch (error) {
        console.log(`FAILED: ${what}: ${error}`);
        failures += 1;
    }
    const isQuick = now() - start < 5000;
    console.log(`${isQuick ? "ok" : "FAILED"}: ${what}`);
    if (!isQuick) failures += 1;
}

function nest(value, width, depth) {
    for (let level = 0; level < depth; level++) value = new Array(width).fill(value);
    return value;
}

function fail() {
    throw new Error("looked at");
}

const revoked = Proxy.revocable({}, {});
revoked.revoke();
const cyclic = { list: [] };
cyclic.list.push(cyclic);

print("an array of arrays of arrays", nest(1, 100, 6));
print("a long typed array", new Uint8Array(1_000_000));
print("a long array", new Array(300_000).fill("item"));
print("an array of nothing", new Array(2 ** 32 - 1));
print("a long string inside an object", { text: "x".repeat(1_000_000) });
print("a long name", { ["n".repeat(1_000_000)]: 1 });
print("a long function's name", Object.defineProperty(() => 1, "name", { value: "f".repeat(1_000_000) }));
print("a long number", [7n ** 20_000n]);
print("an error with a long stack", Object.assign(new Error("m".repeat(1_000_000)), { stack: "at\n".repeat(1_000_000) }));
print("a cycle", cyclic);
print("a proxy that throws", new Proxy({}, { get: fail, getPrototypeOf: fail, ownKeys: fail }));
print("a proxy that was revoked", revoked.proxy, [revoked.proxy]);
print("getters that throw", { get x() { return fail(); }, toString: fail, valueOf: fail });
print("an error whose message throws", Object.defineProperty(new Error(), "message", { get: fail }));
print("a number that throws", "%d %i %f", { valueOf: fail }, { valueOf: fail }, { valueOf: fail });
print("a number without a prototype", "%d", Object.create(null));
print("a cycle as JSON", "%j", cyclic);
print("a BigInt as JSON", "%j", [1n]);
print("a map that lies", new (class extends Map {
    *[Symbol.iterator]() {
        while (true) yield [1, 2];
    }
})());

console.log(failures === 0 ? "everything was printed" : `${failures} values were not printed`);
exit(failures === 0 ? 0 : 1);
