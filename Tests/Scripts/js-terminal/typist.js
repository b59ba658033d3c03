// A person at the editor: bytes are typed, and what is seen is looked at.

import { KeyDecoder, LineEditor, textWidth } from "ftl:terminal";
import { Screen } from "./screen.js";

export class Typist {
    screen = new Screen();
    /** What the editor answered for each line that ended. */
    actions = [];
    #decoder = new KeyDecoder();
    #isBlind;

    /**
     * @param {any} options those of the editor, and `isBlind`: one who is blind does not look at the screen, which
     *   takes its time.
     */
    constructor(options = {}) {
        this.#isBlind = options.isBlind === true;
        this.editor = new LineEditor(options);
        this.editor.start("> ");
        this.#look();
    }

    /** Types text, the bytes of its UTF-8, so many at a time. */
    type(text, pieceLength = Infinity) {
        const bytes = new TextEncoder().encode(text);
        const step = Math.min(pieceLength, bytes.length);
        for (let at = 0; at < bytes.length; at += step) {
            for (const key of this.#decoder.decode(bytes.subarray(at, at + step))) {
                const action = this.editor.press(key);
                if (action === undefined) continue;
                this.actions.push(action);
                this.editor.start("> ");
            }
            this.#look();
        }
        return this;
    }

    #look() {
        const output = this.editor.takeOutput();
        if (!this.#isBlind) this.screen.write(output);
    }

    /** What is seen, with a bar where the cursor stands. */
    get seen() {
        const { line, column } = this.screen;
        const padded = line + " ".repeat(Math.max(column - textWidth(line), 0));
        let left = "";
        for (const character of padded) {
            if (textWidth(left + character) > column) break;
            left += character;
        }
        return `${left}|${padded.slice(left.length)}`;
    }
}
