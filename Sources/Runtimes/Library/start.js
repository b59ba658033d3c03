// Loaded before every script: gives the runtime the library's functions, and the script its globals. What most scripts
// import is loaded here as well: the library is loaded once, and each process begins with a copy of it.
//
// So nothing that belongs to a process may be there before it begins: no handle, no time, no argument.

import { install, start } from "ftl:native";
import { begin as beginArguments } from "./args.js";
import "./core/dispose.js";
import { errorFromRuntime } from "./core/error.js";
import "./ftl.js";
import "./globals.js";
import { inspect } from "./inspect/inspect.js";
import { begin as beginWaiting, wait } from "./core/loop.js";
import { Message } from "./core/message.js";
import { begin as beginServices } from "./service/service.js";
import { exception, rejection } from "./core/unhandled.js";

function begin() {
    const given = start();
    beginArguments(given);
    beginWaiting();
    beginServices(given);
}

install({
    begin, wait, inspect: (value) => inspect(value), error: errorFromRuntime, exception, rejection,
    // What the runtime makes others like.
    message: new Message(undefined, 0, [], null, null), result: { value: undefined, done: false },
});
