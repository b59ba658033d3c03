// Modules: relative imports, a cycle, data, and imports that fail with an error that names both ends.

import { args as sameArgs, name } from "ftl";
import args, { name as sameName } from "ftl:args";
import data from "./data.json";
import * as marked from "./marked.json";
import { even, odd } from "./parity/even.js";
import { default as number } from "./parity/number.json";
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

/** A file with a syntax error: the error says in which line of which file. */
async function broken(what, specifier, place) {
    try {
        await import(specifier);
        check(`${what} is refused`, false);
    } catch (error) {
        check(`${what} is refused: ${error}${error.stack.trimEnd()}`,
            error instanceof SyntaxError && error.stack.includes(`apps/js-modules/${place}`));
    }
}

check("the library knows the process's name", name === "js-modules");
check("modules may import each other", even(10) && !odd(10) && odd(7));
check("a module is loaded once", shared.count === count && shared.loads() === 1);
check("import() answers the same module", (await import("./shared.js")) === shared);
await refused("a file that is not there", "./absent.js", "./absent.js", "apps/js-modules/main.js");
await broken("a module that does not parse", "./broken.js", "broken.js:3");
await refused("a file outside the app's folder", "../hello-js/main.js", "../hello-js/main.js", "outside apps/js-modules/");
await refused("the library's inside", "../../lib/channel/channel.js", "outside apps/js-modules/");
await refused("an absolute path", "/apps/js-modules/shared.js", "/apps/js-modules/shared.js");
await refused("a module of another system", "fs", "'fs'", "apps/js-modules/main.js");
await refused("the natives", "ftl:native", "ftl:native");
await refused("its own folder", "./", "outside apps/js-modules/");

// --- Data ---

check("JSON is what it says", JSON.stringify(data.list) === '[1,-2500,true,null,{"deep":"é€😀\\u0000"}]');
check("its names are names", Object.getPrototypeOf(data) === Object.prototype && Object.hasOwn(data, "__proto__"));
check("so is no name", Array.isArray(data[""]));
check("it is the default export, and the only one", Object.keys(marked).join() === "default");
check("a byte order mark is no part of it", /** @type {any} */ (marked).default === "marked");
check("it may be a number", number === 7);
check("it is loaded once", (await import("./data.json")).default === data);
/** @type {any[]} */
const list = data.list;
list.push("changed");
/** @type {{ default: any }} */
const again = await import("./parity/../data.json");
check("and shared by all who import it", again.default.list.includes("changed"));
await broken("JSON with a comma too many", "./broken.json", "broken.json:3:");
await broken("JSON with something after it", "./trailing.json", "trailing.json:1:");
await broken("JSON without quotes", "./loose.json", "loose.json:1:");
await broken("no JSON at all", "./empty.json", "empty.json:1:");
await broken("JSON that is refused once", "./empty.json", "empty.json:1:");
await refused("JSON that is not there", "./absent.json", "./absent.json", "apps/js-modules/absent.json");

// --- Arguments ---

check("the arguments of the manifest", args.join() === "one,two");
check("they cannot be changed", Object.isFrozen(args));
check("they are those of 'ftl'", args === sameArgs && name === sameName);
await refused("another module of the library", "ftl:absent", "'ftl:absent'", "'ftl:args'");

const { exit } = await import("ftl");
exit(failures === 0 ? 0 : 1);
