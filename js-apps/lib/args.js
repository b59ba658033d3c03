// The module "ftl:args": what the process was started with.

import { start } from "ftl:native";

/** The name this process was started under. */
export const name = start.name;

/** What keeps this process inside its memory: "kernel" or "user". */
export const isolation = start.isolation;

/** The words of `arguments:` in the app's manifest, or those that whoever started the process gave it. */
const args = Object.freeze([...start.arguments]);

export default args;
