// The basic URL parser (URL standard, section 4.4). The standard has a state machine that looks at one code point at a
// time; here a function stands for each state or a few of them, takes the text from `at` on in one piece and goes on
// with the next one's. The state override of a setter is the function that the setter calls.
//
// What fails throws UrlFailure. A setter that fails may have changed what lies before the failure, as in the standard.

import { parseHost, UrlFailure } from "./host.js";
import { percentEncode, sets } from "./percent.js";
import { defaultPort, isSpecialScheme, UrlRecord } from "./url-record.js";

/** The record of a URL. @param base the record that a relative URL is relative to, or null. */
export function parseUrl(input, base = null) {
    const text = withoutBreaks(trim(input));
    const url = new UrlRecord();
    const scheme = /^([A-Za-z][A-Za-z0-9+\-.]*):/.exec(text)?.[1].toLowerCase();
    if (scheme === undefined) parseWithoutScheme(url, text, base);
    else parseAfterScheme(url, text, scheme, base);
    return url;
}

/** Without C0 controls and spaces at both ends. */
function trim(text) {
    let [start, end] = [0, text.length];
    while (start < end && text[start] <= " ") start++;
    while (end > start && text[end - 1] <= " ") end--;
    return text.slice(start, end);
}

function withoutBreaks(text) {
    return text.replace(/[\t\n\r]/g, "");
}

function isSlash(url, character) {
    return character === "/" || (character === "\\" && url.isSpecial);
}

/** Where the first of these characters is, or the text's end. */
function find(text, at, expression) {
    const found = text.slice(at).search(expression);
    return found < 0 ? text.length : at + found;
}

function startsWithDriveLetter(text, at) {
    return /^[A-Za-z][:|](?:$|[/\\?#])/.test(text.slice(at, at + 3));
}

// --- From the scheme to the host ---

/** The end of the scheme state. */
function parseAfterScheme(url, text, scheme, base) {
    url.scheme = scheme;
    const at = scheme.length + 1;
    if (scheme === "file") parseFile(url, text, at, base);
    else if (isSpecialScheme(scheme)) {
        // Special relative or authority state; special authority slashes states.
        const isRelative = base?.scheme === scheme && !text.startsWith("//", at);
        if (isRelative) parseRelative(url, text, at, base);
        else parseAuthority(url, text, find(text, at, /[^/\\]/));
    } else if (text.startsWith("//", at)) parseAuthority(url, text, at + 2);
    else if (text[at] === "/") parsePath(url, text, at + 1);
    else parseOpaquePath(url, text, at);
}

/** No scheme state. */
function parseWithoutScheme(url, text, base) {
    if (base === null) throw new UrlFailure("it has no scheme and there is no base");
    if (base.hasOpaquePath) {
        if (text[0] !== "#") throw new UrlFailure(`its base '${base.serialize()}' has no path to start from`);
        Object.assign(url, { scheme: base.scheme, path: base.path, query: base.query });
        parseFragment(url, text, 0);
        return;
    }
    url.scheme = base.scheme;
    if (base.scheme === "file") parseFile(url, text, 0, base);
    else parseRelative(url, text, 0, base);
}

/** Relative state, relative slash state. */
function parseRelative(url, text, at, base) {
    if (isSlash(url, text[at])) {
        if (isSlash(url, text[at + 1])) {
            return parseAuthority(url, text, url.isSpecial ? find(text, at, /[^/\\]/) : at + 2);
        }
        url.copyAuthority(base);
        return parsePath(url, text, at + 1);
    }
    url.copyAuthority(base);
    inheritPath(url, text, at, base);
}

/** The rest of the relative and the file state: what there is of the base's path and query. */
function inheritPath(url, text, at, base) {
    url.path = [...base.path];
    if (at < text.length && text[at] !== "?" && text[at] !== "#") {
        if (url.scheme === "file" && startsWithDriveLetter(text, at)) url.path = [];
        else url.shortenPath();
        return parsePath(url, text, at);
    }
    url.query = base.query;
    parseAfterPath(url, text, at);
}

/** File state, file slash state. */
function parseFile(url, text, at, base) {
    const fileBase = base?.scheme === "file" ? base : null;
    url.host = "";
    if (isSlash(url, text[at])) {
        if (isSlash(url, text[at + 1])) return parseFileHost(url, text, at + 2);
        if (fileBase) {
            url.host = fileBase.host;
            const drive = fileBase.path[0];
            if (!startsWithDriveLetter(text, at + 1) && /^[A-Za-z]:$/.test(drive)) url.path.push(drive);
        }
        return parsePath(url, text, at + 1);
    }
    if (!fileBase) return parsePath(url, text, at);
    url.host = fileBase.host;
    inheritPath(url, text, at, fileBase);
}

/** File host state. */
function parseFileHost(url, text, at) {
    const end = find(text, at, /[/\\?#]/);
    const host = text.slice(at, end);
    // A drive letter is no host but the beginning of the path.
    if (/^[A-Za-z][:|]$/.test(host)) return parsePath(url, text, at);
    setFileHost(url, host);
    parsePathStart(url, text, end);
}

function setFileHost(url, text) {
    const host = text === "" ? "" : parseHost(text, false);
    url.host = host === "localhost" ? "" : host;
}

/** Authority state. */
function parseAuthority(url, text, at) {
    const end = find(text, at, url.isSpecial ? /[/\\?#]/ : /[/?#]/);
    const sign = text.slice(at, end).lastIndexOf("@");
    if (sign < 0) return parsePathStart(url, text, parseHostAndPort(url, text, at));
    const credentials = text.slice(at, at + sign);
    const colon = credentials.indexOf(":");
    url.username = percentEncode(colon < 0 ? credentials : credentials.slice(0, colon), sets.userinfo);
    if (colon >= 0) url.password = percentEncode(credentials.slice(colon + 1), sets.userinfo);
    if (at + sign + 1 === end) throw new UrlFailure("there is no host after its '@'");
    parsePathStart(url, text, parseHostAndPort(url, text, at + sign + 1));
}

/** Where a host ends: at its port, or at what follows it. */
function findHostEnd(url, text, at) {
    let isInBrackets = false;
    for (let end = at; ; end++) {
        const character = text[end] ?? "";
        if (character === "" || character === "?" || character === "#" || isSlash(url, character)) return end;
        if (character === ":" && !isInBrackets) return end;
        if (character === "[") isInBrackets = true;
        else if (character === "]") isInBrackets = false;
    }
}

/** Host state, port state. Answers where they end. */
function parseHostAndPort(url, text, at) {
    const end = findHostEnd(url, text, at);
    if (end === at && (text[end] === ":" || url.isSpecial)) throw new UrlFailure("it has no host");
    url.host = parseHost(text.slice(at, end), !url.isSpecial);
    if (text[end] !== ":") return end;
    const portEnd = find(text, end + 1, /[^0-9]/);
    const next = text[portEnd] ?? "";
    if (next !== "" && next !== "?" && next !== "#" && !isSlash(url, next)) {
        throw new UrlFailure(`its port holds ${JSON.stringify(next)}`);
    }
    readPort(url, text.slice(end + 1, portEnd));
    return portEnd;
}

function readPort(url, digits) {
    if (digits === "") return;
    const port = Number(digits);
    if (port > 0xffff) throw new UrlFailure(`its port is ${digits}, which is more than 65535`);
    url.port = port === defaultPort(url.scheme) ? null : port;
}

// --- From the path on ---

/** Path start state. */
function parsePathStart(url, text, at) {
    const isPath = isSlash(url, text[at]);
    if (isPath || url.isSpecial) parsePath(url, text, isPath ? at + 1 : at);
    else parseAfterPath(url, text, at);
}

/** Path state, and what follows a path. */
function parsePath(url, text, at) {
    parseAfterPath(url, text, parseSegments(url, text, at, url.isSpecial ? /[/\\?#]/g : /[/?#]/g));
}

/** Path state: the segments up to where a path ends, which it answers. */
function parseSegments(url, text, at, separator) {
    for (let start = at; ;) {
        separator.lastIndex = start;
        const end = separator.exec(text)?.index ?? text.length;
        const isLast = !isSlash(url, text[end]);
        addSegment(url, percentEncode(text.slice(start, end), sets.path), isLast);
        if (isLast) return end;
        start = end + 1;
    }
}

function addSegment(url, segment, isLast) {
    const dots = segment.replace(/%2e/gi, ".");
    if (dots === ".." || dots === ".") {
        if (dots === "..") url.shortenPath();
        // What follows a last "." or ".." is a segment that is empty.
        if (isLast) url.path.push("");
    } else if (url.scheme === "file" && url.path.length === 0 && /^[A-Za-z][:|]$/.test(segment)) {
        url.path.push(`${segment[0]}:`);
    } else {
        url.path.push(segment);
    }
}

/** Opaque path state. */
function parseOpaquePath(url, text, at) {
    const end = find(text, at, /[?#]/);
    const path = text.slice(at, end);
    // A space at the end would be lost when the URL is parsed again without what follows.
    const isSpaced = end < text.length && path.endsWith(" ");
    url.path = percentEncode(isSpaced ? path.slice(0, -1) : path, sets.c0Control) + (isSpaced ? "%20" : "");
    parseAfterPath(url, text, end);
}

/** Query state and fragment state, if there is any of them. */
function parseAfterPath(url, text, at) {
    let end = at;
    if (text[at] === "?") {
        end = find(text, at, /#/);
        url.query = encodeQuery(url, text.slice(at + 1, end));
    }
    if (text[end] === "#") parseFragment(url, text, end);
}

function encodeQuery(url, text) {
    return percentEncode(text, url.isSpecial ? sets.specialQuery : sets.query);
}

function parseFragment(url, text, at) {
    url.fragment = percentEncode(text.slice(at + 1), sets.fragment);
}

// --- State overrides: what the setters of the class URL do (section 6.1) ---

/** Scheme start state. */
export function overrideScheme(url, input) {
    const scheme = /^([A-Za-z][A-Za-z0-9+\-.]*):/.exec(withoutBreaks(`${input}:`))?.[1].toLowerCase();
    if (scheme === undefined || url.isSpecial !== isSpecialScheme(scheme)) return;
    if (scheme === "file" && (url.includesCredentials || url.port !== null)) return;
    if (url.scheme === "file" && url.host === "") return;
    url.scheme = scheme;
    if (url.port === defaultPort(scheme)) url.port = null;
}

/** Host state and, unless `isNameOnly`, port state. */
export function overrideHost(url, input, isNameOnly) {
    const text = withoutBreaks(input);
    if (url.scheme === "file") return setFileHost(url, text.slice(0, find(text, 0, /[/\\?#]/)));
    const end = findHostEnd(url, text, 0);
    if (text[end] === ":" && (end === 0 || isNameOnly)) return;
    if (end === 0 && (url.isSpecial || url.includesCredentials || url.port !== null)) return;
    url.host = parseHost(text.slice(0, end), !url.isSpecial);
    if (text[end] === ":") overridePort(url, text.slice(end + 1));
}

/** Port state: the digits at the beginning count. */
export function overridePort(url, input) {
    readPort(url, /^[0-9]*/.exec(withoutBreaks(input))[0]);
}

/** Path start state: here ? and # are part of the path. */
export function overridePath(url, input) {
    const text = withoutBreaks(input);
    url.path = [];
    if (text === "" && !url.isSpecial) {
        if (url.host === null) url.path.push("");
        return;
    }
    parseSegments(url, text, isSlash(url, text[0]) ? 1 : 0, url.isSpecial ? /[/\\]/g : /\//g);
}

/** Query state. */
export function overrideQuery(url, input) {
    url.query = encodeQuery(url, withoutBreaks(input));
}

/** Fragment state. */
export function overrideFragment(url, input) {
    url.fragment = percentEncode(withoutBreaks(input), sets.fragment);
}
