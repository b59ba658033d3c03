// What a script passes to the library is checked here, so that the error names the call and the parameter, and not some
// line of the library's.

import { handleNumber } from "ftl:native";

const mostWord = (1n << 64n) - 1n;

/** What a value is called in an error. */
function describe(value) {
    if (value === null || value === undefined) return String(value);
    if (typeof value === "object" || typeof value === "function") return `a ${typeof value}`.replace("a o", "an o");
    return typeof value === "symbol" ? "a symbol" : `the ${typeof value} ${String(value).slice(0, 40)}`;
}

function refuse(what, wanted, value) {
    throw new TypeError(`${what} must be ${wanted}, not ${describe(value)}`);
}

export function requireString(what, value) {
    if (typeof value !== "string") refuse(what, "a string", value);
}

export function requireFunction(what, value) {
    if (typeof value !== "function") refuse(what, "a function", value);
}

export function requireNumber(what, value) {
    if (typeof value !== "number") refuse(what, "a number", value);
}

export function requireObject(what, value) {
    // A string would pass for an object without properties, and say nothing.
    if (typeof value !== "object" || value === null) refuse(what, "an object", value);
}

/** A 64-bit word, as the system has them. */
export function requireWord(what, value) {
    const isWord = typeof value === "bigint"
        ? value >= 0n && value <= mostWord
        : Number.isInteger(value) && value >= 0 && value <= Number.MAX_SAFE_INTEGER + 1;
    if (!isWord) refuse(what, "a whole number from 0 to 2^64 - 1 (above 2^53 a BigInt)", value);
}

/** Two words, or fewer: the others are 0. */
export function requireWords(what, words) {
    if (!Array.isArray(words) || words.length > 2) refuse(what, "an array of at most two numbers", words);
}

export function requireBody(what, body) {
    if (body === null || typeof body === "string" || ArrayBuffer.isView(body) || body instanceof ArrayBuffer) return;
    refuse(what, "a string, a typed array, an ArrayBuffer or null", body);
}

/** A real handle, open or closed: natives see through whatever passes for one. */
export function isHandle(value) {
    try {
        handleNumber(value);
        return true;
    } catch {
        return false;
    }
}

/** What can stop a request: the web's AbortSignal, or anything of its shape. */
export function requireSignal(what, signal) {
    if (signal === undefined || typeof signal?.addEventListener === "function") return;
    refuse(what, "an AbortSignal", signal);
}
