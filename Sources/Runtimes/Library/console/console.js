// console (WHATWG Console). Each line is one console_write, so that lines of several processes never mix. There is one
// console for all levels.

import { calls, encode } from "ftl:native";
import { inspect } from "../inspect/inspect.js";
import { nanoseconds } from "../core/loop.js";
import { passOn } from "./printer.js";
import { format } from "./format.js";
import { makeTable } from "./table.js";

/** Bytes of a line. The kernel breaks a longer one, and does not know where a character ends. */
const longestLine = 1024;
/** Groups that are inside of more than these are not indented further. */
const deepestIndent = 20;

let groups = 0;
const counts = new Map();
/** When each timer was started, in nanoseconds since boot. */
const timers = new Map();

/** The printer (section 2.3). */
function print(text) {
    const indent = "  ".repeat(Math.min(groups, deepestIndent));
    const lines = text.split("\n").map((line) => indent + line);
    if (passOn(lines.join("\n"))) return;
    for (const line of lines) {
        const bytes = encode(`${line}\n`);
        let start = 0;
        while (bytes.length - start > longestLine + 1) {
            let end = start + longestLine;
            while ((bytes[end] & 0xc0) === 0x80) end--;
            const piece = bytes.slice(start, end + 1);
            piece[end - start] = 0x0a;
            calls.console_write(piece);
            start = end;
        }
        calls.console_write(bytes.subarray(start));
    }
}

/** The logger (section 2.1). */
function log(values) {
    print(format(values));
}

/** The time since a timer was started, or undefined (and a warning) where there is none. */
function elapsed(label) {
    const start = timers.get(label);
    if (start === undefined) return print(`Timer '${label}' does not exist`);
    return `${label}: ${((nanoseconds() - start) / 1e6).toFixed(3)} ms`;
}

const functions = {
    // --- Logging (section 1.1) ---

    assert(condition = false, ...data) {
        if (condition) return;
        const [first, ...rest] = data;
        if (data.length === 0) print("Assertion failed");
        else if (typeof first === "string") log([`Assertion failed: ${first}`, ...rest]);
        else log(["Assertion failed:", ...data]);
    },
    /** Ends all groups. What was printed stays: the console is not this script's alone. */
    clear() {
        groups = 0;
    },
    debug(...data) {
        log(data);
    },
    error(...data) {
        log(data);
    },
    info(...data) {
        log(data);
    },
    log(...data) {
        log(data);
    },
    /** Prints an array, an object, a Map or a Set with a line for each item; `properties` are the columns to show. */
    table(data = undefined, properties = undefined) {
        const columns = properties === undefined ? undefined : Array.from(properties, (name) => `${name}`);
        const lines = makeTable(data, columns);
        if (lines === null) log([data]);
        else print(lines.join("\n"));
    },
    /** Prints where it was called, and the values. */
    trace(...data) {
        const frames = new Error().stack.trimEnd().split("\n").filter((line) => !line.includes("(lib/console/console.js:"));
        print([data.length > 0 ? `Trace: ${format(data)}` : "Trace", ...frames].join("\n"));
    },
    warn(...data) {
        log(data);
    },
    /** Prints one value. `options.depth` is how many objects inside one another are shown, null for all. */
    dir(item = undefined, options = undefined) {
        const depth = options?.depth;
        print(inspect(item, { depth: typeof depth === "number" ? depth + 1 : depth }));
    },
    /** As log, without specifiers: there is no markup here that would be shown as such. */
    dirxml(...data) {
        print(data.map((value) => (typeof value === "string" ? value : inspect(value))).join(" "));
    },

    // --- Counting (section 1.2) ---

    count(label = "default") {
        const key = `${label}`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
        print(`${key}: ${counts.get(key)}`);
    },
    countReset(label = "default") {
        const key = `${label}`;
        if (counts.has(key)) counts.set(key, 0);
        else print(`Count for '${key}' does not exist`);
    },

    // --- Grouping (section 1.3) ---

    /** What is printed until groupEnd is indented. */
    group(...data) {
        if (data.length > 0) log(data);
        groups += 1;
    },
    /** The same: what was printed cannot be folded. */
    groupCollapsed(...data) {
        functions.group(...data);
    },
    groupEnd() {
        if (groups > 0) groups -= 1;
    },

    // --- Timing (section 1.4) ---

    time(label = "default") {
        const key = `${label}`;
        if (timers.has(key)) print(`Timer '${key}' already exists`);
        else timers.set(key, nanoseconds());
    },
    timeLog(label = "default", ...data) {
        const text = elapsed(`${label}`);
        if (text !== undefined) print([text, ...(data.length > 0 ? [format(data)] : [])].join(" "));
    },
    timeEnd(label = "default") {
        const key = `${label}`;
        const text = elapsed(key);
        timers.delete(key);
        if (text !== undefined) print(text);
    },
};

// A namespace object (Web IDL 3.13): its functions are its own, and need no `this`.
export const console = Object.assign(Object.create({}), functions);
Object.defineProperty(console, Symbol.toStringTag, { value: "console", configurable: true });
