// Values as text, for people: what console prints and what an uncaught error is reported with. Whatever a value does
// when it is looked at (getters, proxies), this does not throw; and however large it is, the text is not, nor the work.

const depthLimit = 4;
const itemLimit = 100;
const lineLength = 76;
const frameLimit = 64;
/** Characters of one string or one stack. */
const textLimit = 10_000;
/** Characters of all that one value is made of, roughly: what comes after them is not looked at any more. */
const totalLimit = 30_000;
/** An array that is longer is not searched for properties with names: that makes a string of every index. */
const searchLimit = 1000;
const unprintable = "[value that cannot be printed]";

/** What is left of `totalLimit`. */
let left = 0;

/** The values as one text: strings as they are, "%s %d %i %f %o %j" in the first one filled in. */
export function format(values) {
    let rest = values;
    let text = "";
    if (typeof values[0] === "string" && values.length > 1 && values[0].includes("%")) {
        let next = 1;
        text = values[0].replace(/%[sdifoOj%]/g, (mark) => {
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
        return refuse(error);
    }
}

function convert(mark, value) {
    switch (mark) {
        case "%s":
            return typeof value === "string" ? value : inspect(value);
        case "%d":
            return typeof value === "bigint" ? `${value}n` : String(typeof value === "symbol" ? NaN : Number(value));
        case "%i":
            return String(typeof value === "symbol" ? NaN : Math.trunc(Number(value)));
        case "%f":
            return String(typeof value === "symbol" ? NaN : parseFloat(value));
        case "%j":
            return JSON.stringify(value) ?? "undefined";
        default:
            return inspect(value);
    }
}

/** One value as text. */
export function inspect(value) {
    left = totalLimit;
    try {
        return describe(value, [], "");
    } catch (error) {
        return refuse(error, value);
    }
}

/** The text instead of one that could not be made: of an Error, what it says, in case a script broke our tools. */
function refuse(error, value) {
    // A stack overflow or no memory is not for us to hide.
    if (error instanceof InternalError) throw error;
    try {
        if (value instanceof Error) return `${value.name}: ${value.message}\n${value.stack}`;
    } catch {
        // It cannot be printed, then.
    }
    return unprintable;
}

/** The text, or its beginning where it is too long. */
function cut(text) {
    const shown = text.length > textLimit ? text.slice(0, textLimit) : text;
    left -= shown.length;
    return shown;
}

/** @param parents what the value is inside of. @param indent what its further lines begin with. */
function describe(value, parents, indent) {
    if (left <= 0) return "...";
    left -= indent.length + 8;
    switch (typeof value) {
        case "string":
            return value.length > textLimit
                ? `${JSON.stringify(cut(value))}... ${value.length - textLimit} more characters`
                : JSON.stringify(cut(value));
        case "bigint":
            return `${cut(String(value))}n`;
        case "number":
            return Object.is(value, -0) ? "-0" : String(value);
        case "function":
            return describeFunction(value);
        case "object":
            return value === null ? "null" : describeObject(value, parents, indent);
        default:
            return cut(String(value));
    }
}

function describeFunction(value) {
    const isClass = /^class\b/.test(Function.prototype.toString.call(value));
    return cut(`[${isClass ? "class" : "Function"}${value.name ? ` ${value.name}` : ""}]`);
}

function describeObject(value, parents, indent) {
    if (parents.includes(value)) return "[Circular]";
    if (value instanceof Error) return describeError(value, parents, indent);
    const name = className(value);
    if (value instanceof Date) return isNaN(value) ? "Invalid Date" : value.toISOString();
    if (value instanceof RegExp) return String(value);
    if (value instanceof Number || value instanceof String || value instanceof Boolean) {
        return `[${name}: ${describe(value.valueOf(), parents, indent)}]`;
    }
    if (parents.length >= depthLimit) return Array.isArray(value) ? "[Array]" : `[${name || "Object"}]`;

    const inside = [...parents, value];
    const deeper = `${indent}  `;
    const show = (item) => describe(item, inside, deeper);
    const items = [];
    let [open, close, label] = ["{", "}", name === "Object" ? "" : name || "[no prototype]"];
    let skipped = () => false;
    if (Array.isArray(value)) {
        [open, close, label] = ["[", "]", name === "Array" ? "" : `${name}(${value.length})`];
        skipped = value.length > searchLimit ? undefined : isIndex;
        pushArray(items, value, show);
    } else if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
        [open, close, label] = ["[", "]", `${name}(${value.length})`];
        skipped = value.length > searchLimit ? undefined : isIndex;
        for (const item of value.subarray(0, itemLimit)) items.push(show(item));
        if (value.length > itemLimit) items.push(more(value.length));
    } else if (value instanceof ArrayBuffer) {
        items.push(`byteLength: ${value.byteLength}`);
    } else if (value instanceof Map) {
        label = `${name}(${value.size})`;
        pushAll(items, value, value.size, ([key, item]) => `${show(key)} => ${show(item)}`);
    } else if (value instanceof Set) {
        label = `${name}(${value.size})`;
        pushAll(items, value, value.size, show);
    }
    if (skipped) pushProperties(items, value, show, skipped);
    return layOut(label, open, close, items, indent);
}

function describeError(error, parents, indent) {
    const message = read(error, "message");
    let text = cut(message === "" ? read(error, "name") : `${read(error, "name")}: ${message}`);
    const stack = foldFrames(cut(read(error, "stack")).trimEnd().split("\n"));
    if (stack) text += `\n${stack}`;
    text = text.split("\n").join(`\n${indent}`);
    const items = [];
    const inside = [...parents, error];
    if (inside.length <= depthLimit) {
        pushProperties(items, error, (item) => describe(item, inside, `${indent}  `), (key) => key === "stack");
        if (error.errors instanceof Array) items.push(`errors: ${describe(error.errors, inside, `${indent}  `)}`);
        if (Object.hasOwn(error, "cause")) items.push(`cause: ${describe(error.cause, inside, `${indent}  `)}`);
    }
    return items.length > 0 ? `${text} ${layOut("", "{", "}", items, indent)}` : text;
}

/** A property of an error as text, even where it throws. */
function read(error, key) {
    try {
        return String(error[key] ?? "");
    } catch (failure) {
        return refuse(failure);
    }
}

/** A stack with the frames of a recursion told once, and not without end. */
function foldFrames(frames) {
    const lines = [];
    for (let at = 0; at < frames.length && lines.length < frameLimit; at++) {
        let again = 0;
        while (frames[at + 1 + again] === frames[at]) again++;
        lines.push(frames[at]);
        if (again < 4) continue;
        lines.push(`    ... ${again} times more`);
        at += again;
    }
    if (lines.length === frameLimit) lines.push("    ...");
    return lines.join("\n");
}

function pushArray(items, array, show) {
    const count = Math.min(array.length, itemLimit);
    for (let index = 0; index < count; index++) {
        let empty = 0;
        while (index + empty < array.length && !(index + empty in array) && empty < 1e4) empty++;
        if (empty > 0) {
            items.push(`<${empty} empty>`);
            index += empty - 1;
        } else {
            items.push(show(array[index]));
        }
    }
    if (array.length > itemLimit) items.push(more(array.length));
}

function pushAll(items, values, size, show) {
    for (const value of values) {
        if (items.length === itemLimit) {
            items.push(more(size));
            return;
        }
        items.push(show(value));
    }
}

function pushProperties(items, value, show, skipped) {
    let count = 0;
    for (const key of Reflect.ownKeys(value)) {
        const property = Object.getOwnPropertyDescriptor(value, key);
        if (!property?.enumerable || skipped(key)) continue;
        if (++count > itemLimit) {
            items.push("...");
            return;
        }
        items.push(`${describeKey(key)}: ${"value" in property ? show(property.value) : describeAccessor(property)}`);
    }
}

function describeKey(key) {
    if (typeof key === "symbol") return `[${cut(String(key))}]`;
    return /^[A-Za-z_$][\w$]*$/.test(key) ? cut(key) : JSON.stringify(cut(key));
}

function describeAccessor({ get, set }) {
    return get && set ? "[Getter/Setter]" : get ? "[Getter]" : "[Setter]";
}

function isIndex(key) {
    return typeof key === "string" && /^\d+$/.test(key);
}

function more(size) {
    return size > itemLimit ? `... ${size - itemLimit} more` : "...";
}

function className(value) {
    const prototype = Object.getPrototypeOf(value);
    if (prototype === null) return "";
    const { constructor } = prototype;
    return typeof constructor === "function" ? constructor.name : "Object";
}

/** Short items, as many to a line as fit. */
function fillLines(items, indent) {
    const lines = [];
    for (const item of items) {
        const last = lines.at(-1);
        if (last !== undefined && indent + last.length + item.length + 4 <= lineLength) {
            lines[lines.length - 1] = `${last}, ${item}`;
        } else {
            lines.push(item);
        }
    }
    return lines;
}

/** In one line where they fit, one item to a line otherwise. */
function layOut(label, open, close, items, indent) {
    const start = label ? `${label} ${open}` : open;
    if (items.length === 0) return start + close;
    const length = items.reduce((sum, item) => sum + item.length + 2, start.length + indent.length);
    if (length <= lineLength && !items.some((item) => item.includes("\n"))) {
        return `${start} ${items.join(", ")} ${close}`;
    }
    const isShort = (item) => item.length <= 12 || item.startsWith("... ");
    const lines = open === "[" && items.every(isShort) ? fillLines(items, indent.length) : items;
    return `${start}\n${lines.map((line) => `${indent}  ${line}`).join(",\n")}\n${indent}${close}`;
}
