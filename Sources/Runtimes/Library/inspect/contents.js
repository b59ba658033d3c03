// Objects of all kinds but functions and errors. What kind one is has to be said both by its prototype, which is quick,
// and by a method that works on that kind alone, which cannot lie; and what is inside, the language's own methods tell.

import { promiseState } from "ftl:native";
import { itemLimit, layOut, more } from "./layout.js";
import { isIndex, pushProperties } from "./properties.js";

/** An array that is longer is not searched for properties with names: that makes a string of every index. */
const searchLimit = 1000;
/** Bytes of a buffer that are shown. */
const byteLimit = 32;

function getter(prototype, key) {
    return Object.getOwnPropertyDescriptor(prototype, key).get;
}

/** What a method answers, or undefined where the object is none of those that it is for. */
function ask(method, value, ...values) {
    try {
        return Reflect.apply(method, value, values);
    } catch {
        return undefined;
    }
}

const typedArray = Object.getPrototypeOf(Uint8Array.prototype);
const typedArrayName = getter(typedArray, Symbol.toStringTag);
const bufferLength = getter(ArrayBuffer.prototype, "byteLength");
const mapSize = getter(Map.prototype, "size");
const setSize = getter(Set.prototype, "size");

/** What there is to say of an object before its properties: { text } or { label, brackets, push, isSkipped }. */
const kinds = new Map([
    [Map, (value, name) => {
        const size = ask(mapSize, value);
        const describer = (show) => ([key, item]) => `${show(key)} => ${show(item)}`;
        return size !== undefined && describeAll(name, size, Map.prototype.entries.call(value), describer);
    }],
    [Set, (value, name) => {
        const size = ask(setSize, value);
        return size !== undefined && describeAll(name, size, Set.prototype.values.call(value), (show) => show);
    }],
    [ArrayBuffer, (value) => describeBuffer(value, ask(bufferLength, value))],
    [Date, (value) => {
        const time = ask(Date.prototype.getTime, value);
        return time !== undefined && { text: Number.isNaN(time) ? "Invalid Date" : new Date(time).toISOString() };
    }],
    [RegExp, (value) => ({ text: RegExp.prototype.toString.call(value) })],
    [WeakMap, (value) => ask(WeakMap.prototype.has, value, {}) === false && { push: unknown }],
    [WeakSet, (value) => ask(WeakSet.prototype.has, value, {}) === false && { push: unknown }],
    [WeakRef, (value) => ({ push: (items, show) => items.push(describeTarget(value, show)) })],
    [Promise, (value) => describePromise(value)],
    ...[Number, String, Boolean, Symbol, BigInt].map((box) => [box, (value) => describeBox(box, value)]),
]);

function kindOf(value, name) {
    if (Array.isArray(value)) return describeArray(value, name);
    if (ArrayBuffer.isView(value)) return describeView(value);
    // Most objects are none of those, and need not be asked.
    if (Object.getPrototypeOf(value) === Object.prototype) return undefined;
    for (const [kind, look] of kinds) if (value instanceof kind) return look(value, name);
    return undefined;
}

/** @param name the name of its class. @param inside the object that is described and what that is inside of. */
export function describeContents(inspector, value, inside, indent, name) {
    const { text, label = labelOf(value, name), brackets = "{}", push, isSkipped = () => false } =
        kindOf(value, name) || {};
    if (!inspector.isShown(inside) && text === undefined) return Array.isArray(value) ? "[Array]" : `[${label || name}]`;
    const items = [];
    if (inspector.isShown(inside)) {
        const show = inspector.deeper(inside, indent);
        push?.(items, show);
        if (isSkipped) pushProperties(inspector, items, value, show, isSkipped);
    }
    if (text === undefined) return layOut(label, brackets, items, indent);
    const shown = inspector.cut(text);
    return items.length > 0 ? layOut(shown, "{}", items, indent) : shown;
}

/** What stands before the brackets of an object of no special kind: nothing before those of a plain one. */
function labelOf(value, name) {
    const tag = value[Symbol.toStringTag];
    const isTold = typeof tag === "string" && tag !== "" && tag !== name;
    const label = name === "" ? "[Object: null prototype]" : name;
    if (isTold) return `${label} [${tag.slice(0, itemLimit)}]`;
    return name === "Object" ? "" : label;
}

/** undefined where it would take too long to look for properties with names. */
function skipIndices(length) {
    return length > searchLimit ? null : isIndex;
}

function describeArray(array, name) {
    const { length } = array;
    return {
        label: name === "Array" ? "" : `${name}(${length})`, brackets: "[]", isSkipped: skipIndices(length),
        push: (items, show) => pushArray(items, array, show),
    };
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

function describeView(view) {
    const name = typedArrayName.call(view);
    if (name === undefined) {
        return {
            push(items, show) {
                for (const key of ["byteLength", "byteOffset", "buffer"]) {
                    items.push(`${key}: ${show(getter(DataView.prototype, key).call(view))}`);
                }
            },
        };
    }
    const length = getter(typedArray, "length").call(view);
    return {
        label: `${name}(${length})`, brackets: "[]", isSkipped: skipIndices(length),
        push(items, show) {
            for (let index = 0; index < Math.min(length, itemLimit); index++) items.push(show(view[index]));
            if (length > itemLimit) items.push(more(length));
        },
    };
}

function describeAll(name, size, values, describer) {
    return {
        label: `${name}(${size})`,
        push(items, show) {
            const describe = describer(show);
            for (const value of values) {
                if (items.length === itemLimit) {
                    items.push(more(size));
                    return;
                }
                items.push(describe(value));
            }
        },
    };
}

function describeBuffer(buffer, length) {
    if (length === undefined) return undefined;
    const bytes = [...new Uint8Array(buffer, 0, Math.min(length, byteLimit))];
    const text = bytes.map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
    const rest = length > byteLimit ? ` ... ${length - byteLimit} more` : "";
    return { push: (items) => items.push(`byteLength: ${length}`, `bytes: <${text}${rest}>`) };
}

function describeBox(box, value) {
    const inner = ask(box.prototype.valueOf, value);
    if (inner === undefined) return undefined;
    const text = typeof inner === "string" ? JSON.stringify(inner) : String(inner);
    return { text: `[${box.name}: ${text}${typeof inner === "bigint" ? "n" : ""}]`, isSkipped: isIndex };
}

function unknown(items) {
    items.push("<items unknown>");
}

function describeTarget(reference, show) {
    const target = ask(WeakRef.prototype.deref, reference);
    return target === undefined ? "<collected>" : show(target);
}

function describePromise(promise) {
    const [state, result] = promiseState(promise) ?? [];
    if (state === undefined) return undefined;
    return {
        push(items, show) {
            if (state === "pending") items.push("<pending>");
            else items.push(state === "rejected" ? `<rejected> ${show(result)}` : show(result));
        },
    };
}
