// The system's own means of waiting, for scripts that want it: a sink that blocks the whole script, and timers of the
// kernel's. `await` needs neither.

import { calls, Handle, handleNumber, syscall } from "ftl:native";
import { handleOf } from "./channel.js";
import { FtlError } from "./error.js";
import { hold, requireNoWaiter, unwatch, waitOnSink, watch } from "./loop.js";
import { Message } from "./message.js";
import { forever } from "./words.js";

/** A queue of events. An object is in at most one sink, and one that is being awaited is in the script's own. */
export class Sink {
    #handle = syscall(calls.sink_create);
    /** Objects by the numbers of their handles. */
    #members = new Map();

    get handle() {
        return this.#handle;
    }

    /** From now on this sink reports the events of a channel or a timer. */
    add(object) {
        const handle = handleOf(object);
        syscall(calls.sink_add, this.#handle, handle);
        this.#members.set(handleNumber(handle), object);
    }

    remove(object) {
        const handle = handleOf(object);
        syscall(calls.sink_remove, this.#handle, handle);
        this.#members.delete(handleNumber(handle));
    }

    /**
     * Waits for events, until the deadline (nanoseconds since boot) at most; nothing else of the script runs meanwhile.
     * Each is { kind, source, words }; that of a message also has `receive()` and `discard()`.
     */
    wait(deadline = forever) {
        return waitOnSink(this.#handle, deadline).map((event) => {
            const source = this.#members.get(event.number);
            const { kind, words, info, token } = event;
            if (kind !== "message") return { kind, source, words };
            return {
                kind, source, words,
                receive() {
                    const body = new Uint8Array(info.length);
                    const handle = syscall(calls.channel_recv, handleOf(source), token, body) ?? null;
                    return new Message(info.kind, info.id, words, body, handle);
                },
                discard() {
                    syscall(calls.channel_discard, handleOf(source), token);
                },
            };
        });
    }

    close() {
        syscall(calls.handle_close, this.#handle);
    }
}

/** A timer of the kernel's. */
export class Timer {
    #handle = syscall(calls.timer_create);
    #waiters = [];
    #isWatched = false;
    #port = {
        event: () => {
            hold(this.#port, false);
            for (const { resolve } of this.#waiters.splice(0)) resolve();
        },
    };

    get handle() {
        return this.#handle;
    }

    /** Sets the time at which it goes off, in nanoseconds since boot. */
    set(deadline) {
        syscall(calls.timer_set, this.#handle, deadline);
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
        syscall(calls.handle_close, this.#handle);
        for (const { reject } of this.#waiters.splice(0)) reject(new FtlError("peerClosed", "timer: peerClosed"));
    }
}

Object.defineProperty(Handle.prototype, "close", {
    /** Closes the handle. */
    value: function close() {
        requireNoWaiter(this);
        syscall(calls.handle_close, this);
    },
    writable: true,
    configurable: true,
});
