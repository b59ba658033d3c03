// The system calls themselves, for scripts that want what no class here offers. Nothing stands between a call and the
// kernel but the runtime, which lets a script name handles and buffers of its own only.

import { calls, syscall } from "ftl:native";

const made = {};
for (const name of Object.keys(calls)) made[name] = (...values) => syscall(calls[name], ...values);

/** Every call that a script can make, by its name: `syscalls.channel_send(channel, info, 0, 0, body, null)`. */
export const syscalls = Object.freeze(made);
