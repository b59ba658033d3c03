// console: each line is one console_write, so that lines of several processes never mix. The kernel takes 4096 bytes
// at a time; a longer line is cut there.

import { calls, encode, syscall } from "ftl:native";
import { format } from "./inspect.js";

const longest = 4096;

function print(values) {
    for (const line of format(values).split("\n")) {
        const bytes = encode(`${line}\n`);
        for (let at = 0; at < bytes.length; at += longest) {
            syscall(calls.console_write, bytes.subarray(at, at + longest));
        }
    }
}

const write = (...values) => print(values);

export const console = {
    log: write,
    info: write,
    warn: write,
    error: write,
    debug: write,
    assert(condition, ...values) {
        if (!condition) print(["Assertion failed", ...values]);
    },
};
