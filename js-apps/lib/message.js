// Messages: what a channel carries. The layout of the info word is that of MessageInfo in Sources/FTLTypes.

import { decode, encode } from "ftl:native";

const numbers = {
    open: 1, read: 2, write: 3, getattr: 4, setattr: 5,
    openReply: 0x81, readReply: 0x82, writeReply: 0x83, getattrReply: 0x84, setattrReply: 0x85, errorReply: 0xff,
};
const names = new Map(Object.entries(numbers).map(([name, number]) => [number, name]));

/** The info word of a message of this kind and id. The runtime puts the body's length in. */
export function makeInfo(kind, id) {
    const number = Object.hasOwn(numbers, kind) ? numbers[kind] : undefined;
    if (number === undefined) throw new TypeError(`'${String(kind)}' is no kind of message`);
    if (!Number.isInteger(id) || id < 0 || id > 0xffff_ffff) {
        throw new TypeError(`a message's id is a whole number below 2^32, not ${String(id)}`);
    }
    return (BigInt(id) << 32n) | BigInt(number);
}

/** The parts of an info word. A kind that is none of ours has no name. */
export function readInfo(view, offset) {
    const number = view.getUint8(offset);
    return {
        kind: names.get(number),
        isReply: number >= 0x80,
        length: view.getUint16(offset + 2, true),
        id: view.getUint32(offset + 4, true),
    };
}

/** The kind that answers a request, or undefined. */
export function replyKind(kind) {
    return names.get(numbers[kind] | 0x80);
}

/** A body as bytes: strings become UTF-8. */
export function makeBody(body) {
    return typeof body === "string" ? encode(body) : body;
}

/** A message as it was received. `handle` is what came with it, or null. */
export class Message {
    constructor(kind, id, words, body, handle) {
        this.kind = kind;
        this.id = id;
        this.words = words;
        this.body = body;
        this.handle = handle;
    }

    /** The body as text. */
    get text() {
        return decode(this.body);
    }
}
