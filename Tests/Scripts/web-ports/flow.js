// More than a channel has room for: what waits, in which order it comes, and when it is too much.

import { Timer } from "ftl";
import { check, fails, same } from "ftl:test";
import { next, pair, turn } from "./ports.js";

export async function testFlow() {
    const [near, far] = pair();

    const numbers = [];
    far.onmessage = ({ data }) => numbers.push(data);
    for (let number = 0; number < 500; number++) near.postMessage(number);
    while (numbers.length < 500) await turn();
    check("five hundred at once come in order", numbers.every((number, index) => number === index));

    const sizes = [200_000, 1, 0, 400_000, 16_384, 16_383, 5, 150_000];
    const received = [];
    far.onmessage = ({ data }) => received.push(data);
    for (const size of sizes) near.postMessage(new Uint8Array(size).fill(size % 251));
    while (received.length < sizes.length) await turn();
    check("large and small ones are not mixed", received.every((bytes, index) =>
        bytes.length === sizes[index] && bytes.every((byte) => byte === sizes[index] % 251)));

    // Both ends at once, each larger than a channel.
    const both = [];
    far.onmessage = ({ data }) => both.push(data.length);
    near.onmessage = ({ data }) => both.push(data.length);
    near.postMessage("n".repeat(400_000));
    far.postMessage("f".repeat(400_000));
    while (both.length < 2) await turn();
    same("both ways at once", both.join(), "400000,400000");
    near.onmessage = null;

    // Ports and handles that wait in the queue: theirs is the place of their value.
    const order = [];
    far.onmessage = ({ data, ports }) => {
        if (ports.length > 0) order.push("port");
        else order.push(typeof data === "object" ? "handle" : data);
    };
    const waiting = new MessageChannel();
    const { handle } = new Timer();
    near.postMessage("x".repeat(200_000));
    near.postMessage(0, [waiting.port2]);
    near.postMessage({ handle }, [handle]);
    near.postMessage("end");
    await fails("a handle that waits is nobody else's", "TypeError", () => handle.close());
    await fails("nor is a port", "DataCloneError", () => near.postMessage(0, [waiting.port2]));
    await fails("a port whose values wait stays", "DataCloneError", () =>
        new MessageChannel().port1.postMessage(0, [near]));
    while (order.length < 4) await turn();
    same("in order", order.slice(1).join(), "port,handle,end");
    waiting.port1.close();

    // A port that was refused is what it was.
    const answered = next(far);
    near.postMessage("goes on");
    same("and goes on", (await answered).data, "goes on");
    near.close();
    await next(far, "close");

    // Nobody receives: the queue is bounded, and what is refused moves nothing.
    const full = new MessageChannel();
    const block = new Uint8Array(1_000_000);
    let count = 0;
    const spare = new MessageChannel();
    await fails("too much that waits", "QuotaExceededError", () => {
        for (; count < 100; count++) full.port1.postMessage(block);
    });
    check("is more than a few", count >= 8 && count < 12, count);
    await fails("with a port", "QuotaExceededError", () => full.port1.postMessage(block, [spare.port2]));
    const spared = next(spare.port2);
    spare.port2.start();
    spare.port1.postMessage("spared");
    same("which stays", (await spared).data, "spared");
    let arrived = 0;
    full.port2.onmessage = ({ data }) => (arrived += data.length === block.length ? 1 : 0);
    while (arrived < count) await turn();
    check("all that was taken arrives", true);
    full.port1.postMessage(block);
    await next(full.port2);
    check("then there is room again", true);

    const small = new MessageChannel();
    let smallCount = 0;
    await fails("too many that wait", "QuotaExceededError", () => {
        for (; smallCount < 10_000; smallCount++) small.port1.postMessage(0);
    });
    check("are a thousand or so", smallCount > 1000 && smallCount < 1200, smallCount);

    // Closing with a queue: what was posted is sent first; what is in it is closed where there is nobody.
    const last = [];
    small.port2.onmessage = ({ data }) => last.push(data);
    small.port1.close();
    await next(small.port2, "close");
    same("a port that is closed sends what waits", last.length, smallCount);
    const dropped = new MessageChannel();
    const inside = new MessageChannel();
    dropped.port1.postMessage("y".repeat(300_000));
    dropped.port1.postMessage(0, [inside.port2]);
    const insideClosed = next(inside.port1, "close");
    dropped.port2.close();
    await insideClosed;
    check("what waits for a port that is closed is closed", true);
    spare.port1.close();
    full.port1.close();
    await turn();
}
