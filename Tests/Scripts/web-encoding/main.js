// TextEncoder and TextDecoder (WHATWG Encoding, sections 7 and 8); js-text has what is ill-formed in UTF-8.
// @ts-nocheck (it passes what is not declared as well, to see what becomes of it)

import { finish, same as check } from "ftl:test";

/** What a function answers, or what it throws. */
function outcome(call) {
    try {
        return call();
    } catch (error) {
        return error.name;
    }
}

const encoder = new TextEncoder();

// --- TextEncoder ---

check("the encoding", encoder.encoding, "utf-8");
check("no argument", encoder.encode().length, 0);
check("undefined", encoder.encode(undefined).length, 0);
check("null is a text", encoder.encode(null).join(), "110,117,108,108");
check("a symbol is none", outcome(() => encoder.encode(Symbol("x"))), "TypeError");
check("the bytes are a Uint8Array", encoder.encode("x") instanceof Uint8Array, true);

/** What encodeInto does with room for so many bytes. */
function into(text, room) {
    const bytes = new Uint8Array(room + 1).fill(0xee);
    const { read, written } = encoder.encodeInto(text, bytes.subarray(0, room));
    return `${read} ${written} ${[...bytes.subarray(0, written)].map((byte) => byte.toString(16)).join("")}`
        + (bytes[written] === 0xee ? "" : " and more");
}

check("into: all of it", into("ab", 2), "2 2 6162");
check("into: more room", into("ab", 9), "2 2 6162");
check("into: less room", into("abc", 2), "2 2 6162");
check("into: no room", into("abc", 0), "0 0 ");
check("into: nothing", into("", 3), "0 0 ");
check("into: a character that does not fit", into("a\u00e9", 2), "1 1 61");
check("into: one of three bytes", into("\u20ac\u20ac", 5), "1 3 e282ac");
check("into: a pair that fits", into("\u{1f600}", 4), "2 4 f09f9880");
check("into: one that does not", into("\u{1f600}", 3), "0 0 ");
check("into: one that does not, at the end", into("a\u{1f600}", 4), "1 1 61");
check("into: a pair and more", into("a\u{1f600}b", 5), "3 5 61f09f9880");
check("into: half a pair", into("\ud800", 3), "1 3 efbfbd");
check("into: half a pair that does not fit", into("\ud800", 2), "0 0 ");
check("into: half a pair before something else", into("\ud800a", 4), "2 4 efbfbd61");
check("into: the other half alone", into("\udc00\udc00", 4), "1 3 efbfbd");
check("into: a part of a buffer", (() => {
    const bytes = new Uint8Array(4);
    encoder.encodeInto("xy", bytes.subarray(1, 3));
    return bytes.join();
})(), "0,120,121,0");
check("into: other arrays are refused", outcome(() => encoder.encodeInto("a", new Int8Array(1))), "TypeError");
check("into: two arguments", outcome(() => encoder.encodeInto("a")), "TypeError");

// --- TextDecoder: labels and options ---

for (const label of ["utf-8", "utf8", "UTF-8", " utf8\n", "unicode-1-1-utf-8", "unicode11utf8", "unicode20utf8", "x-unicode20utf8"]) {
    check(`the label ${JSON.stringify(label)}`, new TextDecoder(label).encoding, "utf-8");
}
for (const label of ["utf-16le", "utf-16", "UCS-2", "unicode", "csunicode", "iso-10646-ucs-2", "unicodefeff"]) {
    check(`the label '${label}'`, new TextDecoder(label).encoding, "utf-16le");
}
check("the label 'utf-16be'", new TextDecoder("utf-16be").encoding, "utf-16be");
for (const label of ["latin1", "windows-1252", "ascii", "shift_jis", "utf-32", "", "utf 8", "\u00a0utf-8", "null"]) {
    try {
        check(`the label ${JSON.stringify(label)} is refused`, new TextDecoder(label).encoding, "RangeError");
    } catch (error) {
        check(`the label ${JSON.stringify(label)} is refused: ${error.message}`,
            error instanceof RangeError && error.message.includes(`'${label}'`), true);
    }
}
const plain = new TextDecoder();
check("without a label", `${plain.encoding} ${plain.fatal} ${plain.ignoreBOM}`, "utf-8 false false");
const strict = new TextDecoder("utf-8", { fatal: 1, ignoreBOM: "x" });
check("options", `${strict.fatal} ${strict.ignoreBOM}`, "true true");
check("null for options", new TextDecoder("utf-8", null).fatal, false);
check("a number for options", outcome(() => new TextDecoder("utf-8", 1)), "TypeError");
check("without new", outcome(() => TextDecoder()), "TypeError");
check("the tags", `${plain} ${encoder}`, "[object TextDecoder] [object TextEncoder]");

// --- What is decoded ---

const bytes = new Uint8Array([0x61, 0xc3, 0xa9, 0xf0, 0x9f, 0x98, 0x80]);
check("nothing", plain.decode(), "");
check("a typed array", plain.decode(bytes), "a\u00e9\u{1f600}");
check("a buffer", plain.decode(bytes.buffer), "a\u00e9\u{1f600}");
check("a part of one", plain.decode(bytes.subarray(1, 3)), "\u00e9");
check("a view of another kind", plain.decode(new DataView(bytes.buffer, 3)), "\u{1f600}");
check("words", plain.decode(new Uint16Array([0x6261])), "ab");
check("a text is refused", outcome(() => plain.decode("abc")), "TypeError");
check("an array too", outcome(() => plain.decode([97])), "TypeError");
check("null too", outcome(() => plain.decode(null)), "TypeError");

// --- Byte order marks ---

const marked = new Uint8Array([0xef, 0xbb, 0xbf, 0x61]);
check("a mark is left out", plain.decode(marked), "a");
check("each time", plain.decode(marked), "a");
check("or stays", new TextDecoder("utf-8", { ignoreBOM: true }).decode(marked), "\ufeffa");
check("only at the beginning", plain.decode(new Uint8Array([0x61, ...marked])), "a\ufeffa");
check("only one", plain.decode(new Uint8Array([...marked.subarray(0, 3), ...marked])), "\ufeffa");
check("half a mark is no mark", plain.decode(marked.subarray(0, 2)), "\ufffd");

// --- Fatal ---

const fatal = new TextDecoder("utf-8", { fatal: true });
const illFormed = [
    [0xff], [0x80], [0xc0, 0x80], [0xc3], [0xe2, 0x82], [0xed, 0xa0, 0x80], [0xf0, 0x9f, 0x98], [0xf4, 0x90, 0x80, 0x80],
    [0xf5, 0x80, 0x80, 0x80], [0x61, 0xc3, 0x28], [0xef, 0xbf, 0xbd, 0xff],
];
for (const ill of illFormed) {
    check(`fatal: ${ill.map((byte) => byte.toString(16)).join(" ")}`, outcome(() => fatal.decode(new Uint8Array(ill))),
        "TypeError");
}
check("fatal: what is well-formed", fatal.decode(bytes), "a\u00e9\u{1f600}");
check("fatal: U+FFFD itself", fatal.decode(new Uint8Array([0xef, 0xbf, 0xbd])), "\ufffd");
check("fatal: a mark", fatal.decode(marked), "a");

// --- Streams ---

/** The texts of the bytes, so many at a time. */
function stream(decoder, all, size) {
    const texts = [];
    for (let at = 0; at < all.length; at += size) {
        texts.push(decoder.decode(new Uint8Array(all.slice(at, at + size)), { stream: true }));
    }
    texts.push(decoder.decode());
    return texts.join("|");
}

check("stream: a byte at a time", stream(plain, [...bytes], 1), "a||\u00e9||||\u{1f600}|");
check("stream: two", stream(plain, [...bytes], 2), "a|\u00e9||\u{1f600}|");
check("stream: a mark in pieces", stream(plain, [...marked], 1), "|||a|");
check("stream: one mark alone", stream(plain, [...marked, ...marked], 1), "|||a|||\ufeff|a|");
check("stream: a mark that stays", stream(new TextDecoder("utf-8", { ignoreBOM: true }), [...marked], 1), "||\ufeff|a|");
check("stream: what is cut off at the end", stream(plain, [0x61, 0xf0, 0x9f], 1), "a|||\ufffd");
check("stream: a wrong second byte", stream(plain, [0xc3, 0x28], 1), "|\ufffd(|");
check("stream: a second byte that is too low", stream(plain, [0xe0, 0x80, 0x80], 1), "|\ufffd\ufffd|\ufffd|");
check("stream: half a pair", stream(plain, [0xed, 0xa0, 0x80], 1), "|\ufffd\ufffd|\ufffd|");
check("stream: too large a character", stream(plain, [0xf4, 0x90, 0x80, 0x80], 1), "|\ufffd\ufffd|\ufffd|\ufffd|");
check("stream: a stray byte", stream(plain, [0x80, 0xc3, 0xa9], 1), "\ufffd||\u00e9|");
check("stream: bytes are copied", (() => {
    const piece = new Uint8Array([0xc3]);
    plain.decode(piece, { stream: true });
    piece[0] = 0;
    return plain.decode(new Uint8Array([0xa9]));
})(), "\u00e9");
check("stream: the last call ends it", (plain.decode(new Uint8Array([0xc3]), { stream: true }), plain.decode(bytes)),
    "\ufffda\u00e9\u{1f600}");
check("stream: and the next one begins anew", plain.decode(marked), "a");
check("stream: fatal is told when it is certain", stream(fatal, [...bytes], 1), "a||\u00e9||||\u{1f600}|");
check("stream: fatal in the middle", outcome(() => stream(fatal, [0xc3, 0x28], 1)), "TypeError");
check("stream: fatal at the end", outcome(() => stream(fatal, [0x61, 0xc3], 1)), "TypeError");
check("stream: fatal, and then anew", fatal.decode(bytes), "a\u00e9\u{1f600}");
const pieces = Array.from({ length: 3000 }, (_, at) => 0x1f600 + (at % 64)).map((code) => String.fromCodePoint(code)).join("");
for (const size of [1, 3, 5, 7, 4096]) {
    check(`stream: ${size} bytes at a time come to the same`,
        stream(plain, [...encoder.encode(pieces)], size).replaceAll("|", "") === pieces, true);
}

// --- UTF-16 ---

const little = new TextDecoder("utf-16le");
const big = new TextDecoder("utf-16be");
check("utf-16le", little.decode(new Uint8Array([0x61, 0, 0xac, 0x20, 0x3d, 0xd8, 0, 0xde])), "a\u20ac\u{1f600}");
check("utf-16be", big.decode(new Uint8Array([0, 0x61, 0x20, 0xac, 0xd8, 0x3d, 0xde, 0])), "a\u20ac\u{1f600}");
check("utf-16le: a mark", little.decode(new Uint8Array([0xff, 0xfe, 0x61, 0])), "a");
check("utf-16be: a mark", big.decode(new Uint8Array([0xfe, 0xff, 0, 0x61])), "a");
check("utf-16le: half a unit", little.decode(new Uint8Array([0x61, 0, 0x62])), "a\ufffd");
check("utf-16le: half a pair", little.decode(new Uint8Array([0, 0xd8, 0x61, 0])), "\ufffda");
check("utf-16le: half a pair and half a unit", little.decode(new Uint8Array([0, 0xd8, 0x61])), "\ufffd");
check("utf-16le: the other half", little.decode(new Uint8Array([0, 0xdc, 0x61, 0])), "\ufffda");
check("utf-16le: a byte at a time", stream(little, [0x61, 0, 0x3d, 0xd8, 0, 0xde, 0x62, 0], 1), "|a||||\u{1f600}||b|");
check("utf-16le: cut off", stream(little, [0x61, 0, 0x3d, 0xd8, 0], 1), "|a||||\ufffd");
const fatal16 = new TextDecoder("utf-16le", { fatal: true });
check("utf-16le: fatal", outcome(() => fatal16.decode(new Uint8Array([0, 0xd8, 0x61, 0]))), "TypeError");
check("utf-16le: fatal at the end", outcome(() => fatal16.decode(new Uint8Array([0x61]))), "TypeError");
check("utf-16le: not fatal", fatal16.decode(new Uint8Array([0x61, 0])), "a");
check("utf-16le: a long text", little.decode(new Uint16Array(50_000).fill(0x20ac)), "\u20ac".repeat(50_000));

finish();
