// Declarations outside of all brackets, rewritten: at a prompt a name may be declared again, and a declaration that
// failed must not leave a name behind that can neither be read nor declared. In a script `let`, `const` and `class`
// are for once and for ever, so they become `var`. Modules cannot be imported by a script, so `import` becomes what a
// script may say, and `export` is left out.
//
// Lines stay the lines they are, so that errors name the right one.

import { isOperand, isOperator, Scanner } from "./scanner.js";

const declarations = new Set(["const", "let", "var", "function", "class", "async"]);

/** { source, isOpen }: the script, and whether it ends within an import. */
export function rewrite(text) {
    // Most inputs have nothing of all that.
    if (!/\b(?:const|let|class|import|export)\b/.test(text)) return { source: text, isOpen: false };
    return new Rewriter(text).result;
}

class Rewriter {
    #text;
    /** Tokens outside of brackets, and those between the braces of what may be imports. */
    #tokens = [];
    /** { start, end, text }, in order. */
    #edits = [];
    #isOpen = false;

    constructor(text) {
        this.#text = text;
        let isImport = false;
        const scanner = new Scanner((token) => {
            if (token.depth === 0) isImport = token.text === "import" || (isImport && token.text !== ";");
            if (token.depth === 0 || isImport) this.#tokens.push(token);
        });
        scanner.feed(text);
        for (let at = 0; at < this.#tokens.length; at++) {
            if (this.#tokens[at].depth === 0) at = this.#declaration(at);
        }
    }

    get result() {
        let source = "";
        let from = 0;
        for (const { start, end, text } of this.#edits) {
            source += this.#text.slice(from, start) + text;
            from = end;
        }
        return { source: source + this.#text.slice(from), isOpen: this.#isOpen };
    }

    /** Rewrites what begins with a token; answers the last token that belongs to it. */
    #declaration(at) {
        const [token, next] = [this.#tokens[at], this.#tokens[at + 1]];
        switch (token.text) {
            case "const":
                if (!this.#isProperty(at)) this.#replace(token, "var  ");
                break;
            case "let":
                if (!this.#isProperty(at) && next && (isOperand(next.text) || /^[[{]$/.test(next.text))) {
                    this.#replace(token, "var");
                }
                break;
            case "class":
                if (this.#isStatement(at)) this.#class(at);
                break;
            case "import":
                if (this.#isStatement(at)) return this.#import(at);
                break;
            case "export":
                if (this.#isStatement(at) && declarations.has(next?.text)) this.#replace(token, "      ");
        }
        return at;
    }

    #replace(token, text) {
        this.#edits.push({ start: token.start, end: token.end, text });
    }

    #isProperty(at) {
        return /^\??\.$/.test(this.#tokens[at - 1]?.text ?? "");
    }

    /** Whether a statement may begin here. */
    #isStatement(at) {
        const previous = this.#tokens[at - 1];
        if (previous === undefined || previous.text === ";" || previous.text === "}" || previous.text === "export") {
            return true;
        }
        if (!this.#tokens[at].isNewLine || isOperator(previous.text)) return false;
        return isOperand(previous.text) || [")", "]", "++", "--"].includes(previous.text);
    }

    /** class A … { … }  ->  var A = class A … { … }; */
    #class(at) {
        const name = this.#tokens[at + 1];
        if (name === undefined || !isOperand(name.text) || name.text === "extends") return;
        let end = at + 2;
        while (end < this.#tokens.length && this.#tokens[end].text !== "{") {
            // A class that extends a class or function without a name stays what it is.
            if (["class", "function", ";"].includes(this.#tokens[end].text)) return;
            end += 1;
        }
        while (end < this.#tokens.length && this.#tokens[end].text !== "}") end += 1;
        if (end >= this.#tokens.length) return;
        this.#edits.push({ start: this.#tokens[at].start, end: this.#tokens[at].start, text: `var ${name.text} = ` });
        this.#edits.push({ start: this.#tokens[end].end, end: this.#tokens[end].end, text: ";" });
    }

    /** import a, { b as c } from "m"  ->  var { default: a, b: c } = await import("m") */
    #import(at) {
        let end = at + 1;
        while (end < this.#tokens.length && !/^["']/.test(this.#tokens[end].text)) {
            const { text } = this.#tokens[end];
            if (text === ";" || !(isOperand(text) || /^[*{},]$/.test(text))) return at;
            end += 1;
        }
        if (end >= this.#tokens.length) {
            this.#isOpen = true;
            return at;
        }
        const words = this.#tokens.slice(at + 1, end).map(({ text }) => text);
        if (words.length > 0 && words.pop() !== "from") return at;
        const [first, last] = [this.#tokens[at], this.#tokens[end]];
        const lines = "\n".repeat(this.#text.slice(first.start, last.end).split("\n").length - 1);
        const text = importText(words, last.text);
        if (text !== undefined) this.#edits.push({ start: first.start, end: last.end, text: text + lines });
        return end;
    }
}

/** The words between `import` and `from` as a declaration. */
function importText(words, specifier) {
    const module = `await import(${specifier})`;
    if (words.length === 0) return module;
    const clause = words.join(" ");
    const match = /^(?:([^\s*{},]+)(?: , |$))?(?:\* as (\S+)|\{ ?(.*?),? ?\})?$/.exec(clause);
    if (match === null) return undefined;
    const [, main, whole, named] = match;
    const names = main === undefined ? [] : [`default: ${main}`];
    for (const name of (named ?? "").split(" , ")) {
        if (name.trim() !== "") names.push(name.trim().replace(" as ", ": "));
    }
    if (whole === undefined) return `var { ${names.join(", ")} } = ${module}`;
    return `var ${whole} = ${module}${names.length > 0 ? `, { ${names.join(", ")} } = ${whole}` : ""}`;
}
