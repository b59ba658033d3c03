// Objects of many kinds, made without memory. One of functions (Reflect) was made without the names of two: an abort.
class A { #p = 1; static s = 2; get p() { return this.#p; } #m() {} static #n = (o) => #p in o; }
const object = { ...new A(), get x() { return arguments; }, [`${1}y`]: /a(?<n>b)/dg.exec("ab"), z: 2n ** 70n };
const copy = structuredClone({ object: new Map([[1, new Set([2])]]), bytes: new Uint8Array(8), error: new Error("x") });
JSON.stringify([object.p, copy]); [..."ab"].sort(() => 1).join(); new Proxy({}, { ownKeys: () => [] });
function* g() { yield* [1, ...arguments]; }
const [first = 1, ...others] = g(1, 2);
await Promise.allSettled([Promise.reject(1), (async function* () { yield 1; })().next()]);
new FinalizationRegistry(() => {}).register({}, 1);
[new WeakRef({}), new Date(2020, 1).toString(), Reflect.ownKeys(Math)];
"a".replace(/a/, "$&b").normalize("NFD");
