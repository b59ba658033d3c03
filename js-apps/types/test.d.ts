// The module "ftl:test", for apps that check themselves (Sources/Runtimes/Library/test.js).

declare module "ftl:test" {
    /** Says whether something is as it should be; where it is not, also what was found. */
    export function check(what: string, isRight: unknown, ...found: unknown[]): void;
    /** Checks that two values are the same (Object.is). */
    export function same(what: string, found: unknown, wanted: unknown): void;
    /** Checks that the attempt throws, or rejects with, an error of that `name`. */
    export function fails(what: string, name: string, attempt: () => unknown): Promise<void>;
    /** Ends the app: with status 0 where all checks held, otherwise with 1; with `exits: false` only in that case. */
    export function finish(options?: { exits?: boolean }): void;
}
