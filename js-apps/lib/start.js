// Loaded before every script: gives the runtime the library's functions, and the script its globals.

import { install } from "ftl:native";
import { console } from "./console.js";
import { errorFromRuntime } from "./error.js";
import { inspect } from "./inspect.js";
import { wait } from "./loop.js";
import { crypto } from "./web/crypto.js";
import { TextDecoder, TextEncoder } from "./text.js";
import { clearTimeout, setInterval, setTimeout } from "./timers.js";

install({ wait, inspect: (value) => inspect(value), error: errorFromRuntime });

function queueMicrotask(call) {
    if (typeof call !== "function") throw new TypeError("queueMicrotask takes a function");
    Promise.resolve().then(() => call());
}

const globals = {
    crypto,
    console, setTimeout, setInterval, clearTimeout, clearInterval: clearTimeout, queueMicrotask, TextDecoder, TextEncoder,
};
for (const [name, value] of Object.entries(globals)) {
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
}
