// A port whose other end is not a port: it speaks the format by hand (docs/web/messageport.md), rightly and wrongly.
// Whatever comes, the port tells of a message or of an error, and goes on.
// @ts-nocheck (it passes what the declarations forbid, on purpose)

import { Channel, Timer } from "ftl";
import { check, same } from "ftl:test";
import { next, turn } from "./ports.js";

const version = 2 ** 48;
const abandoned = 17 * 2 ** 48;
const handles = (count) => count * 2 ** 32;
const bytes = (...values) => new Uint8Array(values);

/** What came of messages: "value", "error" for each. */
async function outcome(send) {
    const [raw, end] = Channel.create();
    const port = new MessagePort(end);
    const seen = [];
    port.onmessage = ({ data }) => seen.push(data);
    port.onmessageerror = ({ data, type }) => seen.push(data === null && type === "messageerror" ? "error" : "what?");
    await send(raw, port);
    // This one is right, and comes last: the port still works.
    raw.send({ id: 99, words: [version + 2, 0], body: bytes(0, 4) });
    while (seen.at(-1) !== true) await turn();
    raw.close();
    await next(port, "close");
    return seen.slice(0, -1);
}

const shown = (values) => values.map((value) => JSON.stringify(value) ?? String(value)).join(" ");

/** One value in one message. */
async function value(what, body, wanted) {
    const found = await outcome((raw) => raw.send({ id: 1, words: [version + body.length, 0], body: bytes(...body) }));
    same(what, shown(found), wanted);
}

async function messages(what, list, wanted) {
    const found = await outcome((raw) => {
        for (const message of list) raw.send(message);
    });
    same(what, shown(found), wanted);
}

const whole = (id, ...body) => ({ id, words: [version + body.length, 0], body: bytes(...body) });
const part = (id, length, offset, ...body) => ({ id, words: [version + length, offset], body: bytes(...body) });

async function testFormat() {
    await value("undefined", [0, 1], "undefined");
    await value("true", [0, 4], "true");
    await value("-1", [0, 5, 1], "-1");
    await value("300", [0, 5, 0xd8, 4], "300");
    await value("a float", [0, 6, 0, 0, 0, 0, 0, 0, 0xf8, 0x3f], "1.5");
    await value("a text", [0, 8, 2, 0xc3, 0xa9], '"é"');
    await value("code units", [0, 9, 1, 0x00, 0xd8], '"\\ud800"');
    await value("an object", [0, 0x10, 8, 1, 0x61, 5, 2, 8, 1, 0x62, 3, 0], '{"a":1,"b":false}');
    await value("an array with a hole", [0, 0x11, 2, 0x0b, 2, 0], "[null,null]");
    await value("a sparse array", [0, 0x12, 3, 8, 1, 0x31, 4, 0], "[null,true,null]");
    await value("a date", [0, 0x15, 0, 0, 0, 0, 0, 0, 0, 0], '"1970-01-01T00:00:00.000Z"');
    await value("a view of bytes", [0, 0x19, 2, 1, 1, 0x18, 2, 7, 9], '{"0":9}');
    await messages("a value in three parts", [part(1, 4, 0, 0, 8), part(1, 4, 2, 1), part(1, 4, 3, 0x61)], '"a"');
}

const className = [8, 12, ...new TextEncoder().encode("DOMException")];

async function testBroken() {
    const wrong = {
        "no value": [0], "an unknown tag": [0, 0x7f], "the tag of an end": [0, 0], "a hole": [0, 0x0b],
        "a literal": [0, 0x0f, 1], "a float that breaks off": [0, 6, 0], "a text that breaks off": [0, 8, 5, 0x61],
        "units that break off": [0, 9, 2, 0, 0], "a count without an end": [0, 8, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
        "a count above 2^32": [0, 8, 0xff, 0xff, 0xff, 0xff, 0x7f],
        "a large count": [0, 8, 0xff, 0xff, 0xff, 0xff, 0x0f],
        "bytes after the value": [0, 4, 4], "an object without an end": [0, 0x10, 8, 1, 0x61, 4],
        "a name that is no text": [0, 0x10, 5, 2, 4, 0], "a name without a value": [0, 0x10, 8, 1, 0x61, 0],
        "an array longer than its bytes": [0, 0x11, 0xff, 0xff, 0xff, 0xff, 0x0f, 4],
        "an array's length as a property": [0, 0x12, 1, 8, 6, 0x6c, 0x65, 0x6e, 0x67, 0x74, 0x68, 5, 8, 0],
        "a key without a value": [0, 0x13, 4, 0], "a reference to nothing": [0, 0x0a, 0],
        "a reference forward": [0, 0x11, 1, 0x0a, 1, 0], "a handle that did not come": [0, 0x0c, 0],
        "a kind of handle without one": [1, 2, 4], "a regular expression that is none": [0, 0x16, 8, 1, 0x28, 8, 0],
        "flags that are none": [0, 0x16, 8, 1, 0x61, 8, 1, 0x78], "a source that is none": [0, 0x16, 4, 8, 0],
        "an object of null": [0, 0x17, 2], "an object of an object": [0, 0x17, 0x10, 0],
        "a view of an unknown kind": [0, 0x19, 99, 0, 0, 0x18, 0],
        "a view beyond its buffer": [0, 0x19, 2, 0, 3, 0x18, 2, 1, 2],
        "a view between elements": [0, 0x19, 5, 1, 0, 0x18, 2, 1, 2], "a view of a text": [0, 0x19, 2, 0, 0, 8, 0],
        "a view of an array": [0, 0x11, 1, 0x19, 2, 0, 0, 0x0a, 0, 0], "an unknown error": [0, 0x1a, 50, 1, 1, 0],
        "an error's other property": [0, 0x1a, 0, 1, 1, 8, 1, 0x61, 4, 0], "an unknown class": [0, 0x1b, 8, 1, 0x41, 0],
        "a class with parts that are objects": [0, 0x1b, ...className, 1, 0x10, 0],
        "a BigInt that breaks off": [0, 7, 0, 9, 1], "65 kinds": [65],
    };
    const pattern = [0x16, 8, 0xb8, 0x17, ...new Array(3000).fill(0x61), 8, 0];
    wrong["too much of regular expressions"] = [0, 0x11, 2, ...pattern, ...pattern, 0];
    for (const [what, body] of Object.entries(wrong)) await value(what, body, '"error"');
    await value("a DOMException without parts", [0, 0x1b, ...className, 0], "{}");

    await messages("another kind of message", [{ kind: "read", id: 1 }], '"error"');
    await messages("a reply", [{ kind: "errorReply", words: [1, 0] }], '"error"');
    await messages("no words", [{ body: bytes(0, 4) }], '"error"');
    await messages("another version", [{ words: [2 * version + 2, 0], body: bytes(0, 4) }], '"error"');
    await messages("words above 2^53", [{ words: [2n ** 63n, 2n ** 64n - 1n], body: bytes(0, 4) }], '"error"');
    await messages("no bytes", [{ words: [version, 0], body: bytes() }], '"error"');
    await messages("a part without anything", [part(1, 4, 0)], '"error"');
    await messages("more bytes than there are", [part(1, 1, 0, 0, 4)], '"error"');
    await messages("too long a value", [part(1, 4 * 1024 * 1024 + 1, 0, 0)], '"error"');
    await messages("too many handles", [{ words: [version + handles(65) + 2, 0], body: bytes(65, 4) }], '"error"');
    await messages("a part of nothing, told once", [part(1, 9, 3, 0), part(1, 9, 4, 0), part(1, 9, 5, 0)], '"error"');
    const begun = part(1, 4, 0, 0, 8);
    const last = whole(3, 0, 3);
    const broken = (what, ...list) => messages(what, [...list, last], '"error" false');
    await broken("a part left out", part(1, 4, 0, 0), part(1, 4, 2, 0), part(1, 4, 3, 0));
    await broken("a part twice", begun, part(1, 4, 1, 8));
    await broken("another value between", begun, part(2, 4, 2, 1, 0x61));
    await broken("a value that is not finished", begun);
    await broken("another length on the way", begun, part(1, 5, 2, 1, 0x61));
    await messages("a value that is given up", [begun, { id: 1, words: [abandoned + 4, 0] }], '"error"');
    await messages("one that was not begun", [{ id: 1, words: [abandoned + 4, 0] }], '"error"');
    await messages(
        "what is none of it in between",
        [begun, { kind: "open", body: "x" }, part(1, 4, 2, 1, 0x61)], '"error" "a"');
}

async function testHandles() {
    const one = (handle, kind, index = 0) => {
        const words = [version + handles(1) + 4, handles(index)];
        return outcome((raw) => raw.send({ words, body: bytes(1, kind, 0x0c, 0), handle }));
    };
    const [end, other] = Channel.create();
    const [port] = await one(end, 2);
    check("a port by hand", port instanceof MessagePort);
    new MessagePort(other).postMessage("to it");
    port.start();
    same("it works", (await next(port)).data, "to it");
    check("a channel by hand", (await one(Channel.create()[0], 1))[0] instanceof Channel);
    check("a handle by hand", (await one(new Timer().handle, 0))[0].constructor === new Timer().handle.constructor);
    same("a timer for a port", shown(await one(new Timer().handle, 2)), '"error"');
    same("a timer for a channel", shown(await one(new Timer().handle, 1)), '"error"');
    same("a handle of no kind", shown(await one(new Timer().handle, 3)), '"error"');
    same("a handle with another number", shown(await one(new Timer().handle, 0, 1)), '"error"');
    // What is refused is closed: the other end hears of it.
    const [lost, loser] = Channel.create();
    const loserPort = new MessagePort(loser);
    const closed = next(loserPort, "close");
    const refused = await outcome((raw) => raw.send({ kind: "read", handle: lost }));
    same("a port in what is no value", shown(refused), '"error"');
    await closed;
    check("is closed", true);
    const [inBroken, brokenOther] = Channel.create();
    const brokenClosed = next(new MessagePort(brokenOther), "close");
    same("a port in a value that is broken", shown(await outcome((raw) => {
        raw.send({ id: 5, words: [version + handles(1) + 9, 0], body: bytes(1, 2), handle: inBroken });
        raw.send({ id: 5, words: [version + handles(1) + 9, 7], body: bytes(1, 2) });
    })), '"error"');
    await brokenClosed;
    check("is closed as well", true);
    const timers = await outcome((raw) => {
        for (let count = 0; count < 60; count++) raw.send({ kind: "getattr", handle: new Timer().handle });
    });
    same("sixty handles in no values", timers.length, 60);
}

/** Values that are right in all but a few bytes; whatever comes of them, it is a message or an error. */
async function testChanged() {
    const [raw, end] = Channel.create();
    const port = new MessagePort(end);
    port.postMessage({
        a: [1, 2.5, "text", -7n, null, , undefined], m: new Map([["k", new Set([1])]]), d: new Date(7), r: /x(y)/g,
        e: new RangeError("e", { cause: "c" }), v: new Uint16Array([1, 2, 3]), b: Object("boxed"), s: "\ud800",
        x: new DOMException("m", "AbortError"),
    });
    const { body, words } = await raw.receive();
    let count = 0;
    const heard = () => count++;
    port.onmessage = heard;
    port.onmessageerror = heard;
    let state = 12345;
    const random = (below) => {
        state = (Math.imul(state, 1103515245) + 12345) >>> 0;
        return (state >>> 8) % below;
    };
    const rounds = 1000;
    for (let round = 0; round < rounds; round++) {
        const changed = body.slice();
        for (let changes = 1 + random(3); changes > 0; changes--) changed[random(changed.length)] = random(256);
        raw.send({ id: round, words, body: changed });
        if (round % 32 === 31) while (count <= round) await turn();
    }
    while (count < rounds) await turn();
    same("a thousand values with changed bytes", count, rounds);
    for (let round = 0; round < 500; round++) {
        const noise = Uint8Array.from({ length: 1 + random(40) }, () => random(round % 2 === 0 ? 0x20 : 256));
        noise[0] = 0;
        raw.send({ id: round, words: [version + noise.length, 0], body: noise });
        if (round % 32 === 31) while (count <= rounds + round) await turn();
    }
    while (count < rounds + 500) await turn();
    same("five hundred of noise", count, rounds + 500);
    raw.close();
    await next(port, "close");

    // As much as a value may hold, of what takes the most memory for its bytes.
    const deep = new Uint8Array(60_000).fill(0x11);
    for (let at = 1; at < deep.length; at += 2) deep[at] = 1;
    deep[0] = 0;
    const found = await outcome(async (far) => {
        for (let at = 0; at < deep.length; at += 15_000) {
            far.send({ id: 1, words: [version + deep.length, at], body: deep.subarray(at, at + 15_000) });
        }
    });
    same("thirty thousand nested arrays are too many", shown(found), '"error"');
    const flat = new Uint8Array(201_000);
    flat.set([0, 0x14]);
    for (let at = 2; at < flat.length; at += 2) flat[at] = 0x10;
    const flatFound = await outcome(async (far) => {
        for (let at = 0; at < flat.length; at += 16_000) {
            await far.post({ id: 1, words: [version + flat.length, at], body: flat.subarray(at, at + 16_000) });
        }
    });
    same("a hundred thousand objects are too many", shown(flatFound), '"error"');
}

export async function testHostile() {
    await testFormat();
    await testBroken();
    await testHandles();
    await testChanged();
}
