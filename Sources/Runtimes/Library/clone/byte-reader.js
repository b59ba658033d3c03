// Takes a serialised value out of bytes (docs/web/messageport.md). They come from another process and may be anything:
// each method checks that what it reads is there, and throws a DataCloneError where it is not. Nothing is allocated
// that the bytes do not pay for.

import { decode } from "ftl:native";
import { longestBigInt, longestPattern, tags } from "./clone-tags.js";
import { DOMException } from "../webidl/dom-exception.js";

/** The error of bytes that are no serialised value. */
export function malformed(what) {
    return new DOMException(`malformed: ${what}`, "DataCloneError");
}

/** Code units that become a string at a time: each is an argument of a call. */
const unitsPerCall = 4096;

export class ByteReader {
    #bytes;
    #view;
    #at = 0;
    /** Of all patterns so far. */
    #patternLength = 0;

    constructor(bytes) {
        this.#bytes = bytes;
        this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }

    /** Bytes that are left: also the most values that can follow, because each takes one at least. */
    get left() {
        return this.#bytes.length - this.#at;
    }

    /** Fails where there is anything after the value. */
    end() {
        if (this.left > 0) throw malformed("there are bytes after the value");
    }

    takeTag() {
        return this.#bytes[this.#advance(1)];
    }

    takeCount() {
        let count = 0;
        for (let scale = 1; scale < 2 ** 35; scale *= 128) {
            const byte = this.takeTag();
            count += (byte & 0x7f) * scale;
            if (byte < 0x80) {
                if (count > 0xffff_ffff) break;
                return count;
            }
        }
        throw malformed("a count that is too large");
    }

    takeFloat() {
        return this.#view.getFloat64(this.#advance(8), true);
    }

    /** The primitive value whose tag was this. */
    takePrimitive(tag) {
        switch (tag) {
            case tags.undefined:
                return undefined;
            case tags.null:
                return null;
            case tags.false:
                return false;
            case tags.true:
                return true;
            case tags.integer:
                return this.#takeInteger();
            case tags.float:
                return this.takeFloat();
            case tags.bigint:
                return this.#takeBigInt();
            case tags.text:
            case tags.units:
                return this.takeText(tag);
            default:
                throw malformed(`${tag} is not the tag of a value`);
        }
    }

    #takeInteger() {
        const number = this.takeCount();
        return (number >>> 1) ^ -(number & 1);
    }

    #takeBigInt() {
        const isNegative = this.takeTag() === 1;
        const count = this.takeCount();
        if (count > longestBigInt) throw malformed("a BigInt that is too long");
        const at = this.#advance(count);
        let digits = "0x0";
        for (let index = at + count - 1; index >= at; index--) {
            digits += this.#bytes[index].toString(16).padStart(2, "0");
        }
        const magnitude = BigInt(digits);
        return isNegative ? -magnitude : magnitude;
    }

    /** The string whose tag was this. */
    takeText(tag) {
        const count = this.takeCount();
        if (tag === tags.text) {
            const at = this.#advance(count);
            return decode(this.#bytes.subarray(at, at + count));
        }
        if (tag !== tags.units) throw malformed(`${tag} is not the tag of a string`);
        let at = this.#advance(2 * count);
        let text = "";
        for (let left = count; left > 0; ) {
            const units = [];
            for (; left > 0 && units.length < unitsPerCall; left--, at += 2) units.push(this.#view.getUint16(at, true));
            text += String.fromCharCode(...units);
        }
        return text;
    }

    takePattern() {
        const source = this.takeText(this.takeTag());
        this.#patternLength += source.length;
        if (this.#patternLength > longestPattern) throw malformed("regular expressions that are too long");
        return source;
    }

    takeBuffer() {
        const count = this.takeCount();
        const at = this.#advance(count);
        return this.#bytes.slice(at, at + count).buffer;
    }

    /** Steps over so many bytes; answers where they begin. */
    #advance(count) {
        if (count > this.left) throw malformed("the value breaks off");
        const at = this.#at;
        this.#at += count;
        return at;
    }
}
