// The globals that the web platform has, beyond the language's own. Most are loaded when a script first names them: what
// a script does not use costs it nothing.

import { load } from "ftl:native";
import { clearInterval, clearTimeout, setInterval, setTimeout } from "./timers/timers.js";
import { guarded } from "./core/unhandled.js";
import { console } from "./console/console.js";

/** Modules, and what they give. */
const lazy = {
    "events/abort-controller.js": ["AbortController"],
    "events/abort-signal.js": ["AbortSignal"],
    "encoding/base64.js": ["atob", "btoa"],
    "crypto/crypto.js": ["crypto"],
    "events/custom-event.js": ["CustomEvent"],
    "webidl/dom-exception.js": ["DOMException"],
    "events/error-event.js": ["ErrorEvent"],
    "events/event.js": ["Event"],
    "events/event-target.js": ["EventTarget"],
    "events/global-target.js": ["addEventListener", "dispatchEvent", "removeEventListener"],
    "ports/message-channel.js": ["MessageChannel"],
    "ports/message-event.js": ["MessageEvent"],
    "ports/message-port.js": ["MessagePort"],
    "timers/performance.js": ["Performance", "performance"],
    "events/promise-rejection-event.js": ["PromiseRejectionEvent"],
    "events/report.js": ["reportError"],
    "clone/structured-clone.js": ["structuredClone"],
    "encoding/text-decoder.js": ["TextDecoder"],
    "encoding/text-encoder.js": ["TextEncoder"],
    "url/url.js": ["URL"],
    "url/url-search-params.js": ["URLSearchParams"],
};

function define(name, value) {
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
}

/** A global that is loaded when it is first read; who assigns another value first gets that one. */
function defineLazily(name, module) {
    Object.defineProperty(globalThis, name, {
        get() {
            const value = load(module)[name];
            define(name, value);
            return value;
        },
        set(value) {
            define(name, value);
        },
        configurable: true,
    });
}

/** An event handler of the global object: none, until the first one is set. */
function defineHandlerLazily(name) {
    Object.defineProperty(globalThis, name, {
        get: () => null,
        set(value) {
            load("events/global-target.js").defineGlobalHandlers();
            globalThis[name] = value;
        },
        enumerable: true,
        configurable: true,
    });
}

function queueMicrotask(call) {
    if (typeof call !== "function") throw new TypeError("queueMicrotask: callback must be a function");
    Promise.resolve().then(() => guarded(() => call()));
}

const eager = { console, setTimeout, setInterval, clearTimeout, clearInterval, queueMicrotask };
for (const [name, value] of Object.entries(eager)) define(name, value);
for (const [module, names] of Object.entries(lazy)) {
    for (const name of names) defineLazily(name, module);
}
for (const name of ["onerror", "onunhandledrejection"]) defineHandlerLazily(name);
