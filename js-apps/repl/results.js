// Results and errors as a person reads them at the prompt.

import { inspect } from "ftl";
import { Table } from "./table.js";

/** The text of a result; none where there is nothing to tell. */
export function describeResult(value) {
    if (value === undefined) return "";
    if (value instanceof Table) return value.isTabular ? value.text : inspect(Array.from(value));
    return inspect(value);
}

/** The text of what was thrown. */
export function describeError(error) {
    try {
        return `Uncaught ${withShortStack(error, causeLimit, () => inspect(error))}`;
    } catch {
        // A proxy, or no stack or memory left to tell it with.
        return "Uncaught error that cannot be told";
    }
}

const causeLimit = 8;
/** Where the evaluation was begun: this frame and those under it are not its own. */
const base = /\bevaluate \(native\)|\(apps\/repl\/repl\.js/;
/** A command of this app. What is above it is not what was typed either. */
const command = /\(apps\/repl\//;
const library = /\(lib\/|\(native\)/;

/** Calls while the stacks of an error, and of what caused it, tell of what was typed alone. */
function withShortStack(error, depth, call) {
    const property = depth > 0 && error instanceof Error ? Object.getOwnPropertyDescriptor(error, "stack") : undefined;
    if (typeof property?.value !== "string" || !property.writable) return call();
    error.stack = shortened(property.value.split("\n")).join("\n");
    try {
        return withShortStack(Object.getOwnPropertyDescriptor(error, "cause")?.value, depth - 1, call);
    } finally {
        error.stack = property.value;
    }
}

function shortened(stack) {
    const frames = stack.filter((line) => line !== "");
    const end = frames.findIndex((line) => base.test(line));
    const above = end < 0 ? frames : frames.slice(0, end);
    const kept = above.slice(above.findLastIndex((line) => command.test(line)) + 1);
    // The library's loop is below every timer. An error that is the library's alone keeps its frames.
    if (kept.some((line) => !library.test(line))) {
        while (library.test(kept.at(-1))) kept.pop();
    }
    return kept;
}
