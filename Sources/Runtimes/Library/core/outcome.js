// How what somebody waits for on a channel ends, where that is known before the runtime is asked.

import { pending, reject } from "ftl:native";

/** A promise that is rejected. */
export function rejected(reason) {
    const promise = pending();
    reject(promise, reason);
    return promise;
}

/** What a request that was given up is rejected with. */
export function reasonOf(signal) {
    return signal.reason ?? new Error("the request was aborted");
}
