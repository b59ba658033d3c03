// How one value is described: what it is, then what is inside, as deep and as long as the limits let it be.

import { describeContents } from "./contents.js";
import { describeError } from "./errors.js";
import { describeFunction } from "./functions.js";
import { cutLimit, indentStep } from "./layout.js";
import { className } from "./names.js";
import { refuse } from "./refusal.js";

export const inspected = Symbol.for("ftl.inspect");

const usualDepth = 4;
const deepest = 40;
/** Characters of all that one value is made of, roughly: what comes after them is not looked at any more. */
const totalLimit = 30_000;

/** The description of one value, and what it has used up so far. */
export class Inspector {
    #left = totalLimit;
    #depth;
    /** Objects that contain themselves, with the numbers by which the text refers to them. */
    #references = new Map();

    constructor(depth = usualDepth) {
        this.#depth = depth === null ? deepest : Math.min(Math.max(Number(depth) || 0, 0), deepest);
    }

    /** The text, or its beginning where it is too long. */
    cut(text) {
        const shown = text.length > cutLimit ? text.slice(0, cutLimit) : text;
        this.#left -= shown.length;
        return shown;
    }

    /** @param parents what the value is inside of. @param indent what its further lines begin with. */
    describe(value, parents, indent) {
        if (this.#left <= 0) return "...";
        this.#left -= indent.length + 8;
        switch (typeof value) {
            case "string":
                return this.#describeString(value);
            case "bigint":
                return `${this.cut(String(value))}n`;
            case "number":
                return Object.is(value, -0) ? "-0" : String(value);
            case "function":
            case "object":
                return value === null ? "null" : this.#describeSafely(value, parents, indent);
            default:
                return this.cut(String(value));
        }
    }

    /** Whether what is inside of the parents is shown. */
    isShown(parents) {
        return parents.length <= this.#depth;
    }

    #describeString(value) {
        const rest = value.length - cutLimit;
        return JSON.stringify(this.cut(value)) + (rest > 0 ? `... ${rest} more characters` : "");
    }

    /** One object that refuses to be looked at takes nothing else with it. */
    #describeSafely(value, parents, indent) {
        try {
            return this.#describeObject(value, parents, indent);
        } catch (error) {
            return refuse(error, parents.length === 0 ? value : undefined);
        }
    }

    #describeObject(value, parents, indent) {
        if (parents.includes(value)) {
            if (!this.#references.has(value)) this.#references.set(value, this.#references.size + 1);
            return `[Circular *${this.#references.get(value)}]`;
        }
        const text = this.#describeContents(value, [...parents, value], indent);
        return this.#references.has(value) ? `<ref *${this.#references.get(value)}> ${text}` : text;
    }

    /** @param inside the value and what it is inside of. */
    #describeContents(value, inside, indent) {
        if (typeof value === "function") return describeFunction(this, value, inside, indent);
        if (typeof value[inspected] === "function") {
            const shown = value[inspected]();
            if (typeof shown === "string") return this.cut(shown);
            if (typeof shown !== "object" || shown === null) return this.describe(shown, inside, indent);
            return describeContents(this, shown, inside, indent, className(value));
        }
        if (value instanceof Error) return describeError(this, value, inside, indent);
        return describeContents(this, value, inside, indent, className(value));
    }

    /** How a value inside of another one is described: a function of the value. */
    deeper(inside, indent) {
        return (item) => this.describe(item, inside, indent + indentStep);
    }
}
