// Requests through a channel: each is a promise of its reply, and many can be on their way at once (docs/rpc.md).

import { ask as askNative, askNow as askNowNative, giveUp } from "ftl:native";
import { requireObject, requireSignal } from "../core/check.js";
import { checkMessage, toContent } from "../core/message.js";
import { reasonOf } from "../core/outcome.js";

/**
 * Sends a request of that kind; a promise of its reply. `what` is the call in errors; `body` and `words` count where they
 * are given, otherwise those of the options.
 */
export function ask(channel, kind, what, options, body, words) {
    if (typeof options !== "object" || options === null) requireObject(`${what}: options`, options);
    const { signal } = options;
    if (signal !== undefined) requireSignal(`${what}: signal`, signal);
    const content = toContent(checkMessage(what, {
        kind, words: words ?? options.words, body: body ?? options.body, handle: options.handle,
    }));
    if (signal === undefined) return askNative(channel, ...content);
    if (signal.aborted) throw reasonOf(signal);
    let promise;
    let isAborted = false;
    const stop = () => {
        if (promise === undefined) isAborted = true;
        else giveUp(channel, promise, reasonOf(signal));
    };
    const finish = () => signal.removeEventListener?.("abort", stop);
    // Listens first: where that fails nothing is sent.
    signal.addEventListener("abort", stop);
    try {
        if (isAborted) throw reasonOf(signal);
        promise = askNative(channel, ...content, finish);
    } catch (error) {
        finish();
        throw error;
    }
    return promise;
}

/** Sends a request and answers its reply, or throws its error; nothing else of the script runs meanwhile. */
export function askNow(channel, kind, { words, body, handle }) {
    return askNowNative(channel, ...toContent(checkMessage("channel.requestNow", { kind, words, body, handle })));
}
