// URL records (URL standard, section 4.1): the parts of a URL as they are serialized. `host` is null where there is
// none, and serialized otherwise; `path` is an array of segments or, where it is opaque, a string.

const defaultPorts = new Map([["ftp", 21], ["file", null], ["http", 80], ["https", 443], ["ws", 80], ["wss", 443]]);

export function isSpecialScheme(scheme) {
    return defaultPorts.has(scheme);
}

/** The port that a special scheme has without one being named; null or undefined for others. */
export function defaultPort(scheme) {
    return defaultPorts.get(scheme);
}

export class UrlRecord {
    scheme = "";
    username = "";
    password = "";
    host = null;
    port = null;
    path = [];
    query = null;
    fragment = null;

    get isSpecial() {
        return isSpecialScheme(this.scheme);
    }

    get hasOpaquePath() {
        return typeof this.path === "string";
    }

    get includesCredentials() {
        return this.username !== "" || this.password !== "";
    }

    get canHaveCredentials() {
        return this.host !== null && this.host !== "" && this.scheme !== "file";
    }

    /** Takes over where another one is: everything from the user name to the host's port. */
    copyAuthority({ username, password, host, port }) {
        Object.assign(this, { username, password, host, port });
    }

    /** "Shorten a url's path": a drive letter stays. */
    shortenPath() {
        if (this.scheme === "file" && this.path.length === 1 && /^[A-Za-z]:$/.test(this.path[0])) return;
        this.path.pop();
    }

    /** The URL path serializer (section 4.5). */
    get serializedPath() {
        return this.hasOpaquePath ? this.path : this.path.map((segment) => `/${segment}`).join("");
    }

    /** Host and port, as they stand in the URL. */
    get serializedHost() {
        if (this.host === null) return "";
        return this.port === null ? this.host : `${this.host}:${this.port}`;
    }

    /** The URL serializer (section 4.5). */
    serialize() {
        let text = `${this.scheme}:`;
        if (this.host !== null) {
            text += "//";
            if (this.includesCredentials) {
                text += this.username + (this.password === "" ? "" : `:${this.password}`) + "@";
            }
            text += this.serializedHost;
        } else if (!this.hasOpaquePath && this.path.length > 1 && this.path[0] === "") {
            // Or the path's beginning would be taken for a host.
            text += "/.";
        }
        text += this.serializedPath;
        if (this.query !== null) text += `?${this.query}`;
        if (this.fragment !== null) text += `#${this.fragment}`;
        return text;
    }
}
