// The prototype of a typed array is asked for after its buffer is looked at.
function get(buffer) {
    const target = function () {}.bind();
    Object.defineProperty(target, "prototype", { get() { detach(buffer); return Uint8Array.prototype; } });
    return target;
}
for (const type of [Uint8Array, Float64Array, BigInt64Array, DataView]) {
    const buffer = new ArrayBuffer(64);
    try {
        const made = Reflect.construct(type, [buffer, 8], get(buffer));
        if (made.byteLength !== 0 || made[0] !== undefined) throw new Error("a view of nothing");
        made.set?.([0]);
    } catch (error) {
        if (!(error instanceof TypeError)) throw error;
    }
    const source = new Uint16Array(new ArrayBuffer(64));
    try {
        if (type !== DataView) Reflect.construct(type, [source], get(source.buffer));
    } catch (error) {
        if (!(error instanceof TypeError)) throw error;
    }
    const ranged = new ArrayBuffer(64);
    try {
        const made = Reflect.construct(type, [ranged, { valueOf() { detach(ranged); return 8; } }, { valueOf() { return 8; } }], type);
        made.set?.([0]);
    } catch (error) {
        if (!(error instanceof TypeError)) throw error;
    }
}
