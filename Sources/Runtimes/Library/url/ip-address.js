// IP addresses in URLs (URL standard, sections 3.5 and 3.6). Both kinds are answered as text in their one shortest form.

/** Whether a domain name is an IPv4 address, or what should have been one: the "ends in a number checker". */
export function endsInNumber(domain) {
    const parts = domain.split(".");
    if (parts.at(-1) === "" && parts.length > 1) parts.pop();
    const last = parts.at(-1);
    return /^[0-9]+$/.test(last) || parseNumber(last) !== null;
}

/** The address in four decimal numbers, or null. */
export function parseIPv4(domain) {
    const parts = domain.split(".");
    if (parts.at(-1) === "" && parts.length > 1) parts.pop();
    if (parts.length > 4) return null;
    const numbers = parts.map(parseNumber);
    if (numbers.includes(null)) return null;
    let address = numbers.pop();
    if (numbers.some((number) => number > 255) || address >= 256 ** (4 - numbers.length)) return null;
    numbers.forEach((number, at) => (address += number * 256 ** (3 - at)));
    return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
}

/** A number in base 10, 8 (0…) or 16 (0x…), or null. A large one is not exact, and larger than any address. */
function parseNumber(text) {
    if (/^0x[0-9a-f]*$/i.test(text)) return text.length === 2 ? 0 : parseInt(text.slice(2), 16);
    if (/^0[0-7]*$/.test(text)) return parseInt(text, 8);
    return /^[1-9][0-9]*$/.test(text) ? parseInt(text, 10) : null;
}

/** The address without its brackets, serialized, or null. */
export function parseIPv6(text) {
    const halves = text.split("::");
    if (halves.length > 2) return null;
    const [front, back] = halves.map((half, at) => parsePieces(half, at === halves.length - 1));
    if (front === null || back === null) return null;
    if (halves.length === 1) return front.length === 8 ? serializeIPv6(front) : null;
    const missing = 8 - front.length - back.length;
    // The two colons stand for one piece at least.
    return missing >= 1 ? serializeIPv6([...front, ...new Array(missing).fill(0), ...back]) : null;
}

/** Pieces of 16 bits; the last two may be an IPv4 address. Null for anything else. */
function parsePieces(text, mayEndInIPv4) {
    if (text === "") return [];
    const parts = text.split(":");
    const pieces = [];
    for (const [at, part] of parts.entries()) {
        if (/^[0-9a-f]{1,4}$/i.test(part)) {
            pieces.push(parseInt(part, 16));
            continue;
        }
        // Here, other than in IPv4 alone, the numbers are decimal and have no leading zeros.
        const bytes = /^(0|[1-9][0-9]{0,2})\.(0|[1-9][0-9]{0,2})\.(0|[1-9][0-9]{0,2})\.(0|[1-9][0-9]{0,2})$/.exec(part);
        const numbers = bytes?.slice(1).map(Number);
        if (!mayEndInIPv4 || at !== parts.length - 1 || !numbers || numbers.some((number) => number > 255)) return null;
        pieces.push(numbers[0] * 256 + numbers[1], numbers[2] * 256 + numbers[3]);
    }
    return pieces;
}

/** The first of the longest rows of zeros, if there is one of two or more, becomes two colons (RFC 5952). */
function serializeIPv6(pieces) {
    let [start, length] = [-1, 1];
    for (let at = 0; at < 8; at++) {
        let end = at;
        while (end < 8 && pieces[end] === 0) end++;
        if (end - at > length) [start, length] = [at, end - at];
        at = end;
    }
    const text = pieces.map((piece) => piece.toString(16));
    if (start < 0) return text.join(":");
    return `${text.slice(0, start).join(":")}::${text.slice(start + length).join(":")}`;
}
