// Strings to bytes and back, where the bytes are not what UTF-8 allows.

import { exit } from "ftl";

let failures = 0;

function check(what, found, wanted) {
    const isRight = found === wanted;
    console.log(isRight ? `ok: ${what}` : `FAILED: ${what}: ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`);
    if (!isRight) failures += 1;
}

const encode = (text) => [...new TextEncoder().encode(text)].map((byte) => byte.toString(16)).join(" ");
const decode = (...bytes) => new TextDecoder().decode(new Uint8Array(bytes));

check("plain text", encode("aé€😀"), "61 c3 a9 e2 82 ac f0 9f 98 80");
check("no text", encode(""), "");
check("the first half of a pair alone", encode("a\ud800b"), "61 ef bf bd 62");
check("the second half alone, at the end", encode("\udfff"), "ef bf bd");
check("the last character before the halves", encode("\ud7ff"), "ed 9f bf");
check("text comes back", decode(...new TextEncoder().encode("aé€😀\0z")), "aé€😀\0z");
check("no bytes", decode(), "");
check("a stray byte does not swallow the next character", decode(0x80, 0x41), "\ufffdA");
check("nor a longer one", decode(0x80, 0xc3, 0xa9), "\ufffdé");
check("each stray byte is one", decode(0x80, 0x80, 0xff), "\ufffd\ufffd\ufffd");
check("a character that breaks off is one", decode(0xf0, 0x9f, 0x98, 0x41), "\ufffdA");
check("also at the end", decode(0x41, 0xe2, 0x82), "A\ufffd");
check("a longer form than needed is none", decode(0xc0, 0xaf), "\ufffd\ufffd");
check("also of three and four bytes", decode(0xe0, 0x80, 0x80, 0xf0, 0x80, 0x80, 0x80), "\ufffd".repeat(7));
check("half a pair is none", decode(0xed, 0xa0, 0x80), "\ufffd\ufffd\ufffd");
check("nor is what lies beyond the last character", decode(0xf4, 0x90, 0x80, 0x80), "\ufffd\ufffd\ufffd\ufffd");
check("the last character", decode(0xf4, 0x8f, 0xbf, 0xbf), "\u{10ffff}");

// Where there is no memory for the bytes, that is an error which can be caught.
const long = "x".repeat(20_000_000);
const kept = [];
try {
    while (true) kept.push(new TextEncoder().encode(long));
} catch (error) {
    kept.length = 0;
    check("no memory for the bytes", `${error?.name}: ${error?.message}`, "InternalError: out of memory");
}

exit(failures === 0 ? 0 : 1);
