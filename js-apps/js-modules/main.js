// Modules: relative imports, a cycle, and imports that fail with an error that names both ends.

import { name } from "ftl";
import { even, odd } from "./parity/even.js";
import * as shared from "./shared.js";
import { count } from "./parity/../shared.js";

let failures = 0;

function check(what, isTrue) {
    console.log(`${isTrue ? "ok" : "FAILED"}: ${what}`);
    if (!isTrue) failures += 1;
}

async function refused(what, specifier, ...words) {
    try {
        await import(specifier);
        check(`${what} is refused`, false);
    } catch (error) {
        const isNamed = words.every((word) => error.message.includes(word));
        check(`${what} is refused: ${error.message}`, isNamed);
    }
}

check("the library knows the process's name", name === "js-modules");
check("modules may import each other", even(10) && !odd(10) && odd(7));
check("a module is loaded once", shared.count === count && shared.loads() === 1);
check("import() answers the same module", (await import("./shared.js")) === shared);
await refused("a file that is not there", "./absent.js", "./absent.js", "apps/js-modules/main.js");
await refused("a module that does not parse", "./broken.js", "");
await refused("a file outside the app's folder", "../hello-js/main.js", "../hello-js/main.js", "outside apps/js-modules/");
await refused("the library's inside", "../../lib/channel.js", "outside apps/js-modules/");
await refused("an absolute path", "/apps/js-modules/shared.js", "/apps/js-modules/shared.js");
await refused("a module of another system", "fs", "'fs'", "apps/js-modules/main.js");
await refused("the natives", "ftl:native", "ftl:native");
await refused("its own folder", "./", "outside apps/js-modules/");

const { exit } = await import("ftl");
exit(failures === 0 ? 0 : 1);
