// Tokens of JavaScript, as far as it takes to know which brackets are open, and what stands outside of all brackets.
// Text comes in pieces that end where a line ends. This is no parser: what is wrong with a script, the engine says.

/** Words after which a slash begins a regular expression. */
const operators = new Set([
    "return", "typeof", "case", "in", "of", "delete", "void", "instanceof", "new", "do", "else", "throw", "await",
    "yield", "extends", "default",
]);
/** Words whose parentheses are followed by a statement. */
const headed = new Set(["if", "while", "for", "with"]);
const closers = { "(": ")", "[": "]", "{": "}" };

const space = /[\s\ufeff]+/y;
const word = /#?[\p{ID_Start}$_\\][\p{ID_Continue}$\u200c\u200d\\]*/uy;
const number = /\.?\d[\w.]*/y;
const string = /"[^"\\\n]*(?:\\(?:\r\n|[^])[^"\\\n]*)*"|'[^'\\\n]*(?:\\(?:\r\n|[^])[^'\\\n]*)*'/y;
/** A string that goes on in the next line. */
const brokenString = /["'][^\\\n]*(?:\\.[^\\\n]*)*\\\r?\n$/y;
const lineComment = /\/\/.*/y;
const regularExpression = /\/(?![*/])(?:[^\\/[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[\p{ID_Continue}$]*/uy;
const punctuator = /\?\.(?!\d)|=>|\+\+|--|\.\.\.|[^]/uy;

function take(pattern, text, at) {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
}

/** Whether a word is one after which an expression has to follow. */
export function isOperator(text) {
    return operators.has(text);
}

/** Whether a token is a name, a number or a literal. */
export function isOperand(text) {
    return !operators.has(text) && /^(?:[#\p{ID_Start}$_\\"'`\d]|\.\d|\/.)/u.test(text);
}

export class Scanner {
    /** Open brackets, innermost last: { closer, isRegexpNext }. The closer of a template is "`". */
    #open = [];
    #isComment = false;
    #isString = false;
    #isBroken = false;
    /** Whether a slash begins a regular expression here. */
    #isRegexpNext = true;
    #previous = "";
    /** Characters that were taken before this piece. */
    #offset = 0;
    #onToken;

    /**
     * `onToken({ text, start, end, depth, isNewLine })` is called for each token that is not inside of a template; `depth`
     * is the number of brackets around it, and `isNewLine` says whether a line ended before it.
     */
    constructor(onToken = () => {}) {
        this.#onToken = onToken;
    }

    /** Whether a bracket, a template, a comment or a string is open. */
    get isOpen() {
        return this.#open.length > 0 || this.#isComment || this.#isString;
    }

    /** Whether a bracket was closed that was not open: no text after it makes a script of it. */
    get isBroken() {
        return this.#isBroken;
    }

    /** Takes the next piece of text. */
    feed(text) {
        let at = 0;
        let isNewLine = this.#offset > 0;
        while (at < text.length) {
            if (this.#isComment || this.#isString || this.#open.at(-1)?.closer === "`") {
                at = this.#inside(text, at);
                continue;
            }
            const blank = take(space, text, at);
            if (blank !== undefined) {
                isNewLine ||= blank.includes("\n");
                at += blank.length;
            } else if (text.startsWith("/*", at)) {
                this.#isComment = true;
                at += 2;
            } else if (text.startsWith("//", at)) {
                at += take(lineComment, text, at).length;
            } else {
                const token = this.#next(text, at);
                const before = this.#open.length;
                this.#act(token);
                const depth = Math.min(before, this.#open.length);
                const start = this.#offset + at;
                at += token.length;
                this.#onToken({ text: token, start, end: this.#offset + at, depth, isNewLine });
                this.#previous = token;
                isNewLine = false;
            }
        }
        this.#offset += text.length;
    }

    /** Goes on in a comment, a string or a template; answers where that ends or, if it does not, the text's end. */
    #inside(text, at) {
        if (this.#isComment) {
            const end = text.indexOf("*/", at);
            this.#isComment = end < 0;
            return end < 0 ? text.length : end + 2;
        }
        if (this.#isString) {
            // Only whether the line ends in a backslash again is asked: strings of several lines are rare.
            this.#isString = /\\\r?\n$/.test(text);
            return text.length;
        }
        for (let end = at; end < text.length; end++) {
            if (text[end] === "\\") {
                end += 1;
            } else if (text[end] === "`") {
                this.#close("`");
                this.#previous = "`";
                return end + 1;
            } else if (text[end] === "$" && text[end + 1] === "{") {
                this.#open.push({ closer: "}", isRegexpNext: false });
                this.#isRegexpNext = true;
                return end + 2;
            }
        }
        return text.length;
    }

    #next(text, at) {
        const first = text[at];
        if (/[\w$\\#]/.test(first) || first > "\x7f") {
            return take(word, text, at) ?? take(number, text, at) ?? take(punctuator, text, at);
        }
        if (first === '"' || first === "'") {
            const whole = take(string, text, at);
            if (whole !== undefined) return whole;
            const broken = take(brokenString, text, at);
            if (broken !== undefined) this.#isString = true;
            return broken ?? first;
        }
        const literal = first === "." ? take(number, text, at)
            : first === "/" && this.#isRegexpNext ? take(regularExpression, text, at) : undefined;
        return literal ?? take(punctuator, text, at);
    }

    #act(token) {
        switch (token) {
            case "(":
            case "[":
            case "{":
                this.#open.push({ closer: closers[token], isRegexpNext: this.#isRegexpAfter(token) });
                this.#isRegexpNext = true;
                break;
            case "`":
                this.#open.push({ closer: "`", isRegexpNext: false });
                break;
            case ")":
            case "]":
            case "}":
                this.#close(token);
                break;
            case "++":
            case "--":
                break;
            default:
                this.#isRegexpNext = !isOperand(token);
        }
    }

    #close(closer) {
        const bracket = this.#open.pop();
        if (bracket?.closer !== closer) this.#isBroken = true;
        this.#isRegexpNext = bracket?.isRegexpNext ?? false;
    }

    /** Whether, after this bracket is closed, a slash begins a regular expression: where it held statements. */
    #isRegexpAfter(bracket) {
        const previous = this.#previous;
        if (bracket === "(") return headed.has(previous);
        if (bracket === "[") return false;
        return ["", ")", ";", "{", "}", "=>", "do", "else"].includes(previous) || isOperand(previous);
    }
}
