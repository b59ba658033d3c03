// What console makes of its arguments (WHATWG Console, section 2.2): the formatter, for text.

import { inspect } from "../inspect/inspect.js";

/** The values as one text: strings as they are, and the specifiers of the first one filled in. */
export function format(values) {
    let rest = values;
    let text = "";
    if (typeof values[0] === "string" && values.length > 1 && values[0].includes("%")) {
        let next = 1;
        text = values[0].replace(/%[sdifoOcj%]/g, (mark) => {
            if (mark === "%%") return "%";
            return next < values.length ? fill(mark, values[next++]) : mark;
        });
        rest = values.slice(next);
        if (rest.length > 0) text += " ";
    }
    return text + rest.map((value) => (typeof value === "string" ? value : inspect(value))).join(" ");
}

function fill(mark, value) {
    try {
        return convert(mark, value);
    } catch (error) {
        // A stack overflow or no memory is not for us to hide.
        if (error instanceof InternalError) throw error;
        return "[value that cannot be printed]";
    }
}

function convert(mark, value) {
    switch (mark) {
        case "%s":
            return isObject(value) && !hasOwnText(value) ? inspect(value) : String(value);
        case "%d":
        case "%i":
            return typeof value === "bigint" ? `${value}n` : String(typeof value === "symbol" ? NaN : parseInt(value, 10));
        case "%f":
            return String(typeof value === "symbol" ? NaN : parseFloat(value));
        case "%j":
            return JSON.stringify(value) ?? "undefined";
        case "%c":
            // Style sheets have no meaning here.
            return "";
        default:
            return inspect(value);
    }
}

function isObject(value) {
    return (typeof value === "object" && value !== null) || typeof value === "function";
}

/** Whether a script, and not the language, says how the object is written as text. */
function hasOwnText(value) {
    const { toString } = value;
    if (typeof value === "function" || typeof toString !== "function") return false;
    return !/\[native code\]\s*\}$/.test(Function.prototype.toString.call(toString));
}
