// Puts a serialised value into bytes, as docs/web/messageport.md describes them: one growing buffer with a limit.

import { encode } from "ftl:native";
import { longestBigInt, longestPattern, tags } from "./clone-tags.js";
import { DOMException } from "../webidl/dom-exception.js";

export class ByteWriter {
    #bytes = new Uint8Array(256);
    #view = new DataView(this.#bytes.buffer);
    #length = 0;
    #limit;
    /** Of all patterns so far. */
    #patternLength = 0;

    /** @param limit of the bytes in all; one more is a DataCloneError. */
    constructor(limit) {
        this.#limit = limit;
    }

    /** What was written, without a copy. */
    get bytes() {
        return this.#bytes.subarray(0, this.#length);
    }

    putTag(tag) {
        const at = this.#reserve(1);
        this.#bytes[at] = tag;
    }

    /** A number of things, below 2^32: seven bits a byte, the lowest first; the top bit says that more follow. */
    putCount(count) {
        let left = count;
        while (left > 0x7f) {
            this.putTag((left & 0x7f) | 0x80);
            left >>>= 7;
        }
        this.putTag(left);
    }

    putFloat(number) {
        const at = this.#reserve(8);
        this.#view.setFloat64(at, number, true);
    }

    /** A primitive value, with its tag. */
    putPrimitive(value) {
        switch (typeof value) {
            case "boolean":
                return this.putTag(value ? tags.true : tags.false);
            case "number":
                return this.#putNumber(value);
            case "bigint":
                this.putTag(tags.bigint);
                return this.#putBigInt(value);
            case "string":
                return this.putText(value);
            default:
                return this.putTag(value === null ? tags.null : tags.undefined);
        }
    }

    /** A whole number from -2^31 to 2^31 - 1 as a count, its sign in the lowest bit, so that small ones are short. */
    #putNumber(number) {
        if ((number | 0) !== number || Object.is(number, -0)) {
            this.putTag(tags.float);
            return this.putFloat(number);
        }
        this.putTag(tags.integer);
        this.putCount(((number << 1) ^ (number >> 31)) >>> 0);
    }

    /** The sign (1: negative), the number of bytes, the magnitude's bytes, the lowest first. */
    #putBigInt(value) {
        const digits = (value < 0n ? -value : value).toString(16);
        const count = (digits.length + 1) >> 1;
        if (count > longestBigInt) throw new DOMException("a BigInt that is too long to be sent", "DataCloneError");
        this.putTag(value < 0n ? 1 : 0);
        this.putCount(count);
        const at = this.#reserve(count);
        for (let index = 0; index < count; index++) {
            const end = digits.length - 2 * index;
            this.#bytes[at + index] = parseInt(digits.slice(Math.max(end - 2, 0), end), 16);
        }
    }

    /** A string with its tag: UTF-8, or UTF-16 where it holds half a surrogate pair, which UTF-8 has no bytes for. */
    putText(text) {
        if (text.isWellFormed()) {
            this.putTag(tags.text);
            this.#putBytes(encode(text));
            return;
        }
        this.putTag(tags.units);
        this.putCount(text.length);
        const at = this.#reserve(2 * text.length);
        for (let index = 0; index < text.length; index++) {
            this.#view.setUint16(at + 2 * index, text.charCodeAt(index), true);
        }
    }

    putPattern(source) {
        this.#patternLength += source.length;
        if (this.#patternLength > longestPattern) {
            throw new DOMException("regular expressions that are too long to be sent", "DataCloneError");
        }
        this.putText(source);
    }

    putBuffer(buffer) {
        this.#putBytes(new Uint8Array(buffer));
    }

    #putBytes(bytes) {
        this.putCount(bytes.length);
        const at = this.#reserve(bytes.length);
        this.#bytes.set(bytes, at);
    }

    /** Makes room; answers where it is. */
    #reserve(count) {
        const at = this.#length;
        const needed = at + count;
        if (needed > this.#limit) {
            throw new DOMException(
                `the value takes more than the ${this.#limit} bytes that can be sent`, "DataCloneError");
        }
        if (needed > this.#bytes.length) {
            const larger = new Uint8Array(Math.min(Math.max(needed, 2 * this.#bytes.length), this.#limit));
            larger.set(this.bytes);
            this.#bytes = larger;
            this.#view = new DataView(larger.buffer);
        }
        this.#length = needed;
        return at;
    }
}
