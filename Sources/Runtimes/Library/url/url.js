// The class URL (URL standard, section 6.1).

import { inspected } from "../inspect/inspect.js";
import { UrlFailure } from "./host.js";
import { requireArguments, toUSVString } from "../webidl/idl.js";
import { percentEncode, sets } from "./percent.js";
import * as parser from "./url-parser.js";
import { UrlRecord } from "./url-record.js";
import { makeLinked, replaceAll } from "./url-search-params.js";

const schemesWithOrigin = new Set(["ftp", "http", "https", "ws", "wss"]);

/** The record of a URL, or the failure. */
function tryParse(url, base) {
    const text = toUSVString(url);
    const baseText = base === undefined ? undefined : toUSVString(base);
    let isBase = baseText !== undefined;
    try {
        const baseRecord = isBase ? parser.parseUrl(baseText) : null;
        isBase = false;
        return parser.parseUrl(text, baseRecord);
    } catch (error) {
        if (!(error instanceof UrlFailure)) throw error;
        error.reason = `'${shorten(isBase ? baseText : text)}' is no ${isBase ? "base URL" : "URL"}: ${error.reason}`;
        return error;
    }
}

function shorten(text) {
    return text.length > 200 ? `${text.slice(0, 200)}...` : text;
}

/** A setter that is given what it cannot take changes nothing, and says nothing. */
function ignoringFailure(change) {
    try {
        change();
    } catch (error) {
        if (!(error instanceof UrlFailure)) throw error;
    }
}

/** The origin (section 4.7), serialized. */
function originOf(record) {
    if (schemesWithOrigin.has(record.scheme)) return `${record.scheme}://${record.serializedHost}`;
    if (record.scheme !== "blob") return "null";
    const inner = tryParse(record.serializedPath);
    return inner instanceof UrlFailure || !/^https?$/.test(inner.scheme) ? "null" : originOf(inner);
}

export class URL {
    #record;
    /** Made when somebody asks for it. */
    #searchParams = null;

    constructor(url, base = undefined) {
        requireArguments("new URL", arguments.length, 1);
        // The record itself comes from URL.parse: no script has one.
        const record = url instanceof UrlRecord ? url : tryParse(url, base);
        if (record instanceof UrlFailure) throw new TypeError(record.reason);
        this.#record = record;
    }

    /** The URL, or null where there is none. */
    static parse(url, base = undefined) {
        requireArguments("URL.parse", arguments.length, 1);
        const record = tryParse(url, base);
        return record instanceof UrlFailure ? null : new URL(record);
    }

    static canParse(url, base = undefined) {
        requireArguments("URL.canParse", arguments.length, 1);
        return !(tryParse(url, base) instanceof UrlFailure);
    }

    static createObjectURL() {
        throw new TypeError("URL.createObjectURL: there are no object URLs here (no Blob and no store of them)");
    }

    static revokeObjectURL() {
        throw new TypeError("URL.revokeObjectURL: there are no object URLs here (no Blob and no store of them)");
    }

    get href() {
        return this.#record.serialize();
    }
    set href(value) {
        const record = tryParse(value);
        if (record instanceof UrlFailure) throw new TypeError(record.reason);
        this.#record = record;
        this.#renewSearchParams();
    }

    get origin() {
        return originOf(this.#record);
    }

    get protocol() {
        return `${this.#record.scheme}:`;
    }
    set protocol(value) {
        parser.overrideScheme(this.#record, toUSVString(value));
    }

    get username() {
        return this.#record.username;
    }
    set username(value) {
        const text = percentEncode(toUSVString(value), sets.userinfo);
        if (this.#record.canHaveCredentials) this.#record.username = text;
    }

    get password() {
        return this.#record.password;
    }
    set password(value) {
        const text = percentEncode(toUSVString(value), sets.userinfo);
        if (this.#record.canHaveCredentials) this.#record.password = text;
    }

    get host() {
        return this.#record.serializedHost;
    }
    set host(value) {
        const text = toUSVString(value);
        if (!this.#record.hasOpaquePath) ignoringFailure(() => parser.overrideHost(this.#record, text, false));
    }

    get hostname() {
        return this.#record.host ?? "";
    }
    set hostname(value) {
        const text = toUSVString(value);
        if (!this.#record.hasOpaquePath) ignoringFailure(() => parser.overrideHost(this.#record, text, true));
    }

    get port() {
        return String(this.#record.port ?? "");
    }
    set port(value) {
        const text = toUSVString(value);
        if (!this.#record.canHaveCredentials) return;
        if (text === "") this.#record.port = null;
        else ignoringFailure(() => parser.overridePort(this.#record, text));
    }

    get pathname() {
        return this.#record.serializedPath;
    }
    set pathname(value) {
        const text = toUSVString(value);
        if (!this.#record.hasOpaquePath) parser.overridePath(this.#record, text);
    }

    get search() {
        return this.#record.query ? `?${this.#record.query}` : "";
    }
    set search(value) {
        const text = toUSVString(value);
        if (text === "") this.#record.query = null;
        else parser.overrideQuery(this.#record, text.startsWith("?") ? text.slice(1) : text);
        this.#renewSearchParams();
    }

    /** The parameters of the query. What changes them changes the URL, and the other way round. */
    get searchParams() {
        this.#searchParams ??= makeLinked(`?${this.#record.query ?? ""}`, (query) => {
            this.#record.query = query === "" ? null : query;
        });
        return this.#searchParams;
    }

    get hash() {
        return this.#record.fragment ? `#${this.#record.fragment}` : "";
    }
    set hash(value) {
        const text = toUSVString(value);
        if (text === "") this.#record.fragment = null;
        else parser.overrideFragment(this.#record, text.startsWith("#") ? text.slice(1) : text);
    }

    toString() {
        return this.href;
    }

    toJSON() {
        return this.href;
    }

    [inspected]() {
        const { href, origin, protocol, username, password, host, hostname, port, pathname, search, hash } = this;
        return { href, origin, protocol, username, password, host, hostname, port, pathname, search, hash };
    }

    #renewSearchParams() {
        if (this.#searchParams) replaceAll(this.#searchParams, this.#record.query ?? "");
    }
}

Object.defineProperty(URL.prototype, Symbol.toStringTag, { value: "URL", configurable: true });
