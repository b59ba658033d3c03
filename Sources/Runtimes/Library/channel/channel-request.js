// Requests through a channel: each is a promise, and goes out under an id that its reply carries as well, so many can be
// on their way at once (docs/rpc.md).

import { pending } from "ftl:native";
import { requireObject, requireSignal } from "../core/check.js";
import { waitFor } from "../core/loop.js";
import { answerNumber, checkMessage } from "../core/message.js";
import { reasonOf } from "../core/outcome.js";

/**
 * Sends a request of that kind; a promise of its reply. `what` is the call in errors; `body` and `words` count where they
 * are given, otherwise those of the options.
 */
export function ask(port, kind, what, options, body, words) {
    if (typeof options !== "object" || options === null) requireObject(`${what}: options`, options);
    const { signal } = options;
    if (signal !== undefined) requireSignal(`${what}: signal`, signal);
    const id = port.nextId();
    const message = checkMessage(what, {
        kind, id, words: words ?? options.words, body: body ?? options.body, handle: options.handle,
    });
    if (signal?.aborted) throw reasonOf(signal);
    port.watch();
    const request = { what: kind, answer: answerNumber(kind), promise: pending(), signal, stop: undefined };
    const entry = { message, sent() {}, fail: (error) => port.failRequest(id, request, error) };
    request.stop = () => {
        const at = port.outbox.indexOf(entry);
        if (at >= 0) {
            port.outbox.splice(at, 1);
            port.remove();
        }
        port.failRequest(id, request, reasonOf(signal));
    };
    port.begin(id, request);
    try {
        signal?.addEventListener("abort", request.stop);
        // Unless it was aborted in there.
        if (port.requests.has(id)) port.enqueue(entry);
    } catch (error) {
        port.failRequest(id, request, error);
    }
    return request.promise;
}

/** Sends a request and answers its reply, or throws its error; nothing else of the script runs meanwhile. */
export function askNow(port, kind, { words, body, handle }) {
    const id = port.nextId();
    const message = checkMessage("channel.requestNow", { kind, id, words, body, handle });
    port.watch();
    const request = { what: kind, answer: answerNumber(kind), promise: undefined, outcome: undefined };
    port.begin(id, request);
    try {
        port.transmit(message);
        while (request.outcome === undefined) waitFor(port.handle, port);
    } finally {
        port.end(id, request);
    }
    if (request.outcome.error) throw request.outcome.error;
    return request.outcome.reply;
}
