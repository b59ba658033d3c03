// URLSearchParams (URL standard, section 6.2): a list of names and values, which may be a URL's query.

import { inspected } from "../inspect/inspect.js";
import { parseForm, serializeForm } from "./form-urlencoded.js";
import { requireArguments, toUSVString } from "../webidl/idl.js";

/** For the class URL: parameters of a query; `update` is called with the new query after each change. */
export let makeLinked;
/** For the class URL: new parameters from a new query, without telling anybody. */
export let replaceAll;

export class URLSearchParams {
    /** Pairs [name, value]. */
    #pairs = [];
    #update = null;

    static {
        makeLinked = (query, update) => {
            const params = new URLSearchParams(query);
            params.#update = update;
            return params;
        };
        replaceAll = (params, query) => {
            params.#pairs = parseForm(query);
        };
    }

    /** Takes a query with or without its "?", an iterable of pairs, or an object with properties. */
    constructor(init = "") {
        const isObject = (typeof init === "object" && init !== null) || typeof init === "function";
        if (!isObject) {
            const query = toUSVString(init);
            this.#pairs = parseForm(query.startsWith("?") ? query.slice(1) : query);
        } else if (init[Symbol.iterator] !== undefined && init[Symbol.iterator] !== null) {
            this.#pairs = pairsOfSequence(init);
        } else {
            this.#pairs = pairsOfRecord(init);
        }
    }

    get size() {
        return this.#pairs.length;
    }

    append(name, value) {
        requireArguments("append", arguments.length, 2);
        this.#pairs.push([toUSVString(name), toUSVString(value)]);
        this.#changed();
    }

    /** Removes all pairs with the name or, if there is a value, with name and value. */
    delete(name, value = undefined) {
        requireArguments("delete", arguments.length, 1);
        const matches = matcher(name, value);
        this.#pairs = this.#pairs.filter((pair) => !matches(pair));
        this.#changed();
    }

    /** The first value with the name, or null. */
    get(name) {
        requireArguments("get", arguments.length, 1);
        return this.#pairs.find(matcher(name))?.[1] ?? null;
    }

    getAll(name) {
        requireArguments("getAll", arguments.length, 1);
        return this.#pairs.filter(matcher(name)).map(([, value]) => value);
    }

    has(name, value = undefined) {
        requireArguments("has", arguments.length, 1);
        return this.#pairs.some(matcher(name, value));
    }

    /** The first pair with the name gets the value, and the others go; without any, there is one more. */
    set(name, value) {
        requireArguments("set", arguments.length, 2);
        const [key, text] = [toUSVString(name), toUSVString(value)];
        const first = this.#pairs.findIndex(([other]) => other === key);
        if (first < 0) {
            this.#pairs.push([key, text]);
        } else {
            this.#pairs[first] = [key, text];
            this.#pairs = this.#pairs.filter(([other], at) => at <= first || other !== key);
        }
        this.#changed();
    }

    /** Sorts by name, in the order of code units; pairs with the same name stay in order. */
    sort() {
        this.#pairs.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
        this.#changed();
    }

    forEach(callback, thisArgument = undefined) {
        requireArguments("forEach", arguments.length, 1);
        if (typeof callback !== "function") throw new TypeError("forEach: the callback is a function");
        for (let at = 0; at < this.#pairs.length; at++) {
            const [name, value] = this.#pairs[at];
            callback.call(thisArgument, value, name, this);
        }
    }

    entries() {
        return this.#iterate(([name, value]) => [name, value]);
    }

    keys() {
        return this.#iterate(([name]) => name);
    }

    values() {
        return this.#iterate(([, value]) => value);
    }

    toString() {
        return serializeForm(this.#pairs);
    }

    [inspected]() {
        return this.#pairs;
    }

    /** What is changed while somebody iterates shows in what comes (Web IDL 3.7.10). */
    *#iterate(select) {
        for (let at = 0; at < this.#pairs.length; at++) yield select(this.#pairs[at]);
    }

    #changed() {
        this.#update?.(serializeForm(this.#pairs));
    }
}

Object.defineProperties(URLSearchParams.prototype, {
    [Symbol.iterator]: { value: URLSearchParams.prototype.entries, writable: true, configurable: true },
    [Symbol.toStringTag]: { value: "URLSearchParams", configurable: true },
});

function matcher(name, value) {
    const key = toUSVString(name);
    if (value === undefined) return ([other]) => other === key;
    const text = toUSVString(value);
    return ([other, content]) => other === key && content === text;
}

/** sequence<sequence<USVString>>, each with two items. */
function pairsOfSequence(init) {
    return Array.from(init, (item) => {
        const isObject = (typeof item === "object" && item !== null) || typeof item === "function";
        if (!isObject || typeof item[Symbol.iterator] !== "function") {
            throw new TypeError("URLSearchParams: each pair is an iterable of a name and a value");
        }
        const pair = [...item];
        if (pair.length !== 2) throw new TypeError(`URLSearchParams: a pair has 2 items, not ${pair.length}`);
        return pair.map(toUSVString);
    });
}

/** record<USVString, USVString>: a name that comes again after its conversion takes the first one's place. */
function pairsOfRecord(init) {
    const values = new Map();
    for (const key of Reflect.ownKeys(init)) {
        if (!Object.getOwnPropertyDescriptor(init, key)?.enumerable) continue;
        values.set(toUSVString(key), toUSVString(init[key]));
    }
    return [...values];
}
