// Puts the parts of values together as they come out of a channel. Whoever sends them may be hostile: what does not
// belong is dropped, at the cost of the value that it broke, and the next value begins afresh. No more memory is used
// than what has arrived, twice at most.

import { malformed } from "../clone/byte-reader.js";
import { closeAll } from "./message-outbox.js";
import { readWords } from "./message-parts.js";

const leastBuffer = 64 * 1024;

export class MessageAssembly {
    /** The value that is not complete: { id, length, count, bytes, received, handles }. */
    #value = null;
    /** The value that was broken last: the rest of it is nothing new. */
    #brokenId = null;

    /** Whether a part of a value has come and another has not. */
    get isWithin() {
        return this.#value !== null;
    }

    /**
     * Takes in a message. Answers { bytes, handles } where a value is complete with it, and { isLost: true } where the
     * value before it never will be. Throws DataCloneError where it breaks a value or is no part of one; its handle is
     * closed then.
     */
    add({ kind, id, words, body, handle }) {
        const handles = handle === null ? [] : [handle];
        try {
            if (kind !== "write") throw malformed("a message that is no part of a value");
            const part = readWords(words);
            return this.#addPart(part, id, body, handles);
        } catch (error) {
            closeAll(handles);
            throw error;
        }
    }

    /** Gives up what is not complete. */
    clear() {
        if (this.#value === null) return;
        closeAll(this.#value.handles);
        this.#value = null;
    }

    #addPart(part, id, body, handles) {
        if (part.isAbandoned) return this.#abandon(id, handles);
        const isFirst = part.offset === 0;
        const isLost = isFirst && this.isWithin;
        if (isFirst) {
            this.clear();
            this.#value = { id, length: part.length, count: part.handles, bytes: null, received: 0, handles: [] };
        } else if (!this.isWithin && id === this.#brokenId) {
            closeAll(handles);
            return undefined;
        }
        const value = this.#value;
        if (!this.#belongs(part, id, body, handles)) {
            this.#brokenId = id;
            this.clear();
            throw malformed("a part that does not belong to the one before it");
        }
        append(value, body);
        value.handles.push(...handles);
        const isComplete = value.received === value.length && value.handles.length === value.count;
        if (isComplete) this.#value = null;
        const { bytes } = value;
        const complete = isComplete ? { bytes: bytes.subarray(0, value.length), handles: value.handles } : undefined;
        return isLost ? { ...complete, isLost } : complete;
    }

    #abandon(id, handles) {
        closeAll(handles);
        if (!this.isWithin && id === this.#brokenId) return undefined;
        this.clear();
        throw malformed("a value that its sender has given up");
    }

    /** Whether the part is the next one of the value, and brings it nearer to its end. */
    #belongs(part, id, body, handles) {
        const value = this.#value;
        if (value === null || id !== value.id) return false;
        if (part.length !== value.length || part.handles !== value.count) return false;
        if (part.offset !== value.received || part.offset + body.length > value.length) return false;
        if (handles.length > 0 && (part.handle !== value.handles.length || part.handle >= value.count)) return false;
        return body.length > 0 || (handles.length > 0 && part.offset > 0);
    }
}

/** Adds bytes to a value's; a value that comes whole is not copied. */
function append(value, body) {
    const needed = value.received + body.length;
    if (value.bytes === null) {
        value.bytes = body;
    } else if (needed > value.bytes.length) {
        const larger = new Uint8Array(Math.min(Math.max(2 * needed, leastBuffer), value.length));
        larger.set(value.bytes.subarray(0, value.received));
        value.bytes = larger;
    }
    if (value.received > 0) value.bytes.set(body, value.received);
    value.received = needed;
}
