// What is typed at a prompt, as a script: whether it is complete, and how it has to be written so that it does what a
// person expects who enters one piece after another.

import { rewrite } from "./rewrite.js";
import { Scanner } from "./scanner.js";

const AsyncFunction = (async () => {}).constructor;
/** Characters up to which the engine is asked about each line; above, only when all brackets are closed. */
const parseLimit = 4000;
/** What the engine says where a script could go on. */
const couldGoOn = /^(?:unexpected token in|unexpected end of|expecting|missing formal|invalid property name)|expected/;
/** What it says so early that only open brackets tell whether it is meant. */
const isEarly = /^(?:unexpected end of|variable name expected)/;

/** The SyntaxError of a script, or undefined. Nothing of it runs. */
function syntaxErrorOf(source) {
    try {
        // As the body of a function, because that can be parsed without being run.
        new AsyncFunction(source);
        return undefined;
    } catch (error) {
        // Memory or stack may have run out as well.
        if (error instanceof SyntaxError) return error;
        throw error;
    }
}

/** The line that the engine counts for the first one of a function's body. */
const firstLine = syntaxErrorOf("@")?.lineNumber ?? 1;

/** An input as it grows, line by line. */
export class Input {
    #lines = [];
    #length = 0;
    #scanner = new Scanner();
    /** What the engine says to the lines so far, once it was asked. */
    #parsed;

    get isEmpty() {
        return this.#lines.length === 0;
    }

    get text() {
        return this.#lines.join("\n");
    }

    /** Characters so far. */
    get length() {
        return this.#length;
    }

    /** Adds a line, or several. */
    add(line) {
        this.#lines.push(line);
        this.#length += line.length + 1;
        this.#scanner.feed(`${line}\n`);
        this.#parsed = undefined;
    }

    /** Whether it could only become a script by more lines. What is wrong in itself is complete. */
    get isIncomplete() {
        const scanner = this.#scanner;
        if (scanner.isBroken) return false;
        if (scanner.isOpen && this.#length > parseLimit) return true;
        const { isOpen, error } = this.#parse();
        if (isOpen) return true;
        if (error === undefined) return scanner.isOpen;
        if (!couldGoOn.test(error.message)) return false;
        // The engine took everything there is, and stumbled over what closes the function.
        const lineCount = this.text.split("\n").length;
        return error.lineNumber - firstLine >= lineCount || (scanner.isOpen && isEarly.test(error.message));
    }

    /** The script to evaluate for it, when it is complete. */
    get script() {
        const { text } = this;
        // With a bracket too many, what is only to be parsed could end the function, and run.
        if (this.#scanner.isBroken) return text;
        // What begins with a brace is an object where it can be one.
        const asObject = `(${text}\n)`;
        if (/^\s*\{/.test(text) && !/;\s*$/.test(text) && !syntaxErrorOf(`return ${asObject}`)) return asObject;
        // The scanner may have mistaken something. Then the engine gets what was typed.
        const { source, error } = this.#parse();
        return error === undefined ? source : text;
    }

    #parse() {
        if (this.#parsed === undefined) {
            const { source, isOpen } = rewrite(this.text);
            this.#parsed = { source, isOpen, error: isOpen ? undefined : syntaxErrorOf(source) };
        }
        return this.#parsed;
    }
}
