// Loaded before every script: gives the runtime the library's functions, and the script its globals.

import { install } from "ftl:native";
import "./dispose.js";
import { errorFromRuntime } from "./error.js";
import "./globals.js";
import { inspect } from "./inspect.js";
import { wait } from "./loop.js";
import { Message } from "./message.js";
import { exception, rejection } from "./unhandled.js";

install({
    wait, inspect: (value) => inspect(value), error: errorFromRuntime, exception, rejection,
    message: new Message(undefined, 0, [], null, null),
});
