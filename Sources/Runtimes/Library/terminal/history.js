// The lines that were entered, for going back to. Bounded in number and in characters; a line that is entered again
// moves to the end instead of standing there twice.

export class History {
    #entries = [];
    #entryLimit;
    #characterLimit;
    #characters = 0;
    /** Which entry is shown; the number of entries: none, but what was being typed. */
    #position = 0;
    #draft = "";

    constructor({ entries = 500, characters = 200_000 } = {}) {
        this.#entryLimit = entries;
        this.#characterLimit = characters;
    }

    /** Oldest first. */
    get entries() {
        return [...this.#entries];
    }

    /** Adds a line, unless it is blank or longer than all that is kept. */
    add(line) {
        if (line.trim() !== "" && line.length <= this.#characterLimit) {
            const same = this.#entries.indexOf(line);
            if (same >= 0) this.#drop(same);
            this.#entries.push(line);
            this.#characters += line.length;
            while (this.#entries.length > this.#entryLimit || this.#characters > this.#characterLimit) this.#drop(0);
        }
        this.reset();
    }

    #drop(index) {
        this.#characters -= this.#entries[index].length;
        this.#entries.splice(index, 1);
    }

    /** The next older line that begins with a prefix, or undefined. `current` is what is being typed. */
    previous(prefix, current) {
        for (let at = this.#position - 1; at >= 0; at--) {
            if (!this.#entries[at].startsWith(prefix) || this.#entries[at] === current) continue;
            if (this.#position === this.#entries.length) this.#draft = current;
            this.#position = at;
            return this.#entries[at];
        }
        return undefined;
    }

    /** The next newer line that begins with a prefix, after the newest what was being typed, or undefined. */
    next(prefix) {
        if (this.#position >= this.#entries.length) return undefined;
        for (let at = this.#position + 1; at < this.#entries.length; at++) {
            if (!this.#entries[at].startsWith(prefix)) continue;
            this.#position = at;
            return this.#entries[at];
        }
        this.#position = this.#entries.length;
        return this.#draft;
    }

    /** Back to the end: what is typed next is a new line. */
    reset() {
        this.#position = this.#entries.length;
        this.#draft = "";
    }
}
