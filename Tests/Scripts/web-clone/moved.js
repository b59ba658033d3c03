// The transfer list of structuredClone: what is in it is moved, and what cannot be moved leaves all as it was.
// @ts-nocheck (it passes what the declarations forbid, on purpose)

import { Channel, Sink, Timer } from "ftl";
import { check, fails, same } from "ftl:test";

export async function testTransfer() {
    const { port1, port2 } = new MessageChannel();
    const moved = structuredClone({ port: port2, again: port2 }, { transfer: [port2] });
    check("a port", moved.port instanceof MessagePort && moved.port !== port2 && moved.port === moved.again);
    const arrived = new Promise((resolve) => (moved.port.onmessage = ({ data }) => resolve(data)));
    port1.postMessage("through");
    same("it goes on working", await arrived, "through");
    await fails("the old one cannot be moved again", "DataCloneError", () =>
        structuredClone(port2, { transfer: [port2] }));
    port2.postMessage("nowhere");
    port1.close();

    const [near, far] = Channel.create();
    near.send({ body: "before" });
    const { channel } = structuredClone({ channel: far }, { transfer: [far] });
    check("a channel", channel instanceof Channel && channel !== far);
    near.send({ body: "after" });
    same("what came before", (await channel.receive()).text, "before");
    same("what came after", (await channel.receive()).text, "after");
    await fails("the old one is nothing any more", "TypeError", () => far.send());

    const timer = new Timer();
    const { handle } = timer;
    const clone = structuredClone(handle, { transfer: [handle] });
    check("a handle", clone !== handle && clone.constructor === handle.constructor);
    await fails("the old one is closed", "TypeError", () => handle.close());
    clone.close();

    // --- Buffers ---

    const view = new Uint8Array([1, 2, 3, 4]);
    const movedView = structuredClone({ view }, { transfer: [view.buffer] }).view;
    same("a buffer's bytes", movedView.join(), "1,2,3,4");
    same("the old buffer is empty", view.buffer.byteLength, 0);
    same("and so are its views", view.length, 0);
    same("the new one is not", movedView.buffer.byteLength, 4);
    await fails("moved twice", "DataCloneError", () => structuredClone(1, { transfer: [view.buffer] }));
    await fails("cloned when it was moved", "DataCloneError", () => structuredClone(view.buffer));
    await fails("a view of it", "DataCloneError", () => structuredClone([view]));
    const alone = new Uint8Array([5]).buffer;
    structuredClone(1, { transfer: [alone] });
    same("a buffer that the value does not hold is emptied too", alone.byteLength, 0);

    // --- What cannot be moved ---

    const { port1: kept, port2: other } = new MessageChannel();
    const list = (...transfer) => structuredClone(1, { transfer });
    const buffer = new ArrayBuffer(8);
    await fails("a buffer twice", "DataCloneError", () => list(buffer, buffer));
    await fails("a buffer and an object", "DataCloneError", () => list(buffer, {}));
    await fails("a buffer with a value that cannot be cloned", "DataCloneError", () =>
        structuredClone(() => 1, { transfer: [buffer] }));
    same("a buffer is left as it is", buffer.byteLength, 8);
    await fails("an object", "DataCloneError", () => list({}));
    await fails("a string", "DataCloneError", () => list("a"));
    await fails("the same twice", "DataCloneError", () => list(kept, kept));
    await fails("one that can and one that cannot", "DataCloneError", () => list(kept, new Map()));
    await fails("a list that is none", "TypeError", () => structuredClone(1, { transfer: 1 }));
    await fails("a closed handle", "DataCloneError", () => list(handle));
    await fails("a handle that may not be moved", "DataCloneError", () => list(kept, new Sink().handle));
    await fails("a value that cannot be cloned", "DataCloneError", () =>
        structuredClone(() => {}, { transfer: [kept] }));
    const [waiting, waker] = Channel.create();
    const message = waiting.receive();
    await fails("a channel that is being received from", "DataCloneError", () => list(kept, waiting));
    await fails("its handle", "DataCloneError", () => list(kept, waiting.handle));
    waker.send({ body: "x" });
    await message;
    const closing = {
        get a() {
            other.close();
            return 1;
        },
    };
    await fails("one that a getter closes", "DataCloneError", () =>
        structuredClone(closing, { transfer: [kept, other] }));
    const { port } = structuredClone({ port: kept }, { transfer: [kept] });
    check("after all that it can still be moved", port instanceof MessagePort);
    same("what the value does not hold is moved all the same", list(port), 1);
    await fails("and is gone", "DataCloneError", () => list(port));
    check("no options", structuredClone([1], undefined)[0] === 1 && structuredClone([1], null)[0] === 1);
    check("an empty list", structuredClone([1], { transfer: [] })[0] === 1);
    check("any iterable", structuredClone([1], { transfer: new Set() })[0] === 1);
}
