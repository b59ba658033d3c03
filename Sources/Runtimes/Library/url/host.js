// Hosts of URLs (URL standard, section 3): parsing, which answers them serialized. Throws UrlFailure.

import { decode, encode } from "ftl:native";
import { DomainFailure, domainToAscii } from "./domain.js";
import { endsInNumber, parseIPv4, parseIPv6 } from "./ip-address.js";
import { percentDecode, percentEncode, sets } from "./percent.js";

const forbiddenInHost = /[\0\t\n\r #/:<>?@[\\\]^|]/;
const forbiddenInDomain = /[\0-\x20#/:<>?@[\\\]^|%\x7f]/;

/** Why something is no URL, as a text for people. */
export class UrlFailure {
    constructor(reason) {
        this.reason = reason;
    }
}

/** The host parser. @param isOpaque the URL's scheme is not special. */
export function parseHost(text, isOpaque) {
    if (text.startsWith("[")) {
        const address = text.endsWith("]") ? parseIPv6(text.slice(1, -1)) : null;
        if (address === null) throw new UrlFailure(`'${text}' is no IPv6 address`);
        return `[${address}]`;
    }
    if (isOpaque) {
        requireAllowed(text, forbiddenInHost);
        return percentEncode(text, sets.c0Control);
    }
    const domain = text.includes("%") ? decode(percentDecode(encode(text))) : text;
    const ascii = toAscii(domain);
    if (ascii === "") throw new UrlFailure("its host is empty");
    requireAllowed(ascii, forbiddenInDomain);
    if (!endsInNumber(ascii)) return ascii;
    const address = parseIPv4(ascii);
    if (address === null) throw new UrlFailure(`'${ascii}' ends in a number and is no IPv4 address`);
    return address;
}

function requireAllowed(host, forbidden) {
    const found = forbidden.exec(host);
    if (found) throw new UrlFailure(`a host cannot hold ${JSON.stringify(found[0])}`);
}

function toAscii(domain) {
    try {
        return domainToAscii(domain);
    } catch (error) {
        if (error instanceof DomainFailure) throw new UrlFailure(error.reason);
        throw error;
    }
}
