// crypto.getRandomValues and randomUUID (W3C Web Cryptography API, section 10.1), from the kernel's generator.

import { calls } from "ftl:native";
import { DOMException } from "../webidl/dom-exception.js";

/** Bytes that one call may ask for (section 10.1.1). */
const longest = 65536;
const integers = [Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array,
    BigInt64Array, BigUint64Array];

function getRandomValues(array) {
    if (!integers.some((type) => array instanceof type)) {
        throw new DOMException(
            "crypto.getRandomValues: array must be a typed array of integers", "TypeMismatchError");
    }
    if (array.byteLength > longest) {
        throw new DOMException(
            `crypto.getRandomValues: array must have at most ${longest} bytes, not ${array.byteLength}`,
            "QuotaExceededError");
    }
    calls.random_fill(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
    return array;
}

/** A random UUID (RFC 9562, section 5.4). */
function randomUUID() {
    const bytes = getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, "0"));
    return [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6, 8), digits.slice(8, 10), digits.slice(10)]
        .map((part) => part.join("")).join("-");
}

export const crypto = Object.freeze({
    getRandomValues,
    randomUUID,
    get subtle() {
        throw new DOMException("crypto.subtle is left out: there are no keys here", "NotSupportedError");
    },
});
