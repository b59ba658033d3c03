// What no app needs is not there to be got wrong.
for (const name of ["SharedArrayBuffer", "Atomics", "std", "os", "bjson"]) {
    if (name in globalThis) throw new Error(`${name} is there`);
}
const buffer = new ArrayBuffer(8, { maxByteLength: 16 });
if (buffer.resizable || buffer.maxByteLength > 8) throw new Error("a buffer that can be resized");
for (const name of ["resize", "resizable", "maxByteLength", "grow"]) {
    if (name in ArrayBuffer.prototype) throw new Error(`ArrayBuffer.prototype.${name} is there`);
}
for (const [object, name] of [[Object, "__getClass"], [String.prototype, "__quote"]]) {
    if (name in object) throw new Error(`${name} is there`);
}
// Nor by another way.
const prototypes = [Uint8Array, ArrayBuffer, DataView, RegExp, Map].map(type => Object.getOwnPropertyNames(type.prototype));
if (prototypes.flat().some(name => /resiz|shar|grow/i.test(name))) throw new Error("one of them");
const tag = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag);
if (tag.get.call(new Uint8Array(buffer)) !== "Uint8Array") throw new Error("a view of a buffer");
