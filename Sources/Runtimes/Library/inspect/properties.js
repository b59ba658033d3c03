// The properties of an object, as items. Getters are not called.

import { itemLimit } from "./layout.js";

/** Adds an item for each enumerable property, symbols included, but for those that are skipped. */
export function pushProperties(inspector, items, value, show, skipped) {
    let count = 0;
    for (const key of Reflect.ownKeys(value)) {
        const property = Object.getOwnPropertyDescriptor(value, key);
        if (!property?.enumerable || skipped(key)) continue;
        if (++count > itemLimit) {
            items.push("...");
            return;
        }
        const text = "value" in property ? show(property.value) : describeAccessor(property);
        items.push(`${describeKey(inspector, key)}: ${text}`);
    }
}

function describeKey(inspector, key) {
    if (typeof key === "symbol") return `[${inspector.cut(String(key))}]`;
    return /^[A-Za-z_$][\w$]*$/.test(key) ? inspector.cut(key) : JSON.stringify(inspector.cut(key));
}

function describeAccessor({ get, set }) {
    return get && set ? "[Getter/Setter]" : get ? "[Getter]" : "[Setter]";
}

export function isIndex(key) {
    return typeof key === "string" && /^\d+$/.test(key);
}
