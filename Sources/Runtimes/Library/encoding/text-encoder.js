// TextEncoder (WHATWG Encoding, section 7.4): strings to UTF-8.

import { decode, encode } from "ftl:native";
import { requireArguments } from "../webidl/idl.js";

export class TextEncoder {
    get encoding() {
        return "utf-8";
    }

    /** The string's bytes. */
    encode(input = "") {
        return encode(`${input}`);
    }

    /**
     * Writes as many whole characters as fit into a Uint8Array.
     * Answers how many code units of the string were read, and how many bytes written.
     */
    encodeInto(source, destination) {
        requireArguments("encodeInto", arguments.length, 2);
        const text = `${source}`;
        if (!(destination instanceof Uint8Array)) throw new TypeError("encodeInto: the destination is a Uint8Array");
        const room = destination.length;
        // No code unit takes less than a byte, so what lies beyond is not even looked at.
        let end = Math.min(text.length, room);
        // The first half of a pair would be taken for one that stands alone.
        if (end < text.length && end > 0 && isPair(text, end - 1)) end -= 1;
        const bytes = encode(text.slice(0, end));
        if (bytes.length <= room) {
            destination.set(bytes);
            return { read: end, written: bytes.length };
        }
        let written = room;
        while (written > 0 && (bytes[written] & 0xc0) === 0x80) written--;
        const fitting = bytes.subarray(0, written);
        destination.set(fitting);
        // A half that stood alone became one code unit too.
        return { read: decode(fitting).length, written };
    }
}

function isPair(text, at) {
    return /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(at, at + 2));
}

Object.defineProperty(TextEncoder.prototype, Symbol.toStringTag, { value: "TextEncoder", configurable: true });
