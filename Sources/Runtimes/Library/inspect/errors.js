// Errors: what they say, where they come from, and what else they hold. A stack of the engine's has frames alone; what
// the error says is put before it.

import { cutLimit, layOut } from "./layout.js";
import { className } from "./names.js";
import { pushProperties } from "./properties.js";
import { refuse } from "./refusal.js";

const frameLimit = 64;

export function describeError(inspector, error, inside, indent) {
    const message = read(error, "message");
    const name = nameOf(error);
    let text = inspector.cut(message === "" ? name : `${name}: ${message}`);
    const stack = foldFrames(inspector.cut(read(error, "stack")).trimEnd().split("\n"));
    if (stack) text += `\n${stack}`;
    text = text.split("\n").join(`\n${indent}`);
    const items = [];
    if (inspector.isShown(inside)) {
        const show = inspector.deeper(inside, indent);
        const isTold = (key) => key === "stack" || key === "message" || key === "cause" || key === "errors";
        pushProperties(inspector, items, error, show, isTold);
        for (const key of ["errors", "cause"]) {
            const property = Object.getOwnPropertyDescriptor(error, key);
            if (property) items.push(`${key}: ${"value" in property ? show(property.value) : "[Getter]"}`);
        }
    }
    return items.length > 0 ? layOut(text, "{}", items, indent) : text;
}

/** The error's name; where a class did not give it one of its own, that of the class. */
function nameOf(error) {
    const name = read(error, "name");
    let own = "";
    try {
        own = className(error);
    } catch (failure) {
        refuse(failure);
    }
    return own !== "" && own !== "Object" && name === "Error" ? own : name;
}

/** A property of an error as text, even where it throws. */
function read(error, key) {
    try {
        return String(error[key] ?? "").slice(0, cutLimit + 1);
    } catch (failure) {
        return refuse(failure);
    }
}

/** A stack with the frames of a recursion shown once, and not without end. */
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
