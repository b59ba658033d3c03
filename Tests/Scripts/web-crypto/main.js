// crypto, cases of the Web Cryptography API, section 10.1; and the time of day, which the test compares with the host's.
// @ts-nocheck (it passes what the declarations forbid, on purpose)

import { check, finish } from "ftl:test";

function fails(what, name, attempt) {
    try {
        attempt();
        check(what, false, "nothing was thrown");
    } catch (error) {
        check(what, error instanceof DOMException && error.name === name, error);
    }
}

const types = [
    Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, BigInt64Array,
    BigUint64Array,
];
for (const type of types) {
    const array = new type(64);
    check(`${type.name} is filled and returned`, crypto.getRandomValues(array) === array && array.some((n) => n != 0));
}
const whole = new Uint8Array(32);
crypto.getRandomValues(whole.subarray(8, 24));
const outside = [...whole.subarray(0, 8), ...whole.subarray(24)];
check("a part of a buffer is filled, and nothing else", outside.every((byte) => byte === 0), outside);
check("nothing is filled too", crypto.getRandomValues(new Uint8Array(0)).length === 0);
check("65536 bytes are taken", crypto.getRandomValues(new Uint8Array(65536)).length === 65536);
fails("65537 are not", "QuotaExceededError", () => crypto.getRandomValues(new Uint8Array(65537)));
fails("nor are 8 bytes too many in wide words", "QuotaExceededError", () => crypto.getRandomValues(new BigInt64Array(8193)));
for (const value of [new Float32Array(4), new Float64Array(4), new DataView(new ArrayBuffer(4)), new ArrayBuffer(4), [1], 4, null]) {
    fails(`${Object.prototype.toString.call(value)} is refused`, "TypeMismatchError", () => crypto.getRandomValues(value));
}
fails("there are no keys", "NotSupportedError", () => crypto.subtle);

// 256 values of one byte, 65536 times: each about 256 times. Six standard deviations are never seen by chance.
const counts = new Array(256).fill(0);
for (const byte of crypto.getRandomValues(new Uint8Array(65536))) counts[byte] += 1;
check("all values come about as often", counts.every((count) => Math.abs(count - 256) < 96), counts);

const uuid = crypto.randomUUID();
const shape = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
check("a UUID of version 4 and variant 10", shape.test(uuid), uuid);
check("another one is another one", crypto.randomUUID() !== uuid);

// A look at the one clock lies between two at the other, however long the machine stood still in between.
const outerStart = performance.now();
const before = Date.now();
const innerStart = performance.now();
while (performance.now() - innerStart < 20);
const inner = performance.now() - innerStart;
const passed = Date.now() - before;
const outer = performance.now() - outerStart;
check("the clock of the day and the monotonic one go at the same speed", passed >= inner - 1 && passed <= outer + 1,
    `${inner} ${passed} ${outer}`);

console.log(`random: ${uuid}`);
console.log(`time: ${Date.now()}`);
finish();
