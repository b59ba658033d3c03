// How what somebody waits for on a channel ends. The promises are the runtime's (pending, settle, reject): one for each
// thing that is waited for, and no functions to settle it by.

import { pending, reject, settle } from "ftl:native";

/** A promise that is fulfilled. */
export function fulfilled(value) {
    const promise = pending();
    settle(promise, value);
    return promise;
}

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
