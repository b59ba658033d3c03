// Numbers as the system has them: 64 bits. In scripts they are Numbers where a Number can hold them exactly and
// BigInts otherwise.

const largest = BigInt(Number.MAX_SAFE_INTEGER);

/** The 64-bit word at an offset of a DataView. */
export function wordAt(view, offset) {
    const value = view.getBigUint64(offset, true);
    return value <= largest ? Number(value) : value;
}

/** The largest 64-bit word: as a deadline, for ever. */
export const forever = 0xffff_ffff_ffff_ffffn;
