// The module "ftl:args": what the process was started with.

/** The name this process was started under. */
export let name;

/** What keeps this process inside its memory: "kernel" or "user". */
export let isolation;

/** The words of `arguments:` in the app's manifest, or those that whoever started the process gave it. */
let args;

export { args as default };

/** Takes them from what the runtime says of the process. */
export function begin(start) {
    ({ name, isolation } = start);
    args = Object.freeze([...start.arguments]);
}
