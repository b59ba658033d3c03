// The module "ftl:args" (Sources/Runtimes/Library/args.js).

/** What the process was started with. */
declare module "ftl:args" {
    /** The name this process was started under. */
    export const name: string;
    /** What keeps this process inside its memory. */
    export const isolation: "kernel" | "user";
    /** The words of `arguments:` in the app's manifest, or those that whoever started the process gave it. */
    const args: readonly string[];
    export default args;
}
