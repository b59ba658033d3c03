// AbortController (DOM 3.1).

import { makeSignal, signalAbort } from "./abort-signal.js";
import { refuseCloning } from "../clone/cloneable.js";
import { defineInterface } from "../webidl/webidl.js";

export class AbortController {
    #signal = makeSignal();

    get signal() {
        return this.#signal;
    }

    /** Aborts the signal; without a reason, for an AbortError. */
    abort(reason) {
        signalAbort(this.#signal, reason);
    }
}

defineInterface(AbortController);
refuseCloning(AbortController);
