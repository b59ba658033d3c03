// The other process of web-ports: speaks with it through a port over the channel of its service.
// @ts-nocheck (it passes what the declarations forbid, on purpose)

import { connect, name } from "ftl";

const next = (port) => new Promise((resolve) => port.addEventListener("message", resolve, { once: true }));

const port = new MessagePort(await connect("ports"));
const { port1, port2 } = new MessageChannel();
port.postMessage({ from: name, map: new Map([["k", 7]]), port: port2 }, [port2]);
port1.start();
const { data } = await next(port1);
port1.postMessage(new Uint8Array(data.wanted).fill(9));

port.start();
const { data: { take } } = await next(port);
port.postMessage("back", [take]);

await next(port1);
port.close();
console.log("ok: the other process has what it wanted");
