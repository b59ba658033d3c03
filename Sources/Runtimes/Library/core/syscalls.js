// The system calls themselves, for scripts that want what no class here offers. Nothing stands between a call and the
// kernel but the runtime, which lets a script name handles and buffers of its own only.

import { calls } from "ftl:native";

/** Every call that a script can make, by its name: `syscalls.channel_send(channel, info, 0, 0, body, null)`. */
export const syscalls = Object.freeze({ ...calls });
