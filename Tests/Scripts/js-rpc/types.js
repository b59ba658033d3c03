// What a script passes that is of the wrong type is refused, by an error that names the call and the parameter.
// @ts-nocheck (every value here is of a wrong type, on purpose)

import { Channel, connect, exit, register, Service, Sink, sleep, Timer } from "ftl";

/** How many of the attempts were not refused as they should be. */
export async function checkTypes(client) {
    const [near] = Channel.create();
    const attempts = [
        [() => near.send({ body: 3 }), "channel.send: body must be a string, a typed array, an ArrayBuffer or null"],
        [() => near.send("x"), "channel.send: message must be an object"],
        [() => near.send({ words: 1 }), "channel.send: words must be an array"],
        [() => near.send({ words: ["1"] }), "channel.send: a word must be a whole number"],
        [() => near.send({ words: [1, 2, 3] }), "channel.send: words must be"],
        [() => near.send({ handle: 3 }), "channel.send: handle must be"],
        [() => near.send({ id: -1 }), "channel.send: id must be"],
        [() => near.send({ kind: "close" }), "channel.send: kind must be"],
        [() => near.post({ body: true }), "channel.post: body must be"],
        [() => near.request("readReply"), "channel.request: kind must be"],
        [() => near.request("read", null), "channel.request: options must be an object"],
        [() => near.open(7), "channel.open: path must be a string, not the number 7"],
        [() => near.write({}), "channel.write: body must be"],
        [() => near.read(5), "channel.read: options must be"],
        [() => near.read({ signal: {} }), "channel.read: signal must be an AbortSignal"],
        [() => near.getattr("length"), "channel.getattr: a word must be"],
        [() => near.setattr(1, "x"), "channel.setattr: a word must be"],
        [() => new Channel(3), "new Channel: handle must be a handle"],
        [() => new Timer().set("soon"), "timer.set: deadline must be"],
        [() => new Sink().add({}), "sink.add: object must be"],
        [() => new Sink().wait(-1), "sink.wait: deadline must be"],
        [() => connect(undefined), "connect: name must be a string"],
        [() => register(Symbol("x")), "register: name must be a string, not a symbol"],
        [() => Service.register(null), "Service.register: name must be a string"],
        [() => Service.register("x", { clients: 0 }), "Service.register: clients must be"],
        [() => Service.run("x", "y"), "Service.run: handler must be a function"],
        [() => sleep("long"), "sleep: milliseconds must be a number"],
        [() => exit("well"), "exit: status must be"],
    ];
    let failures = 0;
    for (const [attempt, message] of attempts) {
        let error;
        try {
            await attempt();
        } catch (reason) {
            error = reason;
        }
        const isRefused = error instanceof TypeError && error.message.startsWith(message);
        console.log(isRefused ? `ok: ${error.message}` : `FAILED: "${message}", but: ${error}`);
        if (!isRefused) failures += 1;
    }
    return failures;
}
