// Each of a parser's allocations fails once, alone and with all that follow.
const body = `
"use strict";
import.meta;
label: for (const [a, { b = 1, ...c }, ...d] of [[1, {}, 2]]) { if (a) continue label; else break label; }
for (let i = 0, j; i < 3; i++, --j) { do { i += 1; } while (i < 2); switch (i) { case 1: { let x; } default: y: { break y; } case 3: } }
for (var k in { p: 1, ["q" + 1]: 2, get r() { return 1; }, set r(v) {}, async *s() { yield* [1]; await 2; }, __proto__: null }) { k?.[1]?.(2) ?? k; }
class A extends (class { static { this.t = 1; } }) { #private = 1; static #method() { return 2; } get [k]() { return super.x; } constructor(...rest) { super(...rest); this.#private ||= new.target; #private in this; } async m({ u, v: [w] = [] } = {}, n = u) { try { return await u; } catch { throw 1; } finally { delete n.o; } } static z = () => this; }
const f = async (a, b = () => a, ...c) => { for await (const x of c) yield1(x); function yield1() { return arguments[0]; } };
function* g(a) { const b = yield a; try { yield* b; } finally { yield; } return \`x\${a}y\${b ? a : typeof c}z\`; }
var o = { a, f, "c-d": 1, 12: 3n, 0.5: /r[e-g]+(?<name>x)\\k<name>/giu, h() { return eval("a"), void 0; } };
[o.a, o["b"], ...o.c] = [1, , 2]; ({ a: o.x, ...o.y } = o); o.a **= 2; o.b ??= tag\`t\${1}\`; x = y => y ? z => z : (1, 2);
export default function named() { with1; } export const e = 1; import q, { r as s } from "m"; export * as t from "n";
`;
const texts = {
    script: body.split("\n").filter(line => !/import|export/.test(line)).join("\n"),
    sloppy: "with (o) { a = b; a++; delete a; (function a() { return b(c, a); }); } var o, a; function p(x, y = x) { eval(''); var x; arguments; { function q() {} } }",
    arrows: "a => b => c => (d, e) => [f => 1, () => { x ? y : z; }]",
};
for (const [kind, text] of Object.entries(texts)) {
    for (const count of [1, Infinity]) {
        for (let n = 0; ; n++) {
            fail(n, count === 1 ? 1 : 1e9);
            try {
                Function(kind === "script" ? "if (0) { async function inner() {" + text + "} }" : text);
            } catch (error) {
                if (!fail()) throw error;
                continue;
            }
            if (!fail()) break;
        }
    }
}
