// Ports between processes: this one provides a service, and whoever asks for it (web-ports-peer) speaks with it through
// ports.
// @ts-nocheck (it passes what the declarations forbid, on purpose)

import { Channel, register } from "ftl";
import { check, same } from "ftl:test";
import { next } from "./ports.js";

export async function testPeer() {
    const registration = await register("ports");
    const announced = await registration.receive();
    const port = new MessagePort(new Channel(announced.handle));
    registration.close();

    port.start();
    const hello = await next(port);
    check("a value of another process", hello.data.map.get("k") === 7 && hello.data.from === "web-ports-peer");
    same("with a port", hello.ports.length, 1);
    const [second] = hello.ports;
    second.start();
    const large = next(second);
    second.postMessage({ wanted: 250_000 });
    const { data: bytes } = await large;
    check("and a large value through that", bytes.length === 250_000 && bytes.every((byte) => byte === 9));

    // A port of ours, moved there and back: what is said through it is between the two ends of it alone.
    const { port1, port2 } = new MessageChannel();
    port1.postMessage("before it left");
    const returned = next(port);
    port.postMessage({ take: port2 }, [port2]);
    const { ports: [back] } = await returned;
    back.start();
    same("a port there and back, with its messages", (await next(back)).data, "before it left");
    port1.close();

    const closed = next(port, "close");
    second.postMessage({ wanted: 0 });
    await closed;
    check("the other process has ended", true);
}
