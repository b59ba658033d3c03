// A buffer is detached at each place where a method of a view runs the script.
const types = [Uint8Array, Uint8ClampedArray, Int16Array, Float32Array, Float64Array, BigInt64Array];
const value = (type, number) => type === BigInt64Array ? BigInt(number) : number;
const methods = {
    at: (a, hit) => a.at({ valueOf() { hit(); return 3; } }),
    set: (a, hit) => a.set({ length: 4, get 0() { hit(); return a[1]; }, 1: a[0], 2: a[0], 3: a[0] }, 2),
    setAt: (a, hit) => a.set(a.slice(0, 2), { valueOf() { hit(); return 1; } }),
    setSame: (a, hit) => a.set(a.subarray(0, 2), { valueOf() { hit(); return 1; } }),
    fill: (a, hit) => a.fill({ valueOf() { hit(); return a.constructor === BigInt64Array ? 1n : 1; } }, 1),
    fillFrom: (a, hit) => a.fill(a[0], { valueOf() { hit(); return 1; } }),
    copyWithin: (a, hit) => a.copyWithin(1, { valueOf() { hit(); return 2; } }, 9),
    slice: (a, hit) => a.slice(1, { valueOf() { hit(); return 9; } }),
    subarray: (a, hit) => a.subarray(1, { valueOf() { hit(); return 9; } }),
    includes: (a, hit) => a.includes(undefined, { valueOf() { hit(); return 1; } }),
    indexOf: (a, hit) => a.indexOf(a[0], { valueOf() { hit(); return 1; } }),
    lastIndexOf: (a, hit) => a.lastIndexOf(a[0], { valueOf() { hit(); return 9; } }),
    join: (a, hit) => a.join({ toString() { hit(); return "-"; } }),
    with: (a, hit) => a.with(2, { valueOf() { hit(); return a.constructor === BigInt64Array ? 1n : 1; } }),
    sort: (a, hit) => a.sort((x, y) => { hit(); return x < y ? 1 : -1; }),
    toSorted: (a, hit) => a.toSorted((x, y) => { hit(); return x < y ? 1 : -1; }),
    map: (a, hit) => a.map(x => { hit(); return x; }),
    filter: (a, hit) => a.filter(x => { hit(); return true; }),
    find: (a, hit) => a.findLast(x => { hit(); return false; }),
    reduce: (a, hit) => a.reduceRight((x, y) => { hit(); return x; }),
    iterate: (a, hit) => { for (const x of a) hit(); },
    entries: (a, hit) => { for (const x of a.entries()) hit(); },
    toReversed: (a, hit) => { hit(); return a.toReversed(); },
    reverse: (a, hit) => { hit(); return a.reverse(); },
    element: (a, hit) => { a[{ toString() { hit(); return "2"; } }] = a[0]; },
    assign: (a, hit) => { a[2] = { valueOf() { hit(); return a.constructor === BigInt64Array ? 1n : 1; } }; },
    define: (a, hit) => Object.defineProperty(a, 2, { get value() { hit(); return 1; }, writable: true, enumerable: true, configurable: true }),
    from: (a, hit) => a.constructor.from({ length: 9, get 3() { hit(); return a[3] ?? 0; } }),
    fromMap: (a, hit) => a.constructor.from(a, x => { hit(); return x; }),
    buffer: (a, hit) => a.buffer.slice({ valueOf() { hit(); return 1; } }),
    species(a, hit) {
        a.constructor = { [Symbol.species]: function (length) { hit(); return new (Object.getPrototypeOf(a).constructor)(length); } };
        return [a.slice(2), a.map(x => x), a.subarray(1)];
    },
    bufferSpecies(a, hit) {
        a.buffer.constructor = { [Symbol.species]: function (length) { hit(); return new ArrayBuffer(length); } };
        return a.buffer.slice(2);
    },
    spread: (a, hit) => { hit(); return [...a, ...Array.prototype.concat.call([], a), ...Object.keys(a)]; },
    apply: (a, hit) => { hit(); return Math.max.apply(null, a); },
    array: (a, hit) => Array.prototype.copyWithin.call(a, { valueOf() { hit(); return 1; } }, 3),
    json: (a, hit) => JSON.stringify(a, (key, x) => { hit(); return key === "" ? x : 1; }),
    data: (a, hit) => new DataView(a.buffer).setFloat64({ valueOf() { return 8; } }, { valueOf() { hit(); return 1; } }),
    dataGet: (a, hit) => new DataView(a.buffer).getFloat64({ valueOf() { hit(); return 8; } }),
    made: (a, hit) => new a.constructor(a.buffer, { valueOf() { hit(); return 8; } }, { valueOf() { return 1; } }),
    madeOfView: (a, hit) => new a.constructor(new Proxy(a, { get(target, key) { hit(); return Reflect.get(target, key, target); } })),
};
for (const type of types) {
    for (const [name, method] of Object.entries(methods)) {
        for (let when = 0; when < 4; when++) {
            const array = new type(12).map((_, index) => value(type, index));
            let looks = 0;
            try {
                method(array, () => { if (looks++ === when) { detach(array.buffer); gc(); } });
            } catch (error) {
                if (!(error instanceof TypeError || error instanceof RangeError)) throw new Error(`${name}: ${error}`);
            }
        }
    }
}
