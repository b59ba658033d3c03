// The checks of this app: each says what it saw, and the app ends with whether all of them held.

import { exit } from "ftl";

let failures = 0;

export function check(what, isRight, ...found) {
    if (!isRight) failures += 1;
    console.log(isRight ? `ok: ${what}` : `FAILED: ${what}:`, ...(isRight ? [] : found));
}

export const same = (what, found, wanted) => check(what, Object.is(found, wanted), found, "and not", wanted);

/** The attempt has to throw what the name says: an error's `name`. */
export async function fails(what, name, attempt) {
    try {
        check(what, false, await attempt(), "and nothing was thrown");
    } catch (error) {
        check(what, error?.name === name, error);
    }
}

/** Where all held, the process has to end by itself: what is still set must not keep it. */
export function finish() {
    if (failures > 0) exit(1);
}
