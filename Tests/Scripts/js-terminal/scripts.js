// When an input is complete, and what becomes of it.

import { Input } from "ftl:terminal";
import { check } from "./check.js";

const incomplete = [
    "1 +", "foo(", "function f() {", "`abc", "`a${", "`a${b", "`a${b}", "x = `${`", "/* x", "'abc\\", "[1, 2", "({",
    "({a:", "if (x)", "if (x) {", "if (x) y; else", "for (;;)", "do x();", "a =>", "async () =>", "class A",
    "class A { m(", "x.", "x?.", "try {}", "switch (x) { case 1", "let x =", "const {a", "await",
    "function f(a,", "import { a,", "a ? b",
    "f(`", "if (a) /}/.test(b); else", "x = /[/]/.test(", "`${{a:`", "function f() {\n    return 1;",
];
const complete = [
    "", "1", "@", "\"abc", "/abc", "const x", "break", "1 = ", "return", ")", "}", "5 5", "foo(]", "`a`",
    "`${a}`", "`\\``",
    "/[{(]/", "a / b / c", "a = b\n/{/.x", "{a: 1}", "// {", "/* { */", "'{'", "function f(){ @", "if (x) /}/.test(y)",
    "x = {} / 2", "import a from 'b'", "'a\\\nb'", "}, ran(), async function () {",
];
const scripts = [
    ["const x = 1", "var   x = 1"],
    ["let {a, b} = c; const [d] = e", "var {a, b} = c; var   [d] = e"],
    ["x.let; ({const: 1}); for (const y of x) { let z }", "x.let; ({const: 1}); for (const y of x) { let z }"],
    ["class A { m() {} } f()", "var A = class A { m() {} }; f()"],
    ["x =\nclass B {}", "x =\nclass B {}"],
    ["'let y'; `let ${z} const`; /let w/", "'let y'; `let ${z} const`; /let w/"],
    ["import a, { b as c } from \"m\"", "var { default: a, b: c } = await import(\"m\")"],
    ["import * as n from 'm'", "var n = await import('m')"],
    ["{a: 1}", "({a: 1}\n)"],
    ["{ let x = 1; x }", "{ let x = 1; x }"],
    ["export const x = 1", "       var   x = 1"],
];

export function checkScripts() {
    let ran = 0;
    globalThis.ran = () => (ran += 1);
    for (const text of incomplete) check(`goes on: ${JSON.stringify(text)}`, inputOf(text).isIncomplete, true);
    for (const text of complete) check(`is complete: ${JSON.stringify(text)}`, inputOf(text).isIncomplete, false);
    for (const [text, script] of scripts) {
        check(`is evaluated as such: ${JSON.stringify(text)}`, inputOf(text).script, script);
    }
    const escaping = "}, ran(), async function () {";
    check("what ends the function that parses it is not run", [inputOf(escaping).script, ran], [escaping, 0]);
    const large = new Input();
    large.add("const list = [");
    for (let line = 0; line < 2000; line++) large.add(`    { "name": "number ${line}", value: ${line} },`);
    check("a large input goes on", large.isIncomplete, true);
    large.add("];");
    check("until it is complete", large.isIncomplete, false);
}

function inputOf(text) {
    const input = new Input();
    for (const line of text.split("\n")) input.add(line);
    return input;
}
