// The module "ftl": what the system offers to a script.

import { calls, Handle } from "ftl:native";
import { requireNumber, requireWord } from "./core/check.js";
import { nanoseconds, setTimer } from "./core/loop.js";
import { toNanoseconds } from "./timers/timers.js";

export { default as args, isolation, name } from "./args.js";
export { Channel } from "./channel/channel.js";
export { FtlError } from "./core/error.js";
export { evaluate, onInterrupt } from "./core/evaluate.js";
export { inspect } from "./inspect/inspect.js";
export { Attribute, Message } from "./core/message.js";
export { Process } from "./system/process.js";
export { Request } from "./service/request.js";
export { connect, register, Service } from "./service/service.js";
export { Sink, Timer } from "./channel/sink.js";
export { syscalls } from "./core/syscalls.js";
export { System } from "./system/system.js";
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
