// The prompt that the machine boots to. It is an app like any other: what it can do beyond that, its manifest grants.

import * as ftl from "ftl";
import { Terminal } from "ftl:terminal";
import { Commands } from "./commands.js";
import { Repl } from "./repl.js";
import { describeError } from "./results.js";

/** What bootstrap tells the app, last of its arguments, when it starts it again. */
const greetings = {
    stuck: "What ran could not be interrupted: its process was ended, and with it all that had been defined.",
    ended: "The prompt's process had ended, and with it all that had been defined.",
};

const system = ftl.System.open();
const terminal = openTerminal();
const commands = new Commands(system);
const repl = new Repl(terminal, { end: () => commands.functions.shutdown() });

/** Names that mean something else at a prompt. */
const { name, args, exit, evaluate, onInterrupt, ...names } = ftl;
for (const [key, value] of Object.entries({ ...names, ftl, ...commands.functions })) {
    Object.defineProperty(globalThis, key, { value, writable: true, configurable: true });
}

ftl.onInterrupt(() => {
    terminal.resume();
    repl.interrupted();
    return true;
});
// An error that nobody caught, in a timer or a promise, is told and does no other harm.
globalThis.addEventListener?.("error", (event) => {
    event.preventDefault();
    repl.print(describeError(event.error));
});
globalThis.addEventListener?.("unhandledrejection", (event) => {
    event.preventDefault();
    repl.print(describeError(event.reason));
});
terminal.captureConsole((text) => repl.print(text));
repl.start(greetings[ftl.args.at(-1)] ?? "Type help() for help.");
terminal.listen((bytes) => repl.take(bytes));

/** The console; another app that reads what is typed keeps it. */
function openTerminal() {
    try {
        return Terminal.open();
    } catch (error) {
        if (error?.code !== "alreadyExists") throw error;
        console.error("another app reads what is typed already");
        return ftl.exit(1);
    }
}
