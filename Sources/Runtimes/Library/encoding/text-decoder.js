// TextDecoder (WHATWG Encoding, section 7.2): bytes to strings.

import { findEncoding, makeDecoder } from "./encoding.js";
import { toDictionary } from "../webidl/idl.js";

export class TextDecoder {
    #encoding;
    #isFatal;
    #ignoresBOM;
    /** The decoder while there is more to come, or null. */
    #decoder = null;
    #isBOMSeen = false;

    constructor(label = "utf-8", options = {}) {
        this.#encoding = findEncoding(`${label}`);
        const { fatal, ignoreBOM } = toDictionary(options, "TextDecoder: the options");
        this.#isFatal = Boolean(fatal);
        this.#ignoresBOM = Boolean(ignoreBOM);
    }

    get encoding() {
        return this.#encoding;
    }

    get fatal() {
        return this.#isFatal;
    }

    /** Whether a byte order mark at the beginning stays in the text. */
    get ignoreBOM() {
        return this.#ignoresBOM;
    }

    /**
     * The text of the bytes; with `stream`, a character that is not complete waits for the next call's.
     * Throws TypeError for ill-formed bytes if `fatal`; otherwise they become U+FFFD.
     */
    decode(input = undefined, options = {}) {
        const bytes = input === undefined ? new Uint8Array(0) : bytesOf(input);
        const isMore = Boolean(toDictionary(options, "decode: the options").stream);
        this.#decoder ??= this.#begin();
        let text = this.#decoder.decode(bytes, isMore);
        if (text === null || !isMore) {
            const wasBOMSeen = this.#isBOMSeen;
            this.#decoder = null;
            if (text === null) throw new TypeError(`the bytes are not well-formed ${this.#encoding}`);
            return wasBOMSeen ? text : this.#withoutBOM(text);
        }
        if (!this.#isBOMSeen && text !== "") {
            text = this.#withoutBOM(text);
            this.#isBOMSeen = true;
        }
        return text;
    }

    #begin() {
        this.#isBOMSeen = false;
        return makeDecoder(this.#encoding, this.#isFatal);
    }

    #withoutBOM(text) {
        return !this.#ignoresBOM && text.startsWith("\ufeff") ? text.slice(1) : text;
    }
}

Object.defineProperty(TextDecoder.prototype, Symbol.toStringTag, { value: "TextDecoder", configurable: true });

/** The bytes of a buffer or of a view of any kind. */
function bytesOf(input) {
    if (ArrayBuffer.isView(input)) return new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
    if (input instanceof ArrayBuffer) return new Uint8Array(input);
    throw new TypeError("decode: the bytes are an ArrayBuffer or a view of one");
}
