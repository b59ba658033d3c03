// One line of text, edited with keys as in other shells. Keys go in, bytes for the screen come out, and nothing else
// happens here: whoever has the terminal moves both.
//
// The line takes one row of the screen and scrolls sideways, so that it never wraps. Each time it is drawn whole: a
// carriage return, the prompt, what is seen of the text, an erase to the end of the row, and the cursor's way back to
// its place. So whoever repeats what came after the last carriage return has drawn the line again.

import { commonPrefix } from "./completion.js";
import { History } from "./history.js";
import { nextBoundary, previousBoundary, textWidth } from "./width.js";

const bell = "\x07";
const indentation = "    ";
const letter = /[\p{L}\p{N}_$]/u;
/** Candidates that are listed. */
const listLimit = 200;
/** Marks on one character that are shown. */
const markLimit = 2;

const bindings = new Map(Object.entries({
    left: "moveLeft", "ctrl-b": "moveLeft", right: "moveRight", "ctrl-f": "moveRight",
    home: "moveHome", "ctrl-a": "moveHome", end: "moveEnd", "ctrl-e": "moveEnd",
    "alt-b": "moveWordLeft", "ctrl-left": "moveWordLeft", "alt-left": "moveWordLeft",
    "alt-f": "moveWordRight", "ctrl-right": "moveWordRight", "alt-right": "moveWordRight",
    backspace: "deleteLeft", delete: "deleteRight", "ctrl-k": "killRight", "ctrl-u": "killLeft",
    "ctrl-w": "killBlankWordLeft", "alt-backspace": "killWordLeft", "alt-d": "killWordRight", "ctrl-y": "yank",
    "ctrl-t": "transpose", "ctrl-l": "clearScreen", tab: "complete",
    up: "goBack", "ctrl-p": "goBack", down: "goForward", "ctrl-n": "goForward",
}));

export class LineEditor {
    #columns;
    #history;
    #completer;
    #prompt = "";
    #text = "";
    #cursor = 0;
    #killed = "";
    /** What a line of the history has to begin with, from the first step back on. */
    #prefix;
    #output = [];
    #isDirty = false;
    #actions = {
        moveLeft: () => this.#move(previousBoundary(this.#text, this.#cursor)),
        moveRight: () => this.#move(nextBoundary(this.#text, this.#cursor)),
        moveHome: () => this.#move(0),
        moveEnd: () => this.#move(this.#text.length),
        moveWordLeft: () => this.#move(this.#wordLeft(letter)),
        moveWordRight: () => this.#move(this.#wordRight()),
        deleteLeft: () => this.#remove(previousBoundary(this.#text, this.#cursor), this.#cursor),
        deleteRight: () => this.#remove(this.#cursor, nextBoundary(this.#text, this.#cursor)),
        killLeft: () => this.#kill(0, this.#cursor),
        killRight: () => this.#kill(this.#cursor, this.#text.length),
        killBlankWordLeft: () => this.#kill(this.#wordLeft(/\S/u), this.#cursor),
        killWordLeft: () => this.#kill(this.#wordLeft(letter), this.#cursor),
        killWordRight: () => this.#kill(this.#cursor, this.#wordRight()),
        yank: () => this.#insert(this.#killed),
        transpose: () => this.#transpose(),
        clearScreen: () => this.#print("\x1b[H\x1b[2J"),
        complete: () => this.#complete(),
        goBack: () => this.#recall(this.#history.previous(this.#startBrowsing(), this.#text)),
        goForward: () => this.#recall(this.#history.next(this.#startBrowsing())),
    };

    /** `complete` is a function like that of completion.js. */
    constructor({ columns = 80, history = new History(), complete = undefined } = {}) {
        this.#columns = columns;
        this.#history = history;
        this.#completer = complete;
    }

    get text() {
        return this.#text;
    }

    /** The index in the text before which the cursor stands. */
    get cursor() {
        return this.#cursor;
    }

    get history() {
        return this.#history;
    }

    /** Begins an empty line. */
    start(prompt) {
        this.#prompt = prompt;
        this.#text = "";
        this.#cursor = 0;
        this.#prefix = undefined;
        this.#history.reset();
        this.#isDirty = true;
    }

    /** Draws the line again, for example when something else was printed over it. */
    refresh() {
        this.#isDirty = true;
    }

    /** What the screen is to be sent: everything since it was asked for last. */
    takeOutput() {
        if (this.#isDirty) this.#draw();
        return this.#output.splice(0).join("");
    }

    /**
     * Takes a key. Where it ends the line, says how: { type: "line", text, isPasted }, { type: "interrupt" } or, on an
     * empty line, { type: "end" }. The next line begins with `start`.
     */
    press(key) {
        switch (key.name) {
            case "text":
                this.#insert(key.text.replaceAll("\t", indentation));
                return undefined;
            case "enter":
                return this.#end({ type: "line", text: this.#text, isPasted: key.isPasted === true });
            case "ctrl-c":
                return this.#end({ type: "interrupt" }, "^C");
            case "ctrl-d":
                if (this.#text === "") return this.#end({ type: "end" });
                this.#actions.deleteRight();
                return undefined;
        }
        const action = bindings.get(key.name);
        if (action) this.#actions[action]();
        return undefined;
    }

    // --- The text ---

    #move(index) {
        this.#cursor = index;
        this.#isDirty = true;
    }

    #insert(text) {
        this.#text = this.#text.slice(0, this.#cursor) + text + this.#text.slice(this.#cursor);
        this.#move(this.#cursor + text.length);
    }

    #remove(start, end) {
        if (start >= end) return;
        this.#text = this.#text.slice(0, start) + this.#text.slice(end);
        this.#move(start);
    }

    #kill(start, end) {
        if (start < end) this.#killed = this.#text.slice(start, end);
        this.#remove(start, end);
    }

    /** Where the word before the cursor begins. */
    #wordLeft(pattern) {
        let at = this.#cursor;
        const isBefore = (isPart) =>
            at > 0 && pattern.test(this.#characterAt(previousBoundary(this.#text, at))) === isPart;
        while (isBefore(false)) at = previousBoundary(this.#text, at);
        while (isBefore(true)) at = previousBoundary(this.#text, at);
        return at;
    }

    /** Where the word after the cursor ends. */
    #wordRight() {
        let at = this.#cursor;
        const isNext = (isPart) => at < this.#text.length && letter.test(this.#characterAt(at)) === isPart;
        while (isNext(false)) at = nextBoundary(this.#text, at);
        while (isNext(true)) at = nextBoundary(this.#text, at);
        return at;
    }

    #characterAt(index) {
        return this.#text.slice(index, nextBoundary(this.#text, index));
    }

    /** Exchanges the characters around the cursor; at the end of the line, the last two. */
    #transpose() {
        const middle = this.#cursor < this.#text.length ? this.#cursor : previousBoundary(this.#text, this.#cursor);
        const start = previousBoundary(this.#text, middle);
        if (start === middle) return;
        const end = nextBoundary(this.#text, middle);
        const [first, second] = [this.#text.slice(start, middle), this.#text.slice(middle, end)];
        this.#text = this.#text.slice(0, start) + second + first + this.#text.slice(end);
        this.#move(end);
    }

    // --- History and completion ---

    #startBrowsing() {
        this.#prefix ??= this.#cursor === this.#text.length ? this.#text : "";
        return this.#prefix;
    }

    #recall(line) {
        if (line === undefined) return this.#print(bell);
        this.#text = line;
        this.#move(line.length);
    }

    #complete() {
        const before = this.#text.slice(0, this.#cursor);
        const { from, candidates } = this.#completer?.(before) ?? { from: this.#cursor, candidates: [] };
        const isAfterName = /[\p{ID_Continue}$.]$/u.test(before);
        if (candidates.length === 0) return isAfterName ? this.#print(bell) : this.#insert(indentation);
        const typed = this.#cursor - from;
        const prefix = commonPrefix(candidates);
        if (prefix.length > typed) return this.#insert(prefix.slice(typed));
        if (candidates.length > 1) this.#list(candidates);
    }

    #list(candidates) {
        const shown = candidates.slice(0, listLimit);
        const width = Math.max(...shown.map(textWidth)) + 2;
        const perRow = Math.max(1, Math.floor((this.#columns - 1) / width));
        const rowCount = Math.ceil(shown.length / perRow);
        const rows = [];
        for (let row = 0; row < rowCount; row++) {
            let text = "";
            for (let at = row; at < shown.length; at += rowCount) {
                text += shown[at] + " ".repeat(width - textWidth(shown[at]));
            }
            rows.push(text.trimEnd());
        }
        if (candidates.length > shown.length) rows.push(`... ${candidates.length - shown.length} more`);
        // The line they are for stays to be seen above them.
        if (this.#isDirty) this.#draw();
        this.#print(`\r\n${rows.join("\r\n")}\r\n`);
    }

    // --- The screen ---

    /** Something besides the line, which is drawn again below. */
    #print(text) {
        this.#output.push(text);
        this.#isDirty = true;
    }

    #end(action, mark = "") {
        this.#cursor = this.#text.length;
        this.#draw();
        this.#output.push(`${mark}\r\n`);
        this.#text = "";
        this.#cursor = 0;
        return action;
    }

    #draw() {
        this.#isDirty = false;
        // The last column stays empty: some terminals wrap when it is written.
        const room = Math.max(this.#columns - 1 - textWidth(this.#prompt), 4);
        const { visible, right } = this.#fitPlain(room) ?? this.#fit(room);
        const back = right > 0 ? `\x1b[${right}D` : "";
        this.#output.push(`\r${this.#prompt}${visible}\x1b[K${back}`);
    }

    /** What is seen of the text, and the columns of that after the cursor. */
    #fit(room) {
        const [left, start] = this.#fitLeft(room);
        const [right, end] = this.#fitRight(room - left);
        return { visible: show(this.#text, start, this.#cursor) + show(this.#text, this.#cursor, end), right };
    }

    /** The same where it is ASCII, as it mostly is: a character is a column. Otherwise undefined. */
    #fitPlain(room) {
        const start = Math.max(this.#cursor - room + 1, 0);
        const visible = this.#text.slice(start, start + room);
        // A mark on the last character would be behind it.
        if (!/^[ -~]*$/.test(this.#text.slice(start, start + room + 1))) return undefined;
        return { visible, right: start + visible.length - this.#cursor };
    }

    /** What is seen before the cursor: its width, and where it begins. One column at least is left for the cursor. */
    #fitLeft(room) {
        let [width, start] = [0, this.#cursor];
        while (start > 0) {
            const previous = previousBoundary(this.#text, start);
            const more = columnsOf(this.#text, previous);
            if (width + more > room - 1) break;
            [width, start] = [width + more, previous];
        }
        return [width, start];
    }

    /** What is seen after it: its width, and where it ends. */
    #fitRight(room) {
        let [width, end] = [0, this.#cursor];
        while (end < this.#text.length) {
            const more = columnsOf(this.#text, end);
            if (width + more > room) break;
            [width, end] = [width + more, nextBoundary(this.#text, end)];
        }
        return [width, end];
    }
}

/** A character as it is shown: the end of a line in a text of several, and what cannot be seen, by signs. */
function glyph(text, start, end) {
    if (text[start] === "\n") return "\u21b5";
    const points = [...text.slice(start, Math.min(end, start + 64))];
    return textWidth(points[0]) === 0 ? "\ufffd" : points.slice(0, 1 + markLimit).join("");
}

function columnsOf(text, at) {
    return textWidth(glyph(text, at, nextBoundary(text, at)));
}

function show(text, start, end) {
    let shown = "";
    for (let at = start; at < end; at = nextBoundary(text, at)) shown += glyph(text, at, nextBoundary(text, at));
    return shown;
}
