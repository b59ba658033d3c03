// Errors that nobody caught (HTML 8.1.4.6, report an exception; 8.1.4.7, unhandled rejections): the listeners of the
// global object hear of it first, and decide by preventDefault whether that was all.
//
//     where                        nobody prevents it
//     timers, jobs, the script     the process ends, as the runtime reports (reportException, reportRejection)
//     event listeners, reportError the error is printed, and the process goes on

import { inspect } from "../inspect/inspect.js";
import { console } from "../console/console.js";
import { ErrorEvent } from "./error-event.js";
import { globalListeners } from "./global-listeners.js";
import { PromiseRejectionEvent } from "./promise-rejection-event.js";
import { requireArguments } from "../webidl/webidl.js";

/** Whether an error is being reported: one of a listener to errors is not reported again. */
let isReporting = false;

/** What the process is about to end with, in a list; whoever hands it on hands it on to us again. */
let reported = [];

/** Reports an exception that ends the process; true where a listener called preventDefault(), so that it goes on. */
export function reportException(error) {
    return report(error, () => dispatchError(error));
}

/** Reports a rejection that ends the process; true where a listener called preventDefault(), so that it goes on. */
export function reportRejection(reason, promise) {
    return report(reason, () => {
        const listeners = globalListeners();
        if (!listeners?.has("unhandledrejection")) return false;
        return !listeners.fire(
            new PromiseRejectionEvent("unhandledrejection", { cancelable: true, promise, reason }));
    });
}

/** The global function reportError (HTML 8.1.4.6): reports, or prints, and goes on. */
export function reportError(error) {
    requireArguments("reportError", arguments.length, 1);
    if (!dispatchError(error)) console.error(`Uncaught ${inspect(error)}`);
}

function report(error, dispatch) {
    if (reported.length > 0 && Object.is(reported[0], error)) return false;
    const isPrevented = dispatch();
    reported = isPrevented ? [] : [error];
    return isPrevented;
}

/** Dispatches an "error" event; true where a listener canceled it. */
function dispatchError(error) {
    const listeners = globalListeners();
    if (isReporting || !listeners?.has("error")) return false;
    isReporting = true;
    try {
        return !listeners.fire(new ErrorEvent("error", { cancelable: true, error, ...describe(error) }));
    } finally {
        isReporting = false;
    }
}

/** Message and place of an error, as far as it says. */
function describe(error) {
    try {
        const message = `Uncaught ${error instanceof Error ? String(error) : inspect(error)}`;
        const place = /\(?([^\s()]+):(\d+):(\d+)\)?$/m.exec(error instanceof Error ? String(error.stack) : "");
        if (place === null) return { message };
        return { message, filename: place[1], lineno: Number(place[2]), colno: Number(place[3]) };
    } catch {
        // It has no text; the listener gets it all the same.
        return { message: "Uncaught" };
    }
}
