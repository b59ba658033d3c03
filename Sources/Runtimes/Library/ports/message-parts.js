// A value on its way through a channel: as many messages as it needs, each with a part of its bytes and at most one of
// its handles. docs/web/messageport.md has the layout of their words. Whoever changes it changes the version.

import { malformed } from "../clone/byte-reader.js";
import { mostTransfers } from "../clone/transfer.js";
import { bodyLength } from "../core/abi.js";

/** Bytes of one message's body at most (Limits.bodyLength). */
export const longestPart = bodyLength;

/** Bytes of a value at most. */
export const longestValue = 4 * 1024 * 1024;

/** What bounds the inside of a value that is sent: see StructuredSerializer. */
export const bounds = Object.freeze({ depth: 1000, values: 100_000 });

const version = 1;
const abandoned = 16;
const low = 2 ** 32;

/** The words of a part: of which value, in bytes and handles, and where in both it belongs. */
export function makeWords({ length, handles, offset, handle, isAbandoned = false }) {
    const kind = version + (isAbandoned ? abandoned : 0);
    return [length + handles * low + kind * low * 2 ** 16, offset + handle * low];
}

/** The same from words that have arrived; DataCloneError where they are none of a part. */
export function readWords([first, second]) {
    // Anything above is no part: such words are BigInts.
    if (typeof first !== "number" || typeof second !== "number") throw malformed("words of no part");
    const kind = Math.floor(first / (low * 2 ** 16));
    if (kind !== version && kind !== version + abandoned) throw malformed(`version ${kind} is not known`);
    const part = {
        length: first % low,
        handles: Math.floor(first / low) % 2 ** 16,
        offset: second % low,
        handle: Math.floor(second / low),
        isAbandoned: kind !== version,
    };
    if (part.length < 1 || part.length > longestValue) throw malformed(`a value of ${part.length} bytes`);
    if (part.handles > mostTransfers) throw malformed(`a value with ${part.handles} handles`);
    return part;
}
