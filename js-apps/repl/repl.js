// The loop: a line is edited, lines become an input, a complete input is evaluated, its result is printed. What is
// typed meanwhile waits, but for Ctrl-C.

import { evaluate } from "ftl";
import { complete, History, Input, KeyDecoder, LineEditor } from "ftl:terminal";
import { describeError, describeResult } from "./results.js";

const prompt = "> ";
const continuation = "... ";
/** Characters that are kept of what is typed during an evaluation. */
const typedLimit = 1_000_000;
/** Characters of one input. */
const inputLimit = 1_000_000;
const fileName = "repl";

// Bracketed paste (xterm): the terminal marks what is pasted, so that it is one input and Tab is no command in it.
const beginPasteMarks = "\x1b[?2004h";
const endPasteMarks = "\x1b[?2004l";

export class Repl {
    #terminal;
    #end;
    #decoder = new KeyDecoder();
    #editor = new LineEditor({ history: new History(), complete });
    #input = new Input();
    /** Keys that wait, and the characters in them. */
    #keys = [];
    #typed = 0;
    /** Evaluations are numbered. One that is not the last any more has been given up: what it answers is not told. */
    #evaluation = 0;
    #isBusy = true;
    /** An evaluation was interrupted, and the Ctrl-C that did it is still on its way here. */
    #owesInterrupt = false;

    /** `end` is called when the person is done. */
    constructor(terminal, { end }) {
        this.#terminal = terminal;
        this.#end = end;
    }

    /** Greets, and shows the first prompt. */
    start(greeting) {
        this.print(greeting);
        this.#prompt();
    }

    /** Prints text, above the line that is being edited where there is one. */
    print(text) {
        const lines = text.replaceAll("\r\n", "\n").replaceAll("\n", "\r\n");
        if (this.#isBusy) return this.#terminal.write(`${lines}\r\n`);
        this.#terminal.write(`\r\x1b[K${lines}\r\n`);
        this.#editor.refresh();
        this.#flush();
    }

    /** Takes what was typed. */
    take(bytes) {
        for (const key of this.#decoder.decode(bytes)) {
            this.#typed += key.text?.length ?? 1;
            if (this.#typed <= typedLimit || key.name === "ctrl-c") this.#keys.push(key);
        }
        if (this.#isBusy || this.#owesInterrupt) this.#takeInterrupt();
        this.#work();
    }

    /** Where Ctrl-C was typed: ends the evaluation, and forgets what was typed before, which was meant for that. */
    #takeInterrupt() {
        const last = this.#keys.findLastIndex((key) => key.name === "ctrl-c");
        if (last < 0) return;
        this.#keys.splice(0, last + 1);
        this.#owesInterrupt = false;
        if (this.#isBusy) this.#giveUp();
    }

    /** The engine was interrupted, in an evaluation or in what one left behind. */
    interrupted() {
        this.#owesInterrupt = true;
        if (this.#isBusy) return this.#giveUp();
        // In a timer, or while a key was acted upon: the line may not be what it was.
        this.print("interrupted");
        this.#discardKeys();
        this.#input = new Input();
        this.#prompt();
    }

    // --- Keys ---

    #discardKeys() {
        this.#keys = [];
        this.#typed = 0;
    }

    #work() {
        let at = 0;
        while (at < this.#keys.length && !this.#isBusy) this.#act(this.#editor.press(this.#keys[at++]));
        this.#keys.splice(0, at);
        if (this.#keys.length === 0) this.#typed = 0;
        if (!this.#isBusy) this.#flush();
    }

    #flush() {
        const output = this.#editor.takeOutput();
        if (output !== "") this.#terminal.write(output);
    }

    #act(action) {
        switch (action?.type) {
            case "line":
                return this.#line(action.text, action.isPasted);
            case "interrupt":
                this.#input = new Input();
                return this.#editor.start(prompt);
            case "end":
                if (!this.#input.isEmpty) {
                    this.#input = new Input();
                    return this.#editor.start(prompt);
                }
                this.#leaveLine();
                // In case it goes on nevertheless.
                this.#editor.start(prompt);
                this.#end();
        }
    }

    /** A line was entered. */
    #line(text, isPasted) {
        this.#input.add(text);
        if (this.#input.length > inputLimit) {
            this.#flush();
            this.#terminal.write(`An input has at most ${inputLimit} characters.\r\n`);
            this.#input = new Input();
            return this.#editor.start(prompt);
        }
        // Lines of one paste belong together.
        if (isPasted || this.#input.isIncomplete) return this.#editor.start(continuation);
        const input = this.#input;
        this.#input = new Input();
        this.#editor.history.add(input.text.trimEnd());
        if (input.text.trim() === "") return this.#editor.start(prompt);
        this.#leaveLine();
        this.#evaluate(input);
    }

    /** What is printed from here on is printed below the line. */
    #leaveLine() {
        // The marks come first: a row that holds anything would be drawn again below what other programs print.
        this.#terminal.write(endPasteMarks);
        this.#flush();
    }

    #prompt() {
        this.#isBusy = false;
        this.#terminal.write(beginPasteMarks);
        this.#editor.start(this.#input.isEmpty ? prompt : continuation);
        this.#work();
    }

    // --- Evaluation ---

    async #evaluate(input) {
        this.#isBusy = true;
        const number = ++this.#evaluation;
        let text;
        try {
            // The keys that led here are dealt with first.
            await undefined;
            if (this.#keys.some((key) => key.name === "ctrl-c")) this.#interruptSoon(number);
            const { value } = await evaluate(input.script, fileName);
            if (number !== this.#evaluation) return;
            if (value !== undefined) {
                Object.defineProperty(globalThis, "_", { value, writable: true, configurable: true });
            }
            text = describeResult(value);
        } catch (error) {
            if (number !== this.#evaluation) return;
            if (isInterruption(error)) {
                this.#owesInterrupt = true;
                return this.#giveUp();
            }
            text = describeError(error);
        }
        this.#evaluation += 1;
        if (text !== "") this.print(text);
        this.#prompt();
    }

    /** Ctrl-C was typed already when the evaluation began: it counts, unless that ends by itself at once. */
    #interruptSoon(number) {
        setTimeout(() => {
            if (number === this.#evaluation) this.#takeInterrupt();
        });
    }

    /** Ends the waiting for an evaluation. What it waits for itself may still happen; nobody is told. */
    #giveUp() {
        this.#evaluation += 1;
        this.print("interrupted");
        this.#prompt();
    }
}

/** The runtime's word for an evaluation that it ended. */
function isInterruption(error) {
    return error instanceof InternalError && error.message === "interrupted";
}
