// The globals that the web platform has, beyond the language's own. Most are loaded when a script first names them: what
// a script does not use costs it nothing.

import { load } from "ftl:native";
import { clearInterval, clearTimeout, setInterval, setTimeout } from "./timers.js";
import { guarded } from "./unhandled.js";
import { console } from "./web/console.js";

/** Modules, and what they give. */
const lazy = {
    "web/abort-controller.js": ["AbortController"],
    "web/abort-signal.js": ["AbortSignal"],
    "web/base64.js": ["atob", "btoa"],
    "web/crypto.js": ["crypto"],
    "web/custom-event.js": ["CustomEvent"],
    "web/dom-exception.js": ["DOMException"],
    "web/error-event.js": ["ErrorEvent"],
    "web/event.js": ["Event"],
    "web/event-target.js": ["EventTarget"],
    "web/global-target.js": ["addEventListener", "dispatchEvent", "removeEventListener"],
    "web/message-channel.js": ["MessageChannel"],
    "web/message-event.js": ["MessageEvent"],
    "web/message-port.js": ["MessagePort"],
    "web/performance.js": ["Performance", "performance"],
    "web/promise-rejection-event.js": ["PromiseRejectionEvent"],
    "web/report.js": ["reportError"],
    "web/structured-clone.js": ["structuredClone"],
    "web/text-decoder.js": ["TextDecoder"],
    "web/text-encoder.js": ["TextEncoder"],
    "web/url.js": ["URL"],
    "web/url-search-params.js": ["URLSearchParams"],
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
            load("web/global-target.js").defineGlobalHandlers();
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
