// The global object as an EventTarget (HTML 8.1.4.6 and 8.1.4.7 dispatch there): it has the methods and handlers of
// one, but not its class. Its list of listeners is made when the first one asks for it; without one there is nobody to
// tell.

import { onUnhandled } from "../core/unhandled.js";
import { requireDispatchable } from "./event-target.js";
import { globalListeners, setGlobalListeners } from "./global-listeners.js";
import { defineHandlers, ListenerList } from "./listener-list.js";
import { reportException, reportRejection } from "./report.js";
import { requireArguments } from "../webidl/webidl.js";

function listeners() {
    if (globalListeners() === undefined) {
        setGlobalListeners(new ListenerList(globalThis));
        onUnhandled({ exception: reportException, rejection: reportRejection });
    }
    return globalListeners();
}

export function addEventListener(type, callback, options) {
    requireArguments("addEventListener", arguments.length, 2);
    listeners().add(type, callback, options);
}

export function removeEventListener(type, callback, options) {
    requireArguments("removeEventListener", arguments.length, 2);
    listeners().remove(type, callback, options);
}

export function dispatchEvent(event) {
    requireArguments("dispatchEvent", arguments.length, 1);
    requireDispatchable(event);
    return listeners().dispatch(event);
}

/** Gives the global object onerror and onunhandledrejection. */
export function defineGlobalHandlers() {
    defineHandlers(globalThis, ["error", "unhandledrejection"], listeners);
}
