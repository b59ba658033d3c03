// Counts what holds and what does not.

let failures = 0;
let checks = 0;

/** Checks that a value is the one that is wanted; both are compared, and printed, as JSON. */
export function check(what, found, wanted) {
    const [is, should] = [JSON.stringify(found), JSON.stringify(wanted)];
    checks += 1;
    console.log(is === should ? `ok: ${what}` : `FAILED: ${what}: ${is}, not ${should}`);
    if (is !== should) failures += 1;
}

/** The status to exit with. */
export function conclude() {
    console.log(`${checks} checks, ${failures} failed`);
    return failures === 0 && checks >= 80 ? 0 : 1;
}
