// Keys out of the bytes that a terminal sends: UTF-8 text, control characters, and the escape sequences of ECMA-48 and
// xterm. Bytes come in pieces of any size; what is not complete yet waits for the rest. However the bytes look, the
// decoder keeps no more than a few of them, and never stops answering to Ctrl-C.
//
// A key is { name, text?, isPasted? }. Names: "text" (with the text, any number of characters), "enter", "tab",
// "shift-tab", "backspace", "delete", "insert", "up", "down", "left", "right", "home", "end", "page-up", "page-down",
// "escape", "ctrl-a"…"ctrl-z", and any of them after "alt-" or "ctrl-". Between the marks of a bracketed paste there
// are only "text" and "enter", and `isPasted` is true.

const escape = 0x1b;
const ctrlC = 0x03;
const parameterLimit = 24;
const replacement = "\ufffd";

/** Final bytes of sequences that have a name. */
const finals = {
    A: "up", B: "down", C: "right", D: "left", H: "home", F: "end", Z: "shift-tab", M: "enter",
};
/** Numbers of sequences that end in "~". */
const numbers = {
    1: "home", 2: "insert", 3: "delete", 4: "end", 5: "page-up", 6: "page-down", 7: "home", 8: "end",
};
const controls = { 0x08: "backspace", 0x09: "tab", 0x0a: "enter", 0x0d: "enter", 0x7f: "backspace" };

export class KeyDecoder {
    /** Where in a sequence: "text", "escape" (after ESC), "csi" (after ESC [), "ss3" (after ESC O), "ignore". */
    #state = "text";
    #parameters = "";
    #keys = [];
    /** Text that is not a key yet. */
    #text = "";
    #isPasting = false;
    #isAfterReturn = false;
    // UTF-8, as the Encoding Standard decodes it (section "UTF-8 decoder").
    #needed = 0;
    #codePoint = 0;
    #lower = 0x80;
    #upper = 0xbf;

    /** The keys that are complete with these bytes. */
    decode(bytes) {
        for (let at = 0; at < bytes.length; at++) {
            const byte = bytes[at];
            if (this.#state === "text" && this.#needed === 0 && byte >= 0x20 && byte < 0x7f) {
                const start = at;
                while (at + 1 < bytes.length && bytes[at + 1] >= 0x20 && bytes[at + 1] < 0x7f) at++;
                this.#isAfterReturn = false;
                this.#text += String.fromCharCode.apply(null, bytes.subarray(start, at + 1));
            } else {
                this.#byte(byte);
            }
        }
        this.#endText();
        return this.#keys.splice(0);
    }

    #byte(byte) {
        if (this.#needed > 0) {
            if (byte >= this.#lower && byte <= this.#upper) return this.#continue(byte);
            // The character broke off; this byte is another's.
            this.#needed = 0;
            this.#text += replacement;
        }
        const isAfterReturn = this.#isAfterReturn;
        this.#isAfterReturn = false;
        if (byte === escape) return this.#escape();
        if (byte < 0x20 || byte === 0x7f) return this.#control(byte, isAfterReturn);
        switch (this.#state) {
            case "text":
                return byte < 0x80 ? this.#add(byte) : this.#lead(byte);
            case "escape":
                return this.#afterEscape(byte);
            case "csi":
                return this.#inSequence(byte);
            case "ss3":
                this.#state = "text";
                return this.#push(finals[String.fromCharCode(byte)]);
            default:
                // The one byte after "ESC [ [", which the Linux console's function keys have.
                this.#state = "text";
        }
    }

    // --- Text ---

    #add(codePoint) {
        // The C1 controls are commands to some terminals, and no text.
        if (codePoint >= 0x80 && codePoint < 0xa0) return;
        this.#text += String.fromCodePoint(codePoint);
    }

    #lead(byte) {
        [this.#lower, this.#upper] = [0x80, 0xbf];
        if (byte >= 0xc2 && byte <= 0xdf) {
            [this.#needed, this.#codePoint] = [1, byte & 0x1f];
        } else if (byte >= 0xe0 && byte <= 0xef) {
            [this.#needed, this.#codePoint] = [2, byte & 0xf];
            if (byte === 0xe0) this.#lower = 0xa0;
            if (byte === 0xed) this.#upper = 0x9f;
        } else if (byte >= 0xf0 && byte <= 0xf4) {
            [this.#needed, this.#codePoint] = [3, byte & 7];
            if (byte === 0xf0) this.#lower = 0x90;
            if (byte === 0xf4) this.#upper = 0x8f;
        } else {
            this.#text += replacement;
        }
    }

    #continue(byte) {
        [this.#lower, this.#upper] = [0x80, 0xbf];
        this.#codePoint = (this.#codePoint << 6) | (byte & 0x3f);
        if (--this.#needed === 0) this.#add(this.#codePoint);
    }

    // --- Controls and sequences ---

    #control(byte, isAfterReturn) {
        const isAlt = this.#state === "escape" && byte !== ctrlC;
        this.#state = "text";
        if (byte === ctrlC) {
            this.#endText();
            this.#isPasting = false;
        }
        // A return and a line feed are one end of a line.
        if (byte === 0x0a && isAfterReturn) return;
        this.#isAfterReturn = byte === 0x0d;
        if (this.#isPasting && byte === 0x09) {
            this.#text += "\t";
            return;
        }
        const name = controls[byte] ?? (byte > 0 && byte <= 26 ? `ctrl-${String.fromCharCode(byte + 96)}` : undefined);
        if (name !== undefined) this.#push(isAlt ? `alt-${name}` : name);
    }

    #escape() {
        if (this.#state === "escape") this.#push("escape");
        this.#state = "escape";
        this.#parameters = "";
    }

    #afterEscape(byte) {
        this.#state = "text";
        if (byte === 0x5b) this.#state = "csi";
        else if (byte === 0x4f) this.#state = "ss3";
        else if (byte >= 0x80) this.#lead(byte);
        else this.#push(`alt-${String.fromCharCode(byte).toLowerCase()}`);
    }

    #inSequence(byte) {
        if (byte >= 0x80) {
            this.#state = "text";
            return this.#lead(byte);
        }
        if (byte < 0x40) {
            if (this.#parameters.length < parameterLimit) this.#parameters += String.fromCharCode(byte);
            return;
        }
        const final = String.fromCharCode(byte);
        this.#state = final === "[" && this.#parameters === "" ? "ignore" : "text";
        if (this.#state === "text") this.#sequence(final);
    }

    #sequence(final) {
        if (!/^[\d;]*$/.test(this.#parameters)) return;
        const [number, modifier] = this.#parameters.split(";").map(Number);
        if (final === "~" && (number === 200 || number === 201)) {
            this.#endText();
            this.#isPasting = number === 200;
            return;
        }
        const name = final === "~" ? numbers[number] : finals[final];
        if (name !== undefined) this.#push(modifierName(modifier) + name);
    }

    // --- Keys ---

    #push(name) {
        if (name === undefined || (this.#isPasting && name !== "enter")) return;
        this.#endText();
        this.#keys.push(this.#isPasting ? { name, isPasted: true } : { name });
    }

    #endText() {
        if (this.#text === "") return;
        const key = { name: "text", text: this.#text };
        this.#text = "";
        this.#keys.push(this.#isPasting ? { ...key, isPasted: true } : key);
    }
}

/** xterm's second parameter: one more than a sum of shift 1, alt 2, ctrl 4. */
function modifierName(modifier) {
    const bits = modifier >= 1 && modifier <= 16 ? modifier - 1 : 0;
    return bits & 4 ? "ctrl-" : bits & 2 ? "alt-" : "";
}
