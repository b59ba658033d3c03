// atob and btoa (HTML 8.3): bytes as text, each character of the other string being a byte.

import { DOMException } from "../webidl/dom-exception.js";
import { requireArguments } from "../webidl/webidl.js";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const values = new Map([...alphabet].map((character, value) => [character.charCodeAt(0), value]));

/** Code units that become a string at a time: each is an argument of a call. */
const unitsPerCall = 4096;

/** A string of code units, made in pieces. */
class Text {
    #text = "";
    #units = [];

    add(unit) {
        this.#units.push(unit);
        if (this.#units.length === unitsPerCall) this.#flush();
    }

    toString() {
        this.#flush();
        return this.#text;
    }

    #flush() {
        this.#text += String.fromCharCode(...this.#units);
        this.#units = [];
    }
}

function refuse(message) {
    throw new DOMException(message, "InvalidCharacterError");
}

/** Base64 of a string whose characters are bytes (up to U+00FF); InvalidCharacterError for any other. */
export function btoa(data) {
    requireArguments("btoa", arguments.length, 1);
    const binary = `${data}`;
    const text = new Text();
    for (let at = 0; at < binary.length; at += 3) {
        const count = Math.min(binary.length - at, 3);
        let bits = 0;
        for (let index = 0; index < 3; index++) {
            const byte = index < count ? binary.charCodeAt(at + index) : 0;
            if (byte > 0xff) refuse(`btoa: the character at ${at + index} is no byte (it is above U+00FF)`);
            bits = (bits << 8) | byte;
        }
        for (let index = 0; index < 4; index++) {
            text.add(index <= count ? alphabet.charCodeAt((bits >> (18 - 6 * index)) & 0x3f) : 0x3d);
        }
    }
    return `${text}`;
}

/** The string of that base64 (Infra, forgiving-base64 decode): white space and missing padding are no error. */
export function atob(data) {
    requireArguments("atob", arguments.length, 1);
    let encoded = `${data}`.replace(/[\t\n\f\r ]/g, "");
    if (encoded.length % 4 === 0) encoded = encoded.replace(/={1,2}$/, "");
    if (encoded.length % 4 === 1) refuse("atob: one character is left over, which makes no byte");
    const text = new Text();
    let bits = 0;
    let count = 0;
    for (let at = 0; at < encoded.length; at++) {
        const value = values.get(encoded.charCodeAt(at));
        if (value === undefined) refuse(`atob: '${encoded[at]}' is no character of base64`);
        bits = ((bits << 6) | value) & 0xffffff;
        count += 6;
        if (count >= 8) {
            count -= 8;
            text.add((bits >> count) & 0xff);
        }
    }
    return `${text}`;
}
