// Takes a value apart (HTML 2.7.3, StructuredSerializeInternal): one walk for clones within a process and for values
// that are sent to another, told apart by the writer. Getters are called in the order in which the specification has
// it; whatever they do to the value, the walk ends. It keeps its own stack, so that a long list of nested objects is
// not the engine's stack's to hold.

import { kindOf } from "./cloneable.js";
import { errors, tags, views } from "./clone-tags.js";
import { DOMException } from "../webidl/dom-exception.js";

/** The error of a value that cannot be cloned. */
export function cloneError(message) {
    return new DOMException(message, "DataCloneError");
}

/** Whether a buffer has no memory any more. */
export function isDetached(buffer) {
    try {
        new Uint8Array(buffer);
        return false;
    } catch {
        return true;
    }
}

const isObject = (value) => typeof value === "object" && value !== null;

/** What is unfinished of a container: `step` puts more of it, up to an object, or to its end, and is false then. */
class Properties {
    #object;
    #keys;
    #at = 0;

    constructor(object, keys) {
        this.#object = object;
        this.#keys = keys;
    }

    step(serializer, writer) {
        while (this.#at < this.#keys.length) {
            const key = this.#keys[this.#at++];
            // A getter may have deleted it.
            if (!Object.hasOwn(this.#object, key)) continue;
            const value = this.#object[key];
            writer.putText(key);
            serializer.put(value);
            // Its parts come first.
            if (isObject(value)) return true;
        }
        writer.putTag(tags.end);
        return false;
    }
}

/** The elements of an array, then its other properties. */
class Elements {
    #array;
    #length;
    #at = 0;
    #rest;

    constructor(array, length, keys) {
        this.#array = array;
        this.#length = length;
        this.#rest = new Properties(array, keys.slice(length));
    }

    step(serializer, writer) {
        while (this.#at < this.#length) {
            const index = this.#at++;
            if (!Object.hasOwn(this.#array, index)) {
                writer.putTag(tags.hole);
                continue;
            }
            const value = this.#array[index];
            serializer.put(value);
            if (isObject(value)) return true;
        }
        return this.#rest.step(serializer, writer);
    }
}

/** The keys and values of a Map in turns, or the values of a Set. */
class Values {
    #values;
    #at = 0;

    constructor(values) {
        this.#values = values;
    }

    step(serializer, writer) {
        while (this.#at < this.#values.length) {
            const value = this.#values[this.#at++];
            serializer.put(value);
            if (isObject(value)) return true;
        }
        writer.putTag(tags.end);
        return false;
    }
}

export class StructuredSerializer {
    #writer;
    #transfers;
    #depth;
    #valuesLeft;
    #memory = new Map();
    #unfinished = [];

    /** @param transfers objects that are moved instead, with their numbers; `depth` and `values` bound the value. */
    constructor(writer, { transfers = new Map(), depth = Infinity, values = Infinity } = {}) {
        this.#writer = writer;
        this.#transfers = transfers;
        this.#depth = depth;
        this.#valuesLeft = values;
    }

    /** Writes one value. Throws DataCloneError, or what a getter throws. */
    write(value) {
        this.put(value);
        while (this.#unfinished.length > 0) {
            if (!this.#unfinished.at(-1).step(this, this.#writer)) this.#unfinished.pop();
        }
    }

    /** For what is unfinished: writes the head of a value, and the value where it has no parts. */
    put(value) {
        if (--this.#valuesLeft < 0) throw cloneError("the value is made of more values than can be sent");
        if (isObject(value)) return this.#putObject(value);
        if (typeof value === "function") {
            throw cloneError(`a function cannot be cloned: ${String(value.name) || "one without a name"}`);
        }
        if (typeof value === "symbol") throw cloneError(`a symbol cannot be cloned: ${String(value)}`);
        this.#writer.putPrimitive(value);
    }

    #putObject(object) {
        const writer = this.#writer;
        const transfer = this.#transfers.get(object);
        if (transfer !== undefined) {
            writer.putTag(tags.transferred);
            return writer.putCount(transfer);
        }
        const known = this.#memory.get(object);
        if (known !== undefined) {
            writer.putTag(tags.reference);
            return writer.putCount(known);
        }
        const { kind, found, refusal, name } = kindOf(object);
        if (refusal !== undefined) throw cloneError(refusal);
        // A view comes after its buffer.
        if (kind === "view") return this.#putView(object, found);
        this.#remember(object);
        switch (kind) {
            case "array":
                return this.#putArray(object);
            case "map":
                writer.putTag(tags.map);
                return this.#begin(new Values([...Map.prototype.entries.call(object)].flat()));
            case "set":
                writer.putTag(tags.set);
                return this.#begin(new Values([...Set.prototype.values.call(object)]));
            case "date":
                writer.putTag(tags.date);
                return writer.putFloat(found);
            case "regexp":
                writer.putTag(tags.regexp);
                writer.putPattern(found);
                return writer.putText(String(object.flags));
            case "boxed":
                writer.putTag(tags.boxed);
                return writer.putPrimitive(found);
            case "buffer":
                if (isDetached(object)) throw cloneError("a buffer that was moved away cannot be cloned");
                writer.putTag(tags.buffer);
                return writer.putBuffer(object);
            case "error":
                return this.#putError(object);
            case "platform":
                writer.putTag(tags.platform);
                writer.putText(name);
                writer.putCount(found.length);
                for (const part of found) this.#putPart(part);
                return;
            default:
                writer.putTag(tags.object);
                return this.#begin(new Properties(object, Object.keys(object)));
        }
    }

    #putArray(array) {
        const writer = this.#writer;
        const keys = Object.keys(array);
        const { length } = array;
        const isDense = keys.length >= length && (length === 0 || keys[length - 1] === String(length - 1));
        writer.putTag(isDense ? tags.dense : tags.sparse);
        writer.putCount(length);
        this.#begin(isDense ? new Elements(array, length, keys) : new Properties(array, keys));
    }

    #putView(view, name) {
        const writer = this.#writer;
        const Class = views.find(({ name: one }) => one === name);
        writer.putTag(tags.view);
        writer.putCount(views.indexOf(Class));
        writer.putCount(view.byteOffset);
        writer.putCount(Class === DataView ? view.byteLength : view.length);
        this.put(view.buffer);
        this.#remember(view);
    }

    /** HTML 2.7.3, step 17; of the accompanying data that it allows: stack and cause. */
    #putError(error) {
        const writer = this.#writer;
        const name = error.name === undefined ? "Error" : String(error.name);
        writer.putTag(tags.error);
        writer.putCount(Math.max(errors.findIndex((Class) => Class.name === name), 0));
        const { message, stack } = Object.getOwnPropertyDescriptors(error);
        writer.putPrimitive(message && "value" in message ? String(message.value) : undefined);
        writer.putPrimitive(typeof stack?.value === "string" ? stack.value : undefined);
        // The last property is the cause, where there is one.
        this.#begin(new Properties(error, Object.hasOwn(error, "cause") ? ["cause"] : []));
    }

    #putPart(part) {
        if (!(part instanceof ArrayBuffer)) return this.#writer.putPrimitive(part);
        this.#writer.putTag(tags.buffer);
        this.#writer.putBuffer(part);
    }

    #remember(object) {
        this.#memory.set(object, this.#memory.size);
    }

    #begin(container) {
        if (this.#unfinished.length >= this.#depth) throw cloneError("the value is nested too deeply to be sent");
        this.#unfinished.push(container);
    }
}
