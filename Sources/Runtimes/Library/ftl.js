// The module "ftl": what the system offers to a script.

import { calls, Handle } from "ftl:native";
import { requireNumber, requireWord } from "./check.js";
import { nanoseconds, setTimer } from "./loop.js";
import { toNanoseconds } from "./timers.js";

export { default as args, isolation, name } from "./args.js";
export { Channel } from "./channel.js";
export { FtlError } from "./error.js";
export { evaluate, onInterrupt } from "./evaluate.js";
export { inspect } from "./inspect.js";
export { Attribute, Message } from "./message.js";
export { Process } from "./process.js";
export { Request } from "./request.js";
export { connect, register, Service } from "./service.js";
export { Sink, Timer } from "./sink.js";
export { syscalls } from "./syscalls.js";
export { System } from "./system.js";
/** A handle: the authority over one object of the kernel's. Scripts get them from calls and with messages only. */
export { Handle };

/** Time: nanoseconds since boot. */
export const Clock = Object.freeze({
    now: nanoseconds,
    microsecond: 1e3,
    millisecond: 1e6,
    second: 1e9,
});

/** Milliseconds since boot. */
export function now() {
    return nanoseconds() / 1e6;
}

/** Resolves after that many milliseconds. */
export async function sleep(milliseconds) {
    requireNumber("sleep: milliseconds", milliseconds);
    return new Promise((resolve) => setTimer(nanoseconds() + toNanoseconds(milliseconds), resolve));
}

/** Ends the process at once. Status 0 says that all is well. */
export function exit(status = 0) {
    requireWord("exit: status", status);
    calls.process_exit(status);
}
