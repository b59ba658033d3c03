// Messages: what a channel carries. The layout of the info word is MessageInfo's in Sources/ABI/FTLTypes.

import { decode, encode } from "ftl:native";
import { attributes, infoField, messageKinds as numbers, replyBit } from "./abi.js";
import { isHandle, requireBody, requireObject, requireWord, requireWords } from "./check.js";

const names = new Map(Object.entries(numbers).map(([name, number]) => [number, name]));

/** Attributes that mean the same for every service (Attribute in Sources/ABI/FTLTypes); from 256 on they are its own. */
export const Attribute = Object.freeze({ ...attributes });

/**
 * What natives take of a checked message: kind, two words, body, and what has the handle with the handle itself.
 */
export function toContent({ kind, words, body, handle }) {
    return [numbers[kind], words[0], words[1], body, handle, handle === null ? null : handleOf(handle)];
}

/** The info word of a message of this kind and id. The runtime puts the body's length in. */
export function makeInfo(kind, id) {
    return (BigInt(id) << 32n) | BigInt(numbers[kind]);
}

/** A message as it was passed to the call `what`, every part read once and checked. */
export function checkMessage(what, message) {
    requireObject(`${what}: message`, message);
    const { kind = "write", id = 0, words = [0, 0], body = null, handle = null } = message;
    if (typeof kind !== "string" || !Object.hasOwn(numbers, kind)) {
        throw new TypeError(`${what}: kind must be the kind of a message, and '${String(kind)}' is none`);
    }
    if (!Number.isInteger(id) || id < 0 || id > 0xffff_ffff) {
        throw new TypeError(`${what}: id must be a whole number below 2^32, not ${String(id)}`);
    }
    requireWords(`${what}: words`, words);
    const pair = [words[0] ?? 0, words[1] ?? 0];
    for (const word of pair) requireWord(`${what}: a word`, word);
    requireBody(`${what}: body`, body);
    if (handle !== null && !isHandle(handleOf(handle))) {
        throw new TypeError(`${what}: handle must be a handle, an object that has one, or null`);
    }
    return { kind, id, words: pair, body: typeof body === "string" ? encode(body) : body, handle };
}

/** The handle of an object of this library. Anything else as it is: a Handle, or what the natives will refuse. */
export function handleOf(value) {
    return isHandle(value) ? value : (value?.handle ?? value);
}

/** Whether a message of this kind asks for a reply. */
export function isRequest(kind) {
    return typeof kind === "string" && Object.hasOwn(numbers, kind) && numbers[kind] < replyBit;
}

/** The parts of an info word. A kind that is none of ours has no name. */
export function readInfo(view, offset) {
    const number = view.getUint8(offset + infoField.kind);
    return {
        kind: names.get(number),
        isReply: number >= replyBit,
        length: view.getUint16(offset + infoField.length, true),
        id: view.getUint32(offset + infoField.id, true),
    };
}

/** The kind that answers a request. */
export function replyKind(kind) {
    return names.get(numbers[kind] | replyBit);
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
