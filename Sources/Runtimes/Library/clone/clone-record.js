// A serialised value within one process: a list of what a ByteWriter would put into bytes. Strings are shared, buffers
// copied. Written once, then read once.

import { tags } from "./clone-tags.js";

export class CloneRecord {
    #items = [];
    #at = 0;

    // --- Writing: the interface of ByteWriter ---

    putTag(tag) {
        this.#items.push(tag);
    }
    putCount(count) {
        this.#items.push(count);
    }
    putFloat(number) {
        this.#items.push(number);
    }
    /** A primitive value, with its tag. */
    putPrimitive(value) {
        this.#items.push(tags.literal, value);
    }
    putText(text) {
        this.#items.push(tags.text, text);
    }
    putPattern(source) {
        this.putText(source);
    }
    putBuffer(buffer) {
        this.#items.push(buffer.slice(0));
    }

    // --- Reading: the interface of ByteReader ---

    takeTag() {
        return this.#items[this.#at++];
    }
    takeCount() {
        return this.#items[this.#at++];
    }
    takeFloat() {
        return this.#items[this.#at++];
    }
    /** The value whose tag was taken. */
    takePrimitive() {
        return this.#items[this.#at++];
    }
    takeText() {
        return this.#items[this.#at++];
    }
    takePattern() {
        this.#at++;
        return this.takeText();
    }
    takeBuffer() {
        return this.#items[this.#at++];
    }
    /** How many values may follow at most: what is written here was written by us. */
    get left() {
        return Infinity;
    }
}
