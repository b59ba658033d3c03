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

/** For the runtime: an error from the text "NUMBER MESSAGE". */
export function errorFromRuntime(text) {
    const end = text.indexOf(" ");
    const number = Number(text.slice(0, end));
    const error = new FtlError(errors[number] ?? `error ${number}`, text.slice(end + 1));
    // The first frame is this function.
    error.stack = error.stack.slice(error.stack.indexOf("\n") + 1);
    return error;
}
