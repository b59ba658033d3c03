// Bytes to keys: what terminals send, whole, split anywhere, and spoilt.

import { KeyDecoder } from "ftl:terminal";
import { check } from "./check.js";

function keysOf(...pieces) {
    const decoder = new KeyDecoder();
    const keys = pieces.flatMap((piece) =>
        decoder.decode(typeof piece === "string" ? new TextEncoder().encode(piece) : new Uint8Array(piece)));
    const describe = ({ name, text }) => (text === undefined ? name : `"${text}"`);
    return keys.map((key) => (key.isPasted ? "pasted " : "") + describe(key));
}

export function checkKeys() {
    check("text is one key", keysOf("hello"), ['"hello"']);
    check("text of other alphabets", keysOf("aé漢😀"), ['"aé漢😀"']);
    check("a character in pieces", keysOf([0xe6], [0xbc], [0xa2]), ['"漢"']);
    check("a character of four bytes in pieces", keysOf([0xf0, 0x9f], [0x98, 0x80, 0x61]), ['"😀a"']);
    check("a stray byte", keysOf([0x80, 0x41]), ['"\ufffdA"']);
    check("a character that breaks off", keysOf([0xe6, 0xbc, 0x41]), ['"\ufffdA"']);
    check("one that a control breaks off", keysOf([0xe6, 0x0d]), ['"\ufffd"', "enter"]);
    check("a longer form than needed", keysOf([0xc0, 0xaf]), ['"\ufffd\ufffd"']);
    check("half a pair", keysOf([0xed, 0xa0, 0x80]), ['"\ufffd\ufffd\ufffd"']);
    check("C1 controls are no text", keysOf("a\u009bb"), ['"ab"']);
    check("return", keysOf("\r"), ["enter"]);
    check("line feed", keysOf("\n"), ["enter"]);
    check("both are one end of a line", keysOf("a\r\nb\r", "\n"), ['"a"', "enter", '"b"', "enter"]);
    check("two line feeds are two", keysOf("\n\n"), ["enter", "enter"]);
    check("controls", keysOf("\x01\x03\x04\x0b"), ["ctrl-a", "ctrl-c", "ctrl-d", "ctrl-k"]);
    check("both backspaces, and tab", keysOf("\x7f\x08\t"), ["backspace", "backspace", "tab"]);
    check("NUL and the controls without a letter are nothing", keysOf("\0\x1c\x1f"), []);
    check("arrows", keysOf("\x1b[A\x1b[B\x1b[C\x1b[D"), ["up", "down", "right", "left"]);
    check("arrows in application mode", keysOf("\x1bOA\x1bOD"), ["up", "left"]);
    check("home and end, in three ways", keysOf("\x1b[H\x1b[F\x1bOH\x1bOF\x1b[1~\x1b[4~"),
        ["home", "end", "home", "end", "home", "end"]);
    check("delete and the pages", keysOf("\x1b[3~\x1b[5~\x1b[6~"), ["delete", "page-up", "page-down"]);
    check("arrows with ctrl, alt and shift", keysOf("\x1b[1;5C\x1b[1;3D\x1b[1;2A"), ["ctrl-right", "alt-left", "up"]);
    check("alt and letters", keysOf("\x1bb\x1bF\x1b\x7f"), ["alt-b", "alt-f", "alt-backspace"]);
    check("a sequence in pieces", keysOf("\x1b", "[", "3", "~x"), ["delete", '"x"']);
    check("escape before escape", keysOf("\x1b\x1b[A"), ["escape", "up"]);
    check("sequences without a meaning", keysOf("\x1b[99~\x1b[?25h\x1b[1;2R\x1bOzx"), ['"x"']);
    check("function keys of the Linux console", keysOf("\x1b[[Ax"), ['"x"']);
    check("a sequence that never ends keeps nothing", keysOf(`\x1b[${"1;".repeat(50_000)}Ax`), ["up", '"x"']);
    check("Ctrl-C gets through one", keysOf("\x1b[12;\x03x"), ["ctrl-c", '"x"']);
    check("text of another alphabet ends one", keysOf("\x1b[1é"), ['"é"']);
    check("a paste", keysOf("\x1b[200~a\tb\r\nc\x1b[201~d\r"),
        ['pasted "a\tb"', "pasted enter", 'pasted "c"', '"d"', "enter"]);
    check("a paste in pieces", keysOf("\x1b[20", "0~a", "b\x1b[2", "01~c"), ['pasted "a"', 'pasted "b"', '"c"']);
    check("keys in a paste are nothing", keysOf("\x1b[200~a\x1b[Ab\x01\x1b[201~"), ['pasted "ab"']);
    check("Ctrl-C ends a paste that has no end", keysOf("\x1b[200~a\x03b"), ['pasted "a"', "ctrl-c", '"b"']);
    check("any bytes at all", randomKeysHold(), true);
}

/** Whatever comes, every key has a name, text is text, and Ctrl-C is one when all is over. */
function randomKeysHold() {
    const decoder = new KeyDecoder();
    let state = 1;
    const next = () => (state = (state * 48271) % 0x7fff_ffff) >> 8;
    for (let round = 0; round < 200; round++) {
        const bytes = Uint8Array.from({ length: next() % 64 }, () => (next() % 3 === 0 ? 0x1b : next() & 0xff));
        const keys = decoder.decode(bytes);
        const isKey = ({ name, text }) => typeof name === "string" && (name !== "text" || text.length > 0);
        if (!keys.every(isKey)) return false;
    }
    return decoder.decode(new Uint8Array([3])).at(-1)?.name === "ctrl-c";
}
