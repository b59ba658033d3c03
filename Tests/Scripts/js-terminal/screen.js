// A terminal as far as the line editor knows one: rows of 80 columns, which wrap, and the few controls it uses. What
// is sent to it shows what a person sees.

import { textWidth } from "ftl:terminal";

const columns = 80;

export class Screen {
    #rows = [[]];
    #row = 0;
    #column = 0;
    bells = 0;

    /** Takes output. Throws where it holds a control that the editor is not known to use. */
    write(text) {
        let rest = text;
        while (rest !== "") {
            const sequence = /^\x1b\[(\d*)([A-Za-z])/.exec(rest);
            if (sequence) {
                this.#control(sequence[2], Number(sequence[1] || 0));
                rest = rest.slice(sequence[0].length);
                continue;
            }
            const [character] = rest;
            this.#put(character);
            rest = rest.slice(character.length);
        }
    }

    #control(letter, number) {
        switch (letter) {
            case "K":
                this.#rows[this.#row].length = Math.min(this.#rows[this.#row].length, this.#column);
                break;
            case "D":
                this.#column = Math.max(this.#column - number, 0);
                break;
            case "H":
                [this.#row, this.#column] = [0, 0];
                break;
            case "J":
                this.#rows = [[]];
                this.#row = 0;
                break;
            default:
                throw new Error(`a control sequence that ends in ${letter}`);
        }
    }

    #put(character) {
        switch (character) {
            case "\r":
                this.#column = 0;
                return;
            case "\n":
                this.#row += 1;
                this.#rows[this.#row] ??= [];
                return;
            case "\x07":
                this.bells += 1;
                return;
        }
        if (character < " ") throw new Error(`the control ${JSON.stringify(character)}`);
        const width = textWidth(character);
        const row = this.#rows[this.#row];
        if (width === 0) {
            row[this.#column - 1] += character;
            return;
        }
        if (this.#column + width > columns) throw new Error("the row is full");
        while (row.length < this.#column) row.push(" ");
        row[this.#column] = character;
        if (width === 2) row[this.#column + 1] = "";
        this.#column += width;
    }

    /** The row with the cursor, without blanks at its end. */
    get line() {
        return this.#rows[this.#row].join("").trimEnd();
    }

    /** All rows. */
    get rows() {
        return this.#rows.map((row) => row.join("").trimEnd());
    }

    /** The column of the cursor, from 0. */
    get column() {
        return this.#column;
    }
}
