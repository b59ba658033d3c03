// Makes system calls by themselves: they do what the table says, and take what it says and nothing else.

import { exit, FtlError, Handle, syscalls } from "ftl";

let failures = 0;

function check(what, isTrue) {
    console.log(`${isTrue ? "ok" : "FAILED"}: ${what}`);
    if (!isTrue) failures += 1;
}

function refused(what, attempt, isRight) {
    try {
        attempt();
        check(`${what} is refused`, false);
    } catch (error) {
        check(`${what} is refused: ${error.message}`, isRight(error));
    }
}

const isTypeError = (error) => error instanceof TypeError;
const hasCode = (code) => (error) => error instanceof FtlError && error.code === code;

// --- What they do ---

const [near, far] = syscalls.channel_create();
check("two handles", near instanceof Handle && far instanceof Handle && near !== far);
const sink = syscalls.sink_create();
syscalls.sink_add(sink, far);
const writeKind = 3;
syscalls.channel_send(near, (7n << 32n) | BigInt(writeKind), 1, 2n ** 64n - 1n, new TextEncoder().encode("body"), null);
const events = new Uint8Array(2 * 40);
check("one event", syscalls.sink_wait(sink, events, 2n ** 64n - 1n) === 1);
const view = new DataView(events.buffer);
check("its id", view.getUint32(20, true) === 7 && view.getUint16(18, true) === 4);
check("its words", view.getBigUint64(24, true) === 1n && view.getBigUint64(32, true) === 2n ** 64n - 1n);
const body = new Uint8Array(4);
check("no handle came", syscalls.channel_recv(far, view.getBigUint64(8, true), body) === undefined);
check("its body", new TextDecoder().decode(body) === "body");

const area = syscalls.vmarea_create(4096);
syscalls.vmarea_write(area, 100, new Uint8Array([1, 2, 3]));
const copy = new Uint8Array(4);
check("nothing is answered by a call that answers nothing", syscalls.vmarea_read(area, 99, copy) === undefined);
check("memory", copy.join() === "0,1,2,3" && syscalls.vmarea_length(area) === 4096);
check("time goes on", syscalls.time_now() <= syscalls.time_now());

// --- What they do not ---

refused("a number as a handle", () => syscalls.handle_close(/** @type {any} */ (3)), isTypeError);
refused("a number as memory", () => syscalls.vmarea_read(area, 0, /** @type {any} */ (4096)), isTypeError);
refused("an argument too few", () => /** @type {any} */ (syscalls.timer_set)(sink), isTypeError);
refused("an argument too many", () => /** @type {any} */ (syscalls.time_now)(1), isTypeError);
refused("a handle of another type", () => syscalls.timer_set(sink, 0), hasCode("wrongType"));
refused("reading past the end", () => syscalls.vmarea_read(area, 4095, copy), hasCode("invalidArgument"));
refused("a deadline that is past", () => syscalls.sink_wait(sink, events, 0), hasCode("timedOut"));
syscalls.handle_close(area);
refused("a closed handle", () => syscalls.vmarea_length(area), isTypeError);
check("calls with addresses are not there", !("vmspace_map" in syscalls) && !("thread_create" in syscalls));
check("nothing can be put in their place", Object.isFrozen(syscalls));

exit(failures === 0 ? 0 : 1);
