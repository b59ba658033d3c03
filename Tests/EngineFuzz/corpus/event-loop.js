// The event loop: timers, channels to itself, a service, ports.
import * as ftl from "ftl";
const [near, far] = ftl.Channel.create();
far.post({ words: [1, 2], body: "hello" });
console.log((await near.receive()).text);
await ftl.sleep(100);
console.log("later", ftl.now());
const channel = await ftl.connect("x");
const { port1, port2 } = new MessageChannel();
port1.onmessage = ({ data }) => { console.log(data); port1.close(); };
port2.postMessage({ a: [1, 2] });
