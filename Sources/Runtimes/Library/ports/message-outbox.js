// Values that go out through a port, in order. What the channel has no room for waits here, up to a bound. A value
// that fails before its first message leaves nothing behind; one that fails later is taken back by a message that says
// so.

import { calls } from "ftl:native";
import { makeInfo } from "../core/message.js";
import { DOMException } from "../webidl/dom-exception.js";
import { longestPart, longestValue, makeWords } from "./message-parts.js";

/** What may wait: values, and bytes of them. */
const mostValues = 1024;
const mostBytes = 2 * longestValue;

export class MessageOutbox {
    /** { id, bytes, handles, offset, given, isAbandoned }: what it is, and how much of it was sent. */
    #parcels = [];
    #bytes = 0;
    #lastId = 0;

    get isEmpty() {
        return this.#parcels.length === 0;
    }

    /** Fails where a value of so many bytes would be too much to keep. */
    requireRoom(length) {
        if (this.isEmpty) return;
        if (this.#parcels.length < mostValues && this.#bytes + length <= mostBytes) return;
        throw new DOMException(
            "the other end has not received what was posted before, and no more can wait", "QuotaExceededError");
    }

    /** Puts a value at the end. The handles are the outbox's from here on. */
    add(bytes, handles) {
        this.#lastId = (this.#lastId + 1) >>> 0;
        const parcel = { id: this.#lastId, bytes, handles, offset: 0, given: 0, isAbandoned: false };
        this.#parcels.push(parcel);
        this.#bytes += bytes.length;
        return parcel;
    }

    /**
     * Sends what there is room for through the channel of that handle. Answers { isDone } and, where a value could not
     * be sent, that `parcel` and the `error`: it is out of the outbox then, its handles from the one with the number
     * `given` on are the caller's again, and what follows it has not been tried yet.
     */
    flush(channel) {
        while (this.#parcels.length > 0) {
            const [parcel] = this.#parcels;
            try {
                this.#sendPart(channel, parcel);
            } catch (error) {
                if (error?.code === "overloaded") return { isDone: false };
                this.drop(parcel);
                return { isDone: false, parcel, error };
            }
            if (parcel.offset === parcel.bytes.length && parcel.given === parcel.handles.length) this.#shift();
        }
        return { isDone: true };
    }

    /** Gives a value up; where its beginning was sent, the receiver will learn of it. It is the first one or the last. */
    drop(parcel) {
        const at = this.#parcels.indexOf(parcel);
        this.#parcels.splice(at, 1);
        this.#bytes -= parcel.bytes.length;
        if (parcel.isAbandoned || parcel.offset === 0) return;
        const bytes = new Uint8Array(0);
        this.#parcels.splice(at, 0, { id: parcel.id, bytes, handles: [], offset: 0, given: 0, isAbandoned: true });
    }

    /** The other end is gone: nothing here has anywhere to go. */
    clear() {
        for (const { handles, given } of this.#parcels.splice(0)) closeAll(handles.slice(given));
        this.#bytes = 0;
    }

    #shift() {
        this.#bytes -= this.#parcels.shift().bytes.length;
    }

    #sendPart(channel, parcel) {
        const { id, bytes, handles, offset, given, isAbandoned } = parcel;
        const body = bytes.subarray(offset, offset + longestPart);
        const words = makeWords({
            length: Math.max(bytes.length, 1), handles: handles.length, offset, handle: given, isAbandoned,
        });
        calls.channel_send(channel, makeInfo("write", id), ...words, body, handles[given] ?? null);
        parcel.offset += body.length;
        if (given < handles.length) parcel.given++;
    }
}

/** Closes handles that have no owner any more. */
export function closeAll(handles) {
    for (const handle of handles) {
        try {
            calls.handle_close(handle);
        } catch {
            // It is closed already.
        }
    }
}
