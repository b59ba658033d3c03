// The system's own means of waiting, for scripts that want it: a sink that blocks the whole script, and timers of the
// kernel's. `await` needs neither.

import { calls, Handle, handleNumber } from "ftl:native";
import { isHandle, requireWord } from "../core/check.js";
import "../core/dispose.js";
import { FtlError } from "../core/error.js";
import { hold, Port, requireNoWaiter, unwatch, waitOnSink, watch } from "../core/loop.js";
import { handleOf, Message } from "../core/message.js";
import { forever } from "../core/words.js";

/** A queue of events. An object is in at most one sink, and one that is being awaited is in the script's own. */
export class Sink {
    #handle = calls.sink_create();
    /** Objects by the numbers of their handles. */
    #members = new Map();

    get handle() {
        return this.#handle;
    }

    /** From now on this sink reports the events of a channel or a timer. */
    add(object) {
        const handle = requireHandle("sink.add", object);
        calls.sink_add(this.#handle, handle);
        this.#members.set(handleNumber(handle), object);
    }

    remove(object) {
        const handle = requireHandle("sink.remove", object);
        calls.sink_remove(this.#handle, handle);
        this.#members.delete(handleNumber(handle));
    }

    /**
     * Waits for events, until the deadline (nanoseconds since boot) at most; nothing else of the script runs meanwhile.
     * Each is { kind, source, words }; that of a message also has `receive()` and `discard()`.
     */
    wait(deadline = forever) {
        requireWord("sink.wait: deadline", deadline);
        return waitOnSink(this.#handle, deadline).map((event) => {
            const source = this.#members.get(event.number);
            const { kind, words, info, token } = event;
            if (kind !== "message") return { kind, source, words };
            return {
                kind, source, words,
                receive() {
                    const body = new Uint8Array(info.length);
                    const handle = calls.channel_recv(handleOf(source), token, body) ?? null;
                    return new Message(info.kind, info.id, words, body, handle);
                },
                discard() {
                    calls.channel_discard(handleOf(source), token);
                },
            };
        });
    }

    close() {
        calls.handle_close(this.#handle);
    }

    [Symbol.dispose]() {
        dispose(this, this.#handle);
    }
}

/** A timer of the kernel's. */
export class Timer {
    #handle = calls.timer_create();
    #waiters = [];
    #isWatched = false;
    #port = new Port(() => {
        hold(this.#port, false);
        for (const { resolve } of this.#waiters.splice(0)) resolve();
    });

    get handle() {
        return this.#handle;
    }

    /** Sets the time at which it goes off, in nanoseconds since boot. */
    set(deadline) {
        requireWord("timer.set: deadline", deadline);
        calls.timer_set(this.#handle, deadline);
    }

    stop() {
        this.set(0);
    }

    /** Resolves when the timer goes off. */
    async fired() {
        if (!this.#isWatched) watch(this.#handle, this.#port);
        this.#isWatched = true;
        hold(this.#port, true);
        await new Promise((resolve, reject) => this.#waiters.push({ resolve, reject }));
    }

    /** Closes the timer. Whoever waits for it gets the error "peerClosed". */
    close() {
        unwatch(this.#handle, this.#port);
        calls.handle_close(this.#handle);
        for (const { reject } of this.#waiters.splice(0)) reject(new FtlError("peerClosed", "timer: peerClosed"));
    }

    [Symbol.dispose]() {
        dispose(this, this.#handle);
    }
}

/** Closes an object, unless its handle is closed already or was moved away. */
function dispose(object, handle) {
    if (handleNumber(handle) !== 0) object.close();
}

/** The handle of an object that was passed to the call `what`. */
function requireHandle(what, object) {
    const handle = handleOf(object);
    if (!isHandle(handle)) throw new TypeError(`${what}: object must be a handle or an object that has one`);
    return handle;
}

const methods = {
    /** Closes the handle. */
    close() {
        requireNoWaiter(this);
        calls.handle_close(this);
    },
    [Symbol.dispose]() {
        dispose(this, this);
    },
};
for (const name of Reflect.ownKeys(methods)) {
    Object.defineProperty(Handle.prototype, name, { value: methods[name], writable: true, configurable: true });
}
