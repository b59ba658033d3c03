// What comes when a channel has ended already, or in the middle of something: nothing is lost and nobody waits for ever.
// @ts-nocheck (it passes what the declarations forbid, on purpose)

import { Channel, connect, Service, sleep } from "ftl";

/** A channel whose other end, which is answered too, takes nothing more. */
function makeFull() {
    const ends = Channel.create();
    try {
        while (true) ends[0].send({ body: "full" });
    } catch {
        return ends;
    }
}

const late = (milliseconds) => sleep(milliseconds).then(() => "nothing");

/** How a promise ended: the code of its error, or its message, or "fulfilled". */
const ending = (promise) => promise.then(() => "fulfilled", (error) => error.code ?? error.message);

/** Closing, when the kernel has told already of a reply that comes after it. */
async function checkLateReply(check) {
    const [near, far] = Channel.create();
    const ask = ending(near.read());
    const { id } = await far.receive();
    const [first, last] = Channel.create();
    const closed = first.receive().then(() => near.close());
    last.send();
    far.send({ kind: "readReply", id });
    await closed;
    check("a reply that comes after closing harms nobody", (await ask) === "peerClosed");
    await sleep(1);
}

async function checkMoving(check) {
    const [near, far] = makeFull();
    const post = near.post({ body: "last" });
    let refusal = "";
    try {
        refusal = String(new MessagePort(near));
    } catch (error) {
        refusal = error.code;
    }
    check("a channel whose messages wait to be sent cannot be moved", refusal === "invalidState");
    let text = "";
    while (text !== "last") ({ text } = await far.receive());
    await post;
    check("and they are sent", text === "last");

    const moved = Channel.create()[0];
    new MessagePort(moved).close();
    moved[Symbol.dispose]();
    check("disposing of a channel that was moved does nothing", true);

    // What was told to a channel and not received stays with it when it could not be moved.
    const [taker, giver] = Channel.create();
    const reply = taker.read();
    const { id } = await giver.receive();
    giver.send({ body: "kept" });
    giver.send({ kind: "readReply", id });
    await reply;
    const [through, end] = Channel.create();
    const port = new MessagePort(through);
    let failure = "";
    try {
        // Its own other end cannot go through a channel.
        port.postMessage(null, [end.handle, taker]);
    } catch (error) {
        failure = error.name;
    }
    check("a transfer fails as a whole", failure === "DataCloneError");
    const kept = await Promise.race([taker.receive(), late(200)]);
    check("a channel that was not moved keeps its messages", kept.text === "kept");
    port.close();
}

/** Signals that do something while they are listened to. */
async function checkSignals(check) {
    const [near, far] = Channel.create();
    const hasty = {
        aborted: false,
        reason: new Error("at once"),
        addEventListener: (kind, listener) => listener(),
    };
    check("a request can be given up before it is sent", (await ending(near.read({ signal: hasty }))) === "at once");
    const broken = {
        aborted: false,
        addEventListener() {
            throw new Error("broken");
        },
    };
    check("a signal that throws fails the request", (await ending(near.read({ signal: broken }))) === "broken");
    near.send({ body: "first" });
    check("and nothing was sent", (await far.receive()).text === "first");
    near.close();
}

/** A service that was closed while a request waited to be taken. */
async function checkClosedService(check) {
    const service = Service.register("js-rpc");
    const clients = [await connect("js-rpc"), await connect("js-rpc")];
    const asks = clients.map((client) => ending(client.write("x")));
    const { value: taken } = await service.next();
    await sleep(1);
    service.close();
    check("who waits for a service that is closed is told", (await Promise.all(asks)).join() === "peerClosed,peerClosed");
    check("nothing more comes of it", (await service.next()).done && !taken.isAnswered);
}

/** A handler that fails when its service has ended already. */
async function checkLateFailure(check) {
    const { promise, resolve } = Promise.withResolvers();
    const listen = (event) => {
        event.preventDefault();
        resolve(event.reason.message);
    };
    addEventListener("unhandledrejection", listen);
    const over = Promise.withResolvers();
    const service = Service.run("js-rpc", async () => {
        await over.promise;
        throw new Error("late");
    }, { clients: 1 });
    const client = await connect("js-rpc");
    const ask = ending(client.write("x"));
    await sleep(1);
    client.close();
    await Promise.all([ask, service]);
    over.resolve();
    check("what fails after the service's end is not lost", (await Promise.race([promise, late(500)])) === "late");
    removeEventListener("unhandledrejection", listen);
}

export async function checkEnds(check) {
    await checkLateReply(check);
    await checkMoving(check);
    await checkSignals(check);
    await checkClosedService(check);
    await checkLateFailure(check);
}
