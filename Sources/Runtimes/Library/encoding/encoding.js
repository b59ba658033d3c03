// The encodings that there are (WHATWG Encoding, section 4): labels, and what the decoder of each does with bytes.
//
// A decoder has `decode(bytes, isMore)`, which answers the text of the bytes that are complete (with `isMore`, the rest
// stays for the next call), or null where they are ill-formed and it is to be fatal.

import { decode, encode } from "ftl:native";

const names = {
    "utf-8": ["unicode-1-1-utf-8", "unicode11utf8", "unicode20utf8", "utf-8", "utf8", "x-unicode20utf8"],
    "utf-16le": ["csunicode", "iso-10646-ucs-2", "ucs-2", "unicode", "unicodefeff", "utf-16", "utf-16le"],
    "utf-16be": ["unicodefffe", "utf-16be"],
};
const encodings = new Map(Object.entries(names).flatMap(([name, labels]) => labels.map((label) => [label, name])));

/** "Get an encoding" (section 4.2): its name, in lower case. Throws RangeError, which names the label. */
export function findEncoding(label) {
    const name = encodings.get(label.replace(/^[\t\n\f\r ]+/, "").replace(/[\t\n\f\r ]+$/, "").toLowerCase());
    if (name === undefined) {
        throw new RangeError(`the encoding '${label}' is not known: there are ${Object.keys(names).join(", ")}`);
    }
    return name;
}

export function makeDecoder(name, isFatal) {
    return name === "utf-8" ? new Utf8Decoder(isFatal) : new Utf16Decoder(isFatal, name === "utf-16le");
}

/** Section 8.1.1. The runtime decodes; here is what it cannot know: what comes in the next call. */
class Utf8Decoder {
    #isFatal;
    /** The beginning of a character whose end is to come. */
    #rest = new Uint8Array(0);

    constructor(isFatal) {
        this.#isFatal = isFatal;
    }

    decode(bytes, isMore) {
        const all = join(this.#rest, bytes);
        const end = isMore ? all.length - unfinished(all) : all.length;
        this.#rest = all.slice(end);
        const whole = all.subarray(0, end);
        const text = decode(whole);
        return this.#isFatal && text.includes("\ufffd") && !isSame(encode(text), whole) ? null : text;
    }
}

/** How many bytes at the end are the beginning of a character, and nothing wrong yet (Unicode, table 3-7). */
function unfinished(bytes) {
    for (let count = 1; count <= Math.min(3, bytes.length); count++) {
        const first = bytes[bytes.length - count];
        if (first >= 0x80 && first < 0xc0) continue;
        const wanted = first >= 0xf0 && first <= 0xf4 ? 4 : first >= 0xe0 ? 3 : 2;
        if (first < 0xc2 || first > 0xf4 || count >= wanted) return 0;
        const second = bytes[bytes.length - count + 1];
        const [low, high] = secondBytes.get(first) ?? [0x80, 0xbf];
        return count === 1 || (second >= low && second <= high) ? count : 0;
    }
    return 0;
}

/** After these first bytes, fewer second ones are allowed than otherwise. */
const secondBytes = new Map([[0xe0, [0xa0, 0xbf]], [0xed, [0x80, 0x9f]], [0xf0, [0x90, 0xbf]], [0xf4, [0x80, 0x8f]]]);

function isSame(some, others) {
    return some.length === others.length && some.every((byte, at) => byte === others[at]);
}

/** Section 14.2.1: the shared UTF-16 decoder. */
class Utf16Decoder {
    #isFatal;
    #isLittle;
    /** A byte without its other half, or the first half of a surrogate pair. */
    #rest = new Uint8Array(0);

    constructor(isFatal, isLittle) {
        this.#isFatal = isFatal;
        this.#isLittle = isLittle;
    }

    decode(bytes, isMore) {
        const all = join(this.#rest, bytes);
        const view = new DataView(all.buffer, all.byteOffset, all.byteLength);
        let end = all.length - (all.length % 2);
        if (isMore && end > 0 && (view.getUint16(end - 2, this.#isLittle) & 0xfc00) === 0xd800) end -= 2;
        const chunks = [];
        for (let start = 0; start < end; start += chunkLength) {
            const units = new Uint16Array(Math.min(chunkLength, end - start) / 2);
            for (let at = 0; at < units.length; at++) units[at] = view.getUint16(start + at * 2, this.#isLittle);
            chunks.push(String.fromCharCode.apply(null, units));
        }
        this.#rest = isMore ? all.slice(end) : new Uint8Array(0);
        const text = chunks.join("");
        const isCut = !isMore && end < all.length;
        if (this.#isFatal && (isCut || !text.isWellFormed())) return null;
        // Half a unit after half a pair is one error with it.
        const isPairCut = isCut && /[\ud800-\udbff]$/.test(text.slice(-1));
        return text.toWellFormed() + (isCut && !isPairCut ? "\ufffd" : "");
    }
}

/** Bytes that become a string at a time: as many arguments as a call may have. */
const chunkLength = 8192;

function join(first, second) {
    if (first.length === 0) return second;
    const joined = new Uint8Array(first.length + second.length);
    joined.set(first);
    joined.set(second, first.length);
    return joined;
}
