// Requests and replies from both sides: many at once, out of order, given up, never answered, refused. The script is
// its own client.

import { Attribute, Channel, connect, exit, FtlError, Handle, Service, Sink, sleep, Timer } from "ftl";
import { checkEnds } from "./ends.js";
import { checkTypes } from "./types.js";

let failures = 0;

function check(what, isTrue) {
    console.log(`${isTrue ? "ok" : "FAILED"}: ${what}`);
    if (!isTrue) failures += 1;
}

/** The code of the error that the promise rejects with, or its message where it has none. */
async function failureOf(promise) {
    try {
        await promise;
        return undefined;
    } catch (error) {
        return error.code ?? error.message;
    }
}

/** The least that a request's `signal` has to be. */
class Signal {
    aborted = false;
    reason;
    listeners = new Set();

    addEventListener(kind, listener) {
        this.listeners.add(listener);
    }

    removeEventListener(kind, listener) {
        this.listeners.delete(listener);
    }

    abort(reason) {
        this.aborted = true;
        this.reason = reason;
        for (const listener of [...this.listeners]) listener();
    }
}

// --- The service ---

const kept = [];
let most = 0;

const answers = {
    keep(request) {
        kept.push(request);
        most = Math.max(most, kept.length);
        if (kept.length === 3) for (const one of kept.splice(0).reverse()) one.reply({ body: one.words.join() });
    },
    store(request) {
        kept.push(request);
        most = Math.max(most, kept.length);
    },
    forget() {},
    async forgetLater() {
        await sleep(1);
    },
    refuse() {
        throw new FtlError("notAllowed");
    },
    async twice(request) {
        await request.reply({ body: "once" });
        check("a request is answered once", (await failureOf(request.reply())) === "invalidState" && request.isAnswered);
    },
    async large(request) {
        const code = await failureOf(request.reply({ body: new Uint8Array(20_000) }));
        check("who answers too much is told", code === "tooLarge");
    },
};

function answer(request) {
    if (request.kind === "open") return request.accept({ name: request.text });
    if (request.kind === "getattr") return request.reply({ words: [request.context.name.length, 0] });
    if (request.kind === "setattr") {
        request.context.name += `/${request.words.join()}`;
        return request.reply();
    }
    if (request.kind === "read") return request.reply({ body: request.context.name });
    return answers[request.text](request);
}

const service = Service.run("js-rpc", answer, { clients: 1 });
const client = await connect("js-rpc");

// --- Many at once ---

const order = [];
const replies = await Promise.all([1, 2, 3].map(async (number) => {
    const reply = await client.write("keep", { words: [number, 0] });
    order.push(number);
    return reply.text;
}));
check("replies may come in another order", order.join() === "3,2,1");
check("each goes to its request", replies.join(" ") === "1,0 2,0 3,0");

const file = await client.open("file");
await file.setattr(Attribute.length, 5);
check("what is opened has a channel and a context of its own", (await file.read()).text === "file/1,5");
check("an attribute is a number", (await file.getattr()) === 8);

const opened = [];
while (opened.length < 127) opened.push(await client.open("one more"));
check("a client cannot open channels without end", (await failureOf(client.open("too many"))) === "limitReached");
for (const channel of opened) channel.close();
await sleep(10);
check("closed ones make room", (await failureOf(client.open("again"))) === undefined);

// --- Those that nobody answers ---

check("a request that is dropped is answered", (await failureOf(client.write("forget"))) === "unsupported");
check("also one that is dropped later", (await failureOf(client.write("forgetLater"))) === "unsupported");
check("what the handler throws is the answer", (await failureOf(client.write("refuse"))) === "notAllowed");
check("the first answer counts", (await client.write("twice")).text === "once");
check("an answer that is too long is an error to both", (await failureOf(client.write("large"))) === "tooLarge");

most = 0;
const stored = Array.from({ length: 40 }, () => client.write("store"));
await sleep(20);
check(`a client has 16 requests without an answer at most: ${most}`, most === 16);
let answered = 0;
while (answered < 40) {
    for (const request of kept.splice(0)) {
        request.reply();
        answered += 1;
    }
    await sleep(1);
}
await Promise.all(stored);
check("and the others have their turn", most === 16);

client.write("store").catch(() => {});
await sleep(10);
const abandoned = failureOf(client.write("store"));
await sleep(10);
kept.length = 0;
await sleep(10);
check("a request that was kept and then dropped is answered", (await abandoned) === "unsupported");

// --- Those that are given up ---

{
    const [near, far] = Channel.create();
    const signal = new Signal();
    const opened = near.open("x", { signal });
    const other = near.read();
    const question = await far.receive();
    signal.abort(new Error("too slow"));
    check("a request that is given up rejects with the reason", (await failureOf(opened)) === "too slow");
    const [mine, theirs] = Channel.create();
    far.send({ kind: "openReply", id: question.id, handle: theirs });
    far.send({ kind: "readReply", id: (await far.receive()).id, body: "still here" });
    check("the others are not", (await other).text === "still here");
    check("a handle in a late reply is closed", (await failureOf(mine.receive())) === "peerClosed");
    check("and a reply that came leaves no listener", signal.listeners.size === 0);
    const odd = failureOf(near.getattr());
    far.send({ kind: "readReply", id: (await far.receive()).id });
    check("a reply of another kind is none", (await odd) === "malformed");
    far.send({ body: "a message" });
    check("a late reply is no message", (await near.receive()).text === "a message");
    check("one may be given up before it is sent", (await failureOf(near.read({ signal }))) === "too slow");
    const pending = [near.read(), near.write("x"), near.receive()].map(failureOf);
    near.close();
    check("closing rejects everything", (await Promise.all(pending)).join() === "peerClosed,peerClosed,peerClosed");
}

// --- No room ---

{
    const [near, far] = Channel.create();
    for (let count = 0; count < 64; count++) near.send({ body: "full" });
    let code;
    try {
        near.send();
    } catch (error) {
        code = error.code;
    }
    check("a full channel refuses", code === "overloaded");
    const signal = new Signal();
    const posts = ["a", "b", "c"].map((body) => near.post({ body }));
    const given = failureOf(near.write("given up", { signal }));
    const last = near.post({ body: "d" });
    signal.abort(new Error("enough"));
    check("a request that waits for room can be given up", (await given) === "enough");
    const texts = [];
    while (texts.length < 4) {
        const { text } = await far.receive();
        if (text !== "full") texts.push(text);
    }
    await Promise.all([...posts, last]);
    check("what waits for room is sent in order, and nothing that was given up", texts.join("") === "abcd");
    const waiting = [near.receive(), near.read()].map(failureOf);
    far[Symbol.dispose]();
    check("the other end's closing rejects everything", (await Promise.all(waiting)).join() === "peerClosed,peerClosed");
}

// --- Closing ---

{
    const [near, far] = Channel.create();
    const objects = [near, new Timer(), new Sink(), Channel.create()[0].handle];
    for (const object of objects) {
        object[Symbol.dispose]();
        object[Symbol.dispose]();
    }
    check("disposing closes", (await failureOf(far.receive())) === "peerClosed");
    check("and a handle has it, too", objects[3] instanceof Handle);
    check("the symbols are there", typeof Symbol.dispose === "symbol" && Symbol.asyncDispose !== undefined);
    const error = await near.request("read").catch((reason) => reason);
    check("an FtlError is an Error with a stack", !(error instanceof TypeError) && error.stack.includes("main.js"));
}

failures += await checkTypes(client);

file.close();
client.close();
await service;
check("the service ends with its client", true);
await checkEnds(check);

console.log(failures === 0 ? "all is as it should be" : `${failures} checks failed`);
exit(failures === 0 ? 0 : 1);
