// The error of a system call that failed. It has the same codes as everywhere in the system (FTLError).

import { errors } from "ftl:native";

/** Why a call failed: `code` is the error's name ("overloaded"), the message also names the call. */
export class FtlError extends Error {
    /** An error with one of the system's codes. */
    constructor(code, message = code) {
        super(message);
        this.code = code;
        // The first frame is this constructor.
        this.stack = this.stack.slice(this.stack.indexOf("\n") + 1);
    }

    /** The error's number, as it goes over a channel in an error reply; 0 for a code that the system does not know. */
    get number() {
        return Math.max(errors.indexOf(this.code), 0);
    }

    /** The error of that number. */
    static from(number, what) {
        const code = errors[number] ?? `error ${number}`;
        return new FtlError(code, what === undefined ? code : `${what}: ${code}`);
    }
}

Object.defineProperty(FtlError.prototype, "name", { value: "FtlError", writable: true, configurable: true });

/** For the runtime: the error of a failed call from the text "NUMBER CALL". */
export function errorFromRuntime(text) {
    const [number, call] = text.split(" ");
    const error = FtlError.from(Number(number), call);
    // The first two frames are `from` and this function.
    error.stack = error.stack.split("\n").slice(2).join("\n");
    return error;
}
