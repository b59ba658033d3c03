// module
// Each allocation fails once, alone and with all that follow, while the language's own objects are at work.
const works = {
    object() { const o = { a: 1, b: { c: [1, 2, 3] } }; for (let i = 0; i < 20; i++) o["k" + i] = i; delete o.a; Object.defineProperty(o, "x", { get() { return 1; }, configurable: true }); return Object.entries({ ...o, y: Object.freeze(o) }); },
    array() { const a = [3, 1, 2]; a.push(4, 5); a.unshift(0); a.splice(1, 2, "x", "y", "z"); a[100] = 1; a.length = 5; return [...a.map(x => x + 1), ...a.concat([1], a).flat().reverse().sort(), a.join("-"), a.toSorted(), a.toSpliced(1, 1), a.with(0, 9), Array.from({ length: 5 }, (_, i) => i), a.slice(1), a.filter(Boolean), Array.of(1, 2), a.copyWithin(0, 2), a.entries().next()]; },
    string() { let s = "abc"; for (let i = 0; i < 30; i++) s += "d" + i + "\u1234"; return [s.repeat(3).split("d"), s.replaceAll("d", x => x + 1), s.padStart(200, "xy"), s.normalize("NFKD"), s.toUpperCase(), s.at(-1), `${s}${s}`, s.slice(3, 40).trim(), encodeURIComponent(s), decodeURIComponent(encodeURIComponent(s)), escape(s), [...s], s.localeCompare("x"), JSON.stringify(s), String.raw`a${1}b`]; },
    rope() { let s = ""; for (let i = 0; i < 40; i++) s = (i % 2 ? s + "x".repeat(3000) : "y".repeat(3000) + s); return [s.length, s.charCodeAt(9000), s < s + "a", { [s]: 1 }, s.indexOf("yx"), Symbol(s), s === s + ""]; },
    regexp() { return ["aXbXc".replace(/(?<n>x)/gi, "[$<n>$1$&]"), "a1b2".match(/[a-z](\d)/g), [..."a1b2".matchAll(/(?<l>[a-z])(?<d>\d)/dg)].map(m => [m.groups.l, m.indices[1]]), /^(a+)+$/.test("aaaaaaaab"), "a,b".split(/,/), new RegExp("[\\p{L}x]|\\u{1F600}", "u").test("x"), /(?<=a)b|(?!c)d(?:e|f){2,3}\b/su.exec("abdeed")]; },
    classes() { class A { #p = 1; static s = [1]; static #q() { return 2; } get p() { return this.#p; } static { this.t = A.#q(); } } class B extends A { constructor() { super(); this.z = () => new.target; } m() { return super.p; } } return [new B().m(), B.s, new B().z()]; },
    generators() { function* g(n) { try { for (let i = 0; i < n; i++) yield [i]; } finally { yield "end"; } } const [a, ...b] = g(4); const it = g(3); it.next(); it.return(5); it.next(); return [a, b, new Map([...g(2)].map(x => [x, x])), Object.fromEntries([[1, 2]])]; },
    maps() { const m = new Map(); for (let i = 0; i < 40; i++) m.set({ i }, i); const s = new Set(m.keys()); for (const [k] of m) if (m.get(k) % 2) m.delete(k); const w = new WeakMap(); for (const k of s) w.set(k, {}); const r = new WeakRef(m); m.forEach((v, k) => s.delete(k)); m.clear(); return [s.size, r.deref(), Map.groupBy([1, 2, 3], x => x % 2), Object.groupBy("abc", x => x)]; },
    registry() { const f = new FinalizationRegistry(() => {}); for (let i = 0; i < 10; i++) f.register({}, i, f); f.unregister(f); gc(); return f; },
    typed() { const a = new Float64Array(20).map((_, i) => 20 - i); a.sort(); const b = new Uint8Array(a.buffer, 3, 8); return [b.slice(2), b.subarray(1), a.toSorted((x, y) => x - y), Uint8Array.from([1, 2, 3]), new Int16Array(b), new DataView(a.buffer).getInt16(2), a.buffer.slice(3), [...b.entries()], BigInt64Array.of(1n, 2n), a.join(), b.with(0, 1), b.filter(x => x)]; },
    bigint() { let n = 3n; for (let i = 0; i < 8; i++) n = n * n + 7n; return [n.toString(), n.toString(16), n / 7n, n % -13n, n ** 2n, -n >> 3n, n << 99n, ~n & n | n ^ 5n, BigInt.asIntN(70, n), BigInt("0x" + n.toString(16)) === n, n > 1e30, Number(n)]; },
    json() { const o = { a: [1, { b: "\u2028x" }], c: null, d: new Date(0), e: 1.5, toJSON() { return { ...this, toJSON: undefined }; } }; return JSON.parse(JSON.stringify(o, null, 2), (k, v) => v === null ? undefined : v); },
    proxy() { const p = new Proxy({ a: 1 }, { get: (t, k, r) => Reflect.get(t, k, r), has: () => true, ownKeys: () => ["a", "b"], getOwnPropertyDescriptor: () => ({ value: 1, configurable: true, enumerable: true }), set: (t, k, v) => Reflect.set(t, k, v), defineProperty: Reflect.defineProperty }); p.x = 1; return [Object.keys(p), { ...p }, "z" in p, Proxy.revocable({}, {}), Reflect.ownKeys(p), JSON.stringify(p)]; },
    errors() { try { null.x; } catch (e) { return [e.stack, e.message, new AggregateError([e], "m", { cause: e }), new Error("x", { cause: 1 })]; } },
    functions() { function f(a, b = a, ...c) { arguments[0] = 5; return [a, b, c, arguments.length, eval("a + 1"), (() => arguments)()]; } return [f.call.call(f.bind(null), 1, 2, 3).length, f.apply(1, [2]), new Function("a", "return a")(1), f.toString(), Reflect.construct(f, [1], Map)]; },
    forIn() { const o = Object.create({ a: 1, b: 2 }, { c: { enumerable: true, value: 1 } }); const r = []; for (const k in o) { r.push(k); o["x" + k] = 1; } for (const k in [1, 2]) r.push(k); for (const k in "ab") r.push(k); for (const k in 5) r.push(k); return r; },
    mapped() { function f(a, b) { arguments[1] = 7; b = 8; delete arguments[0]; return Array.prototype.slice.call(arguments); } return f(1, 2, 3); },
    symbols() { const s = Symbol("d"); return [Symbol.for("x" + Math.min(1)), s.description, { [s]: 1, [Symbol.iterator]: 2 }, Object.getOwnPropertySymbols({ [s]: 1 }), s.toString()]; },
    dates() { const d = new Date(2024, 1, 29, 12); return [d.toISOString(), d.toString(), Date.parse("2024-02-29T12:00:00Z"), d.toLocaleString(), new Date("Feb 29 2024 12:00")]; },
    destructuring() { const { a = [1], ...r } = { b: 2, c: { d: 3 } }; const [x, , y = x, ...z] = "abcde"; let o = {}; [o.p, o["q"]] = [1, 2]; for (const [k, { v } = {}] of [[1, { v: 2 }]]) o[k] = v; return [a, r, z, o, y]; },
    modules() { for (const name of ["good", "imports-missing", "imports-throwing", "circle-b", "syntax", "imports-nothing", "throwing-later"]) import(`./modules/${name}.js`).catch(() => {}); },
    exports() { return import("./modules/fresh-" + Math.random() + ".js").catch(() => {}); },
    tagged() { return ((s, ...v) => [s.raw, v])`a${1}b${{}}c`; },
    numbers() { return [(1.5).toFixed(3), (255).toString(16), (0.1).toString(3), (1e21).toString(), 1e-7.toExponential(3), (123.456).toPrecision(4), parseFloat("1.5e3"), Number("0x1f"), Math.hypot(1, 2, 3), (5e-324).toString(2)]; },
    asynchronous() { async function f(x) { try { await x; } finally { await null; } return x; } async function* g() { yield 1; yield* [2, 3]; } (async () => { for await (const x of g()) await f(x); })().catch(() => {}); const a = g(); a.next().catch(() => {}); a.return(1).catch(() => {}); a.throw(2).catch(() => {}); Promise.all([f(1), Promise.race([1]), Promise.any([Promise.reject(1)]), Promise.allSettled([f(Promise.reject(2))])]).catch(() => {}).finally(() => {}); return Promise.withResolvers(); },
};
const only = globalThis.scriptArgs;
for (const [name, work] of Object.entries(works)) {
    let n = 0;
    work();
    for (const count of [1, 1e9]) {
        for (n = 0; ; n++) {
            fail(n, count);
            try {
                work();
                jobs();
                if (!fail()) break;
            } catch (error) {
                jobs();
                fail();
            }
        }
    }
    await null;
    gc();
}
