// application/x-www-form-urlencoded (URL standard, section 5): queries as lists of names and values.

import { decode, encode } from "ftl:native";
import { percentDecode, percentEncode, sets } from "./percent.js";

/** The pairs of a query, each [name, value]. */
export function parseForm(text) {
    const pairs = [];
    for (const part of text.split("&")) {
        if (part === "") continue;
        const equals = part.indexOf("=");
        const name = equals < 0 ? part : part.slice(0, equals);
        pairs.push([decodePart(name), equals < 0 ? "" : decodePart(part.slice(equals + 1))]);
    }
    return pairs;
}

function decodePart(text) {
    const spaced = text.replace(/\+/g, " ");
    return spaced.includes("%") ? decode(percentDecode(encode(spaced))) : spaced;
}

export function serializeForm(pairs) {
    return pairs.map(([name, value]) => `${encodePart(name)}=${encodePart(value)}`).join("&");
}

function encodePart(text) {
    return percentEncode(text, sets.formUrlencoded).replace(/%20/g, "+");
}
