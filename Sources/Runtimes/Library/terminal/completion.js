// Completion of JavaScript: what could be meant by the name that a text ends in. Nothing of the script runs for it:
// a property with a getter is a candidate, but what is behind it is not looked at. (A proxy's traps cannot be told
// from its properties, and do run.)

const identifier = "[\\p{ID_Start}$_][\\p{ID_Continue}$]*";
const pathPattern = new RegExp(`((?:${identifier}\\s*(?:\\?\\.|\\.)\\s*)*)(${identifier})?$`, "u");
const namePattern = new RegExp(`^${identifier}$`, "u");
/** Characters before the cursor that are looked at. */
const pathLimit = 300;
/** Names that are looked at; more than a person reads. */
const nameLimit = 5000;
/** An array that is longer is not asked for its keys: it makes a string of every index. */
const arrayLimit = 1000;

const keywords = [
    "async", "await", "break", "case", "catch", "class", "const", "continue", "debugger", "default", "delete", "do",
    "else", "extends", "false", "finally", "for", "function", "if", "import", "in", "instanceof", "let", "new", "null",
    "return", "static", "super", "switch", "this", "throw", "true", "try", "typeof", "undefined", "var", "void",
    "while", "with", "yield",
];

/**
 * What could complete a text: { from, candidates }, where `from` is the index at which the name begins and the
 * candidates are whole names, sorted.
 */
export function complete(text, global = globalThis) {
    const tail = text.slice(-pathLimit);
    const [match, path, partial = ""] = pathPattern.exec(tail);
    // Inside of quotes there are no names. (An apostrophe in a comment or a template looks like one.)
    if (isInText(text)) return { from: text.length, candidates: [] };
    const none = { from: text.length - partial.length, candidates: [] };
    const before = tail.slice(0, tail.length - match.length);
    // What stands before is no path of names ("x".at, f().at, 1.5, #name), or goes on further than was looked at.
    const isPartOfMore = /(?:^|[^.])\.\s*$|[\w#\\]$/u.test(before) || (before === "" && text.length > pathLimit);
    if (path + partial === "" || isPartOfMore) return none;
    const names = path === "" ? [...namesOf(global, partial), ...keywords] : namesAt(global, path, partial);
    const candidates = new Set(names.filter((name) => name.startsWith(partial)));
    return { from: none.from, candidates: [...candidates].sort() };
}

/** Whether a quote is open at the end. */
function isInText(text) {
    let quote = "";
    for (let at = 0; at < text.length; at++) {
        const character = text[at];
        if (character === "\\") at++;
        else if (quote === "" && /["']/.test(character)) quote = character;
        else if (character === quote) quote = "";
    }
    return quote !== "";
}

/** The names of the properties of what a path means; none where finding out would run something. */
function namesAt(global, path, partial) {
    let value = global;
    for (const name of path.split(/\s*\??\.\s*/).slice(0, -1)) {
        if (name === "this" && value === global) continue;
        value = valueOf(value, name);
        if (value === undefined || value === null) return [];
    }
    return namesOf(value, partial);
}

/** The value of a property without a getter, or undefined. */
function valueOf(value, name) {
    try {
        for (let object = Object(value); object !== null; object = Object.getPrototypeOf(object)) {
            const property = Object.getOwnPropertyDescriptor(object, name);
            if (property) return property.value;
        }
    } catch {
        // A proxy that refuses, or a module that is not there yet.
    }
    return undefined;
}

function namesOf(value, partial) {
    const names = [];
    try {
        for (let object = Object(value); object !== null; object = Object.getPrototypeOf(object)) {
            // What every object has is of interest to those who ask for it.
            if (partial === "" && object === Object.prototype && object !== value) break;
            if (names.length >= nameLimit) break;
            for (const key of keysOf(object)) {
                if (typeof key === "string" && namePattern.test(key)) names.push(key);
            }
        }
    } catch {
        // As above.
    }
    return names;
}

function keysOf(object) {
    if (ArrayBuffer.isView(object) && !(object instanceof DataView)) return [];
    if (object instanceof String) return ["length"];
    if (Array.isArray(object) && object.length > arrayLimit) return ["length"];
    return Reflect.ownKeys(object);
}

/** The longest text that all the names begin with. */
export function commonPrefix(names) {
    let prefix = names[0] ?? "";
    for (const name of names) {
        while (!name.startsWith(prefix)) prefix = prefix.slice(0, -1);
    }
    return prefix;
}
