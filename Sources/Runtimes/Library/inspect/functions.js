// Functions and classes: what kind they are, their name, and their properties.

import { layOut } from "./layout.js";
import { functionName } from "./names.js";
import { pushProperties } from "./properties.js";

const kinds = ["AsyncGeneratorFunction", "GeneratorFunction", "AsyncFunction"];

export function describeFunction(inspector, value, inside, indent) {
    const items = [];
    if (inspector.isShown(inside)) {
        pushProperties(inspector, items, value, inspector.deeper(inside, indent), (key) => key === "prototype");
    }
    const head = inspector.cut(headOf(value));
    return items.length > 0 ? layOut(head, "{}", items, indent) : head;
}

function headOf(value) {
    const name = functionName(value);
    if (/^class\b/.test(Function.prototype.toString.call(value))) {
        const parent = Object.getPrototypeOf(value);
        const parentName = typeof parent === "function" ? functionName(parent) : "";
        return `[class ${name || "(anonymous)"}${parentName ? ` extends ${parentName}` : ""}]`;
    }
    const tag = value[Symbol.toStringTag];
    const kind = kinds.includes(tag) ? tag : "Function";
    return name ? `[${kind}: ${name}]` : `[${kind} (anonymous)]`;
}
