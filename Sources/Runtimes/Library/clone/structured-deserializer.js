// Puts a value together again (HTML 2.7.6, StructuredDeserialize) from what StructuredSerializer wrote. What it reads
// may come from another process: everything is checked, and depth and number of values are bounded. A container is in
// its place before its contents are read, so that they can refer to it; the walk keeps its own stack.

import { readerOf } from "./cloneable.js";
import { errors, tags, views } from "./clone-tags.js";
import { malformed } from "./byte-reader.js";

/** Defines a property as CreateDataProperty does: no setter and no property of a prototype gets in between. */
function define(object, key, value) {
    if (!(key in object)) object[key] = value;
    else Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
}

/** What is unfinished of a container: `step` takes more of it, up to an object, or to its end, and is false then. */
class Properties {
    #object;

    constructor(object) {
        this.#object = object;
    }

    step(deserializer, reader) {
        while (true) {
            const tag = reader.takeTag();
            if (tag === tags.end) return false;
            const key = reader.takeText(tag);
            const valueTag = reader.takeTag();
            define(this.#object, key, deserializer.take(valueTag));
            // Its parts come first.
            if (valueTag >= tags.object) return true;
        }
    }
}

/** The elements of a dense array, then its other properties. */
class Elements {
    #array;
    #length;
    #at = 0;
    #rest;

    constructor(array) {
        this.#array = array;
        this.#length = array.length;
        this.#rest = new Properties(array);
    }

    step(deserializer, reader) {
        while (this.#at < this.#length) {
            const tag = reader.takeTag();
            if (tag !== tags.hole) define(this.#array, this.#at, deserializer.take(tag));
            this.#at++;
            if (tag >= tags.object) return true;
        }
        return this.#rest.step(deserializer, reader);
    }
}

class Entries {
    #map;
    #key;
    #hasKey = false;

    constructor(map) {
        this.#map = map;
    }

    step(deserializer, reader) {
        const tag = reader.takeTag();
        if (this.#hasKey) {
            this.#map.set(this.#key, deserializer.take(tag));
            this.#hasKey = false;
            return true;
        }
        if (tag === tags.end) return false;
        // The key's own contents come before the value.
        this.#key = deserializer.take(tag);
        this.#hasKey = true;
        return true;
    }
}

class Members {
    #set;

    constructor(set) {
        this.#set = set;
    }

    step(deserializer, reader) {
        const tag = reader.takeTag();
        if (tag === tags.end) return false;
        this.#set.add(deserializer.take(tag));
        return true;
    }
}

/** What else is known of an error: its cause, which is no enumerable property. */
class Cause {
    #error;

    constructor(error) {
        this.#error = error;
    }

    step(deserializer, reader) {
        const tag = reader.takeTag();
        if (tag === tags.end) return false;
        if (reader.takeText(tag) !== "cause") throw malformed("an error has no other property than its cause");
        const value = deserializer.take();
        Object.defineProperty(this.#error, "cause", { value, writable: true, configurable: true });
        return true;
    }
}

export class StructuredDeserializer {
    #reader;
    #transferred;
    #depth;
    #valuesLeft;
    /** Objects by the numbers with which the bytes refer to them. */
    #memory = [];
    #unfinished = [];

    /** @param transferred the objects that were moved, by their numbers; `depth` and `values` bound the value. */
    constructor(reader, { transferred = [], depth = Infinity, values = Infinity } = {}) {
        this.#reader = reader;
        this.#transferred = transferred;
        this.#depth = depth;
        this.#valuesLeft = values;
    }

    /** Reads one value. Throws DataCloneError, or what the constructor of an object makes of what it was given. */
    read() {
        const value = this.take();
        while (this.#unfinished.length > 0) {
            if (!this.#unfinished.at(-1).step(this, this.#reader)) this.#unfinished.pop();
        }
        return value;
    }

    /** For what is unfinished: reads the head of a value, and the value where it has no parts. */
    take(tag = this.#reader.takeTag()) {
        if (--this.#valuesLeft < 0) throw malformed("too many values");
        const reader = this.#reader;
        if (tag < tags.object) {
            if (tag === tags.reference) return this.#at(this.#memory, reader.takeCount(), "reference");
            if (tag === tags.transferred) return this.#at(this.#transferred, reader.takeCount(), "transferred object");
            return reader.takePrimitive(tag);
        }
        switch (tag) {
            case tags.object:
                return this.#begin({}, Properties);
            case tags.dense:
            case tags.sparse:
                return this.#takeArray(tag);
            case tags.map:
                return this.#begin(new Map(), Entries);
            case tags.set:
                return this.#begin(new Set(), Members);
            case tags.date:
                return this.#remember(new Date(reader.takeFloat()));
            case tags.regexp:
                return this.#remember(new RegExp(reader.takePattern(), reader.takeText(reader.takeTag())));
            case tags.boxed:
                return this.#takeBoxed();
            case tags.buffer:
                return this.#remember(reader.takeBuffer());
            case tags.view:
                return this.#takeView();
            case tags.error:
                return this.#takeError();
            case tags.platform:
                return this.#takePlatform();
            default:
                throw malformed(`${tag} is not the tag of a value`);
        }
    }

    #takeArray(tag) {
        const length = this.#reader.takeCount();
        if (tag === tags.dense && length > this.#reader.left) throw malformed("an array that breaks off");
        return this.#begin(new Array(length), tag === tags.dense ? Elements : Properties);
    }

    #takeBoxed() {
        const reader = this.#reader;
        const value = reader.takePrimitive(reader.takeTag());
        if (value === undefined || value === null) throw malformed("an object of no value");
        return this.#remember(Object(value));
    }

    #takeView() {
        const reader = this.#reader;
        const Class = this.#at(views, reader.takeCount(), "kind of view");
        const offset = reader.takeCount();
        const length = reader.takeCount();
        const tag = reader.takeTag();
        if (tag !== tags.buffer && tag !== tags.reference) throw malformed("a view without a buffer");
        const buffer = this.take(tag);
        // Of anything else a typed array would be a copy.
        if (!(buffer instanceof ArrayBuffer)) throw malformed("a view of what is no buffer");
        return this.#remember(new Class(buffer, offset, length));
    }

    #takeError() {
        const reader = this.#reader;
        const Class = this.#at(errors, reader.takeCount(), "class of errors");
        const message = reader.takePrimitive(reader.takeTag());
        const stack = reader.takePrimitive(reader.takeTag());
        const error = new Class();
        if (message !== undefined) {
            Object.defineProperty(error, "message", { value: String(message), writable: true, configurable: true });
        }
        if (stack === undefined) delete error.stack;
        else Object.defineProperty(error, "stack", { value: String(stack), writable: true, configurable: true });
        return this.#begin(error, Cause);
    }

    #takePlatform() {
        const reader = this.#reader;
        const name = reader.takeText(reader.takeTag());
        const read = readerOf(name);
        if (read === undefined) throw malformed(`no class of the platform is called '${name}'`);
        // The parts have no numbers: nothing can refer to them.
        const parts = [];
        for (let left = reader.takeCount(); left > 0; left--) {
            if (--this.#valuesLeft < 0) throw malformed("too many values");
            const tag = reader.takeTag();
            parts.push(tag === tags.buffer ? reader.takeBuffer() : reader.takePrimitive(tag));
        }
        return this.#remember(read(parts));
    }

    #at(list, index, what) {
        if (index >= list.length) throw malformed(`there is no ${what} ${index}`);
        return list[index];
    }

    #remember(object) {
        this.#memory.push(object);
        return object;
    }

    #begin(object, Contents) {
        if (this.#unfinished.length >= this.#depth) throw malformed("nested too deeply");
        this.#remember(object);
        this.#unfinished.push(new Contents(object));
        return object;
    }
}
