// A key-value service. A client opens a key by its name, and then reads and writes its value like a file. Reading the
// service itself lists the keys, one a line.

import { Attribute, FtlError, Service } from "ftl";

const longestValue = 65536;
const mostKeys = 1024;
/** An attribute of a key: set, it removes the key. */
const removed = 256;
/** Values as bytes, by the names of their keys. */
const values = new Map();

function valueOf(key) {
    const value = values.get(key);
    if (value === undefined) throw new FtlError("notFound");
    return value;
}

/** The value with another length: cut off, or continued with zeroes. */
function resize(value, length) {
    if (length > longestValue) throw new FtlError("tooLarge");
    const resized = new Uint8Array(length);
    resized.set(value.subarray(0, length));
    return resized;
}

function write(key, offset, bytes) {
    if (!values.has(key) && values.size >= mostKeys) throw new FtlError("limitReached");
    const value = values.get(key) ?? new Uint8Array(0);
    const end = Number(offset) + bytes.length;
    const written = resize(value, Math.max(value.length, end));
    written.set(bytes, Number(offset));
    values.set(key, written);
}

function setattr(key, [attribute, value]) {
    if (attribute === removed) values.delete(key);
    else if (attribute === Attribute.length) values.set(key, resize(valueOf(key), Number(value)));
    else throw new FtlError("unsupported");
}

function part(bytes, [offset, count]) {
    return bytes.subarray(Number(offset), Number(offset) + Number(count));
}

/** Answers a request about the service itself. */
function answerRoot(request) {
    if (request.kind === "open") {
        if (request.text === "") throw new FtlError("invalidArgument");
        return request.accept(request.text);
    }
    if (request.kind !== "read") throw new FtlError("unsupported");
    const list = [...values.keys()].sort().map((key) => `${key}\n`).join("");
    return request.reply({ body: part(new TextEncoder().encode(list), request.words) });
}

/** Answers a request about one key. */
function answerKey(request, key) {
    switch (request.kind) {
        case "read":
            return request.reply({ body: part(valueOf(key), request.words) });
        case "write":
            write(key, request.words[0], request.body);
            return request.reply({ words: [request.body.length, 0] });
        case "getattr":
            if (request.words[0] !== Attribute.length) throw new FtlError("unsupported");
            return request.reply({ words: [valueOf(key).length, 0] });
        case "setattr":
            setattr(key, request.words);
            return request.reply();
        default:
            throw new FtlError("unsupported");
    }
}

const answer = (request) =>
    request.context === undefined ? answerRoot(request) : answerKey(request, request.context);

await Service.run("kv", answer, { clients: 1 });
console.log(`closed with ${values.size} keys`);
