// Ports, channels and handles that move with a value.
// @ts-nocheck (it passes what the declarations forbid, on purpose)

import { Channel, Sink, Timer } from "ftl";
import { check, fails, same } from "ftl:test";
import { next, pair, sent, turn } from "./ports.js";

export async function testMoving() {
    const [near, far] = pair();

    const { port1, port2 } = new MessageChannel();
    port1.postMessage("early");
    const arrived = next(far);
    near.postMessage({ inside: port2, again: port2 }, [port2]);
    port1.postMessage("meanwhile");
    const { data, ports } = await arrived;
    check("a port", ports.length === 1 && ports[0] instanceof MessagePort && ports[0] !== port2);
    check("in the value as well", data.inside === ports[0] && data.again === ports[0]);
    const texts = [];
    ports[0].onmessage = ({ data: text }) => texts.push(text);
    port1.postMessage("late");
    await next(ports[0]);
    await next(ports[0]);
    await next(ports[0]);
    same("what was sent to it before comes with it", texts.join(), "early,meanwhile,late");
    const back = next(port1);
    port1.start();
    ports[0].postMessage("back");
    same("and it answers", (await back).data, "back");
    port2.postMessage("nowhere");
    await fails("the old one cannot move again", "DataCloneError", () => near.postMessage(1, [port2]));
    const gone = next(port1, "close");
    ports[0].close();
    await gone;
    check("its closing is told where it came from", true);

    // A port that was listened to, with messages that were not received.
    const busy = new MessageChannel();
    const kept = [];
    busy.port2.onmessage = ({ data: text }) => kept.push(text);
    for (const text of ["a", "b", "c"]) busy.port1.postMessage(text);
    const [moved] = (await (near.postMessage(0, { transfer: [busy.port2] }), next(far))).ports;
    moved.onmessage = ({ data: text }) => kept.push(text);
    busy.port1.postMessage("d");
    while (kept.length < 4) await turn();
    same("no message is lost or told twice when a port moves", kept.join(), "a,b,c,d");
    busy.port1.close();

    const three = [new MessageChannel(), new MessageChannel(), new MessageChannel()];
    const threeArrived = next(far);
    near.postMessage([three[2].port2], three.map((one) => one.port2));
    const threePorts = (await threeArrived).ports;
    three.forEach((one, index) => one.port1.postMessage(index));
    const numbers = await Promise.all(threePorts.map((port) => (port.start(), next(port).then((event) => event.data))));
    same("several, in the order of the list", numbers.join(), "0,1,2");
    three.forEach((one) => one.port1.close());

    // Through four hands.
    let hand = new MessageChannel();
    const origin = hand.port1;
    let travelling = hand.port2;
    for (let count = 0; count < 4; count++) {
        hand = new MessageChannel();
        hand.port1.postMessage(travelling, [travelling]);
        hand.port2.start();
        travelling = (await next(hand.port2)).data;
        hand.port1.close();
    }
    origin.postMessage("far travelled");
    travelling.start();
    same("a port through four others", (await next(travelling)).data, "far travelled");
    origin.close();

    // A port inside a port that nobody ever reads: closed with it.
    const inner = new MessageChannel();
    const outer = new MessageChannel();
    const innerClosed = next(inner.port1, "close");
    outer.port1.postMessage(inner.port2, [inner.port2]);
    outer.port2.close();
    await innerClosed;
    check("a port that is on its way to nobody is closed", true);
    const lost = new MessageChannel();
    const lostClosed = next(lost.port1, "close");
    outer.port1.postMessage(0, [lost.port2]);
    await lostClosed;
    check("so is one that is sent to nobody", true);

    // --- Channels and handles ---

    const [end, other] = Channel.create();
    other.send({ body: "first" });
    const channel = await sent({ end }, [end]).then((value) => value.end);
    check("a channel", channel instanceof Channel);
    other.send({ body: "second" });
    same("with what was sent to it", (await channel.receive()).text + (await channel.receive()).text, "firstsecond");
    await fails("the old one is nothing any more", "TypeError", () => end.send());
    const timer = new Timer();
    const { handle } = timer;
    const handleArrived = await sent([handle], [handle]);
    check("a handle", handleArrived[0] !== handle && handleArrived[0].constructor === handle.constructor);
    await fails("the old one is closed", "TypeError", () => handle.close());
    const mixedPort = new MessageChannel();
    const [mixedEnd, mixedOther] = Channel.create();
    const mixedHandle = new Timer().handle;
    const mixedArrived = next(far);
    const body = new Uint8Array(50_000).fill(7);
    const mixedList = [mixedPort.port2, mixedEnd, mixedHandle];
    near.postMessage({ p: mixedPort.port2, c: mixedEnd, h: mixedHandle, body }, mixedList);
    const mixed = await mixedArrived;
    check("all three, with a long value", mixed.data.p === mixed.ports[0] && mixed.data.c instanceof Channel
        && mixed.data.h.constructor === mixedHandle.constructor && mixed.data.body[49_999] === 7);
    mixedOther.send({ body: "to the channel" });
    same("each is what it was", (await mixed.data.c.receive()).text, "to the channel");
    mixedPort.port1.close();

    // --- A port over a channel ---

    const [raw, rawOther] = Channel.create();
    const over = new MessagePort(raw);
    const overOther = new MessagePort(rawOther.handle);
    over.postMessage("over a channel");
    overOther.start();
    same("ports over the ends of a channel", (await next(overOther)).data, "over a channel");
    await fails("the channel is the port's", "TypeError", () => raw.send());
    over.close();
    await fails("a closed channel", "TypeError", () => new MessagePort(raw));
    await fails("a handle that is none of a channel", "TypeError", () => new MessagePort(new Timer().handle));
    const [waiting, waker] = Channel.create();
    const received = waiting.receive();
    await fails("a channel that is being received from", "FtlError", () => new MessagePort(waiting));
    new MessagePort(waker).postMessage("for a channel");
    same("and goes on with it", (await received).kind, "write");

    // Messages that a channel was told of, and that nobody received from it.
    const [told, teller] = Channel.create();
    const tellerPort = new MessagePort(teller);
    for (const text of ["one", "two", "three", "four"]) tellerPort.postMessage(text);
    await told.receive();
    await turn();
    const taker = new MessagePort(told);
    const taken = [];
    taker.onmessage = ({ data: text }) => taken.push(text);
    tellerPort.postMessage("five");
    while (taken.length < 4) await turn();
    same("a port gets what its channel had not received", taken.join(), "two,three,four,five");
    tellerPort.close();

    // --- What leaves everything as it was ---

    const { port1: mine, port2: yours } = new MessageChannel();
    const post = (...transfer) => near.postMessage(0, transfer);
    await fails("itself", "DataCloneError", () => near.postMessage(0, [near]));
    await fails("the other end of itself", "DataCloneError", () => near.postMessage(0, [far]));
    await fails("a map", "DataCloneError", () => post(mine, new Map()));
    await fails("an object", "DataCloneError", () => post(mine, {}));
    await fails("twice the same", "DataCloneError", () => post(mine, mine));
    await fails("a list that is none", "TypeError", () => near.postMessage(0, { transfer: 1 }));
    await fails("a handle that may not be moved", "DataCloneError", () => post(mine, new Sink().handle));
    await fails("a port that is not in the list", "DataCloneError", () => near.postMessage(mine, [yours]));
    await fails("a value too large", "DataCloneError", () => near.postMessage(new ArrayBuffer(5_000_000), [mine]));
    await fails("more than 64", "DataCloneError", () =>
        post(...Array.from({ length: 65 }, () => new MessageChannel().port1)));
    const answer = next(yours);
    yours.start();
    mine.postMessage("still here");
    same("nothing was moved by any of them", (await answer).data, "still here");
    const untouched = next(far);
    near.postMessage("and nothing was sent");
    same("nor sent", (await untouched).data, "and nothing was sent");
    const many = Array.from({ length: 64 }, () => new MessageChannel());
    const manyArrived = next(far);
    near.postMessage(0, many.map((one) => one.port2));
    same("sixty-four at once", (await manyArrived).ports.length, 64);
    many.forEach((one) => one.port1.close());
    mine.close();
    near.close();
    await turn();
}
