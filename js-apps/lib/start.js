// Loaded before every script: gives the runtime the library's functions, and the script its globals.

import { install } from "ftl:native";
import "./dispose.js";
import { errorFromRuntime } from "./error.js";
import { inspect } from "./inspect.js";
import { wait } from "./loop.js";
import { clearInterval, clearTimeout, setInterval, setTimeout } from "./timers.js";
import { console } from "./web/console.js";
import { crypto } from "./web/crypto.js";
import { TextDecoder } from "./web/text-decoder.js";
import { TextEncoder } from "./web/text-encoder.js";
import { URLSearchParams } from "./web/url-search-params.js";
import { URL } from "./web/url.js";

install({ wait, inspect: (value) => inspect(value), error: errorFromRuntime });

function queueMicrotask(call) {
    if (typeof call !== "function") throw new TypeError("queueMicrotask takes a function");
    Promise.resolve().then(() => call());
}

const globals = {
    console, setTimeout, setInterval, clearTimeout, clearInterval, queueMicrotask, TextDecoder, TextEncoder, URL,
    URLSearchParams, crypto,
};
for (const [name, value] of Object.entries(globals)) {
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
}
