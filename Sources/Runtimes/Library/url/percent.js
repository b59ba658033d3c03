// Percent-encoding (URL standard, section 1.3). A set is a regular expression for the code points that are encoded.

/** The percent-encode sets by their names in the standard. Each holds the one it is made of. */
export const sets = Object.freeze({
    c0Control: /[^ -~]/gu,
    fragment: /[^ -~]|[ "<>`]/gu,
    query: /[^ -~]|[ "#<>]/gu,
    specialQuery: /[^ -~]|[ "#<>']/gu,
    path: /[^ -~]|[ "#<>?^`{}]/gu,
    userinfo: /[^ -~]|[ "#<>?^`{}/:;=@[\\\]|]/gu,
    formUrlencoded: /[^*\-.0-9A-Z_a-z]/gu,
});

/** Encodes the code points of a set as bytes of UTF-8. The text is well-formed. */
export function percentEncode(text, set) {
    return text.replace(set, encodePoint);
}

function encodePoint(point) {
    const code = point.codePointAt(0);
    // The engine's own function does the same for everything that is not ASCII.
    if (code > 0x7f) return encodeURIComponent(point);
    return `%${code.toString(16).toUpperCase().padStart(2, "0")}`;
}

/** The bytes that UTF-8 bytes stand for; what is no percent-encoded byte stays as it is. */
export function percentDecode(bytes) {
    const result = new Uint8Array(bytes.length);
    let length = 0;
    for (let at = 0; at < bytes.length; at++) {
        const high = bytes[at] === 0x25 ? hexDigit(bytes[at + 1]) : -1;
        const low = high < 0 ? -1 : hexDigit(bytes[at + 2]);
        if (low < 0) {
            result[length++] = bytes[at];
        } else {
            result[length++] = high * 16 + low;
            at += 2;
        }
    }
    return result.subarray(0, length);
}

/** The value of a byte that is a hexadecimal digit, -1 for any other and for none. */
function hexDigit(byte) {
    if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
    const letter = byte | 0x20;
    return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}
