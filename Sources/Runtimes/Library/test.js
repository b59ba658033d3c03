// The module "ftl:test": what an app that checks itself says of each check, and how it ends. The tests of the system are
// such apps: a line for each check, and a status that says whether all of them held.

import { exit } from "./ftl.js";

let failures = 0;

/** Says whether something is as it should be; where it is not, also what was found. */
export function check(what, isRight, ...found) {
    if (!isRight) failures += 1;
    console.log(isRight ? `ok: ${what}` : `FAILED: ${what}:`, ...(isRight ? [] : found));
}

/** Checks that two values are the same (Object.is). */
export function same(what, found, wanted) {
    check(what, Object.is(found, wanted), found, "and not", wanted);
}

/** Checks that the attempt throws, or rejects with, an error of that `name`. */
export async function fails(what, name, attempt) {
    try {
        check(what, false, await attempt(), "and nothing was thrown");
    } catch (error) {
        check(what, error?.name === name, error);
    }
}

/**
 * Ends the app: with status 0 where all checks held, otherwise with 1. With `exits: false` it only does where one did
 * not: where all held, the app has to come to its end by itself.
 */
export function finish({ exits = true } = {}) {
    if (failures > 0) exit(1);
    if (exits) exit(0);
}
