// MessageChannel and MessagePort (HTML 9.4): values and ports through kernel channels, within this process, from one
// that speaks the format by hand, and between two processes (web-ports-peer).
// @ts-nocheck (it passes what the declarations forbid, on purpose)

import { check, fails, finish, same } from "ftl:test";
import { next, pair, turn } from "./ports.js";
import { testFlow } from "./flow.js";
import { testHostile } from "./hostile.js";
import { testMoving } from "./moving.js";
import { testPeer } from "./peer.js";
import { testValues } from "./values.js";

// --- Two ports ---

const channel = new MessageChannel();
const { port1, port2 } = channel;
check("two ports", port1 instanceof MessagePort && port2 instanceof MessagePort && port1 !== port2);
check("always the same", channel.port1 === port1 && channel.port2 === port2);
same("the tags", `${channel} ${port1}`, "[object MessageChannel] [object MessagePort]");
check("a port is a target", port1 instanceof EventTarget);
check("no handlers", port1.onmessage === null && port1.onmessageerror === null && port1.onclose === null);
await fails("a port of nothing", "TypeError", () => new MessagePort());
await fails("a port of something else", "TypeError", () => new MessagePort({}));
await fails("a channel without new", "TypeError", () => MessageChannel());

// --- Starting ---

const log = [];
port2.addEventListener("message", ({ data }) => log.push(data));
port1.postMessage(1);
same("postMessage answers nothing", port1.postMessage(2), undefined);
await turn();
same("nothing comes before a port is started", log.join(), "");
port2.start();
same("nor at once", log.join(), "");
await turn();
await turn();
same("then what has come, in order", log.join(), "1,2");
port2.start();
port1.postMessage(3);
same("a message comes later", log.join(), "1,2");
await next(port2);
same("but it does", log.join(), "1,2,3");
port1.close();

const implicit = new MessageChannel();
implicit.port1.postMessage("before");
const event = await new Promise((resolve) => (implicit.port2.onmessage = resolve));
same("onmessage starts the port", event.data, "before");
check("a MessageEvent", event instanceof MessageEvent && event.type === "message" && event.isTrusted);
check("of this port", event.target === implicit.port2 && event.currentTarget === null);
check("its other members", event.origin === "" && event.lastEventId === "" && event.source === null);
check("no ports", event.ports.length === 0 && Object.isFrozen(event.ports));
check("it cannot be canceled", !event.cancelable && !event.bubbles);
implicit.port2.onmessage = null;
implicit.port1.postMessage("to nobody");
await turn();
const heard = next(implicit.port2);
implicit.port1.postMessage("to somebody");
same("what comes while nobody listens is gone", (await heard).data, "to somebody");
implicit.port1.close();

const nulled = new MessageChannel();
nulled.port2.onmessage = null;
const nulledHeard = next(nulled.port2);
nulled.port1.postMessage("x");
same("onmessage = null starts it too", (await nulledHeard).data, "x");
nulled.port1.close();

// --- Both ways, and from within ---

const [left, right] = pair();
right.onmessage = ({ data, currentTarget }) => data > 0 && currentTarget.postMessage(data - 1);
left.onmessage = ({ data, currentTarget }) => data > 0 && currentTarget.postMessage(data - 1);
left.postMessage(20);
await new Promise((resolve) => right.addEventListener("message", ({ data }) => data === 0 && resolve()));
check("twenty times there and back", true);
const jobs = [];
right.onmessage = ({ data }) => {
    jobs.push(data);
    Promise.resolve().then(() => jobs.push(`job of ${data}`));
};
left.postMessage("a");
left.postMessage("b");
await next(right);
await next(right);
same("jobs run between messages", jobs.join(), "a,job of a,b,job of b");

// --- Closing ---

const closes = [];
left.onclose = () => closes.push("left");
right.onclose = (event) => closes.push(event.type === "close" && event.isTrusted ? "right" : "what?");
left.postMessage("last");
left.close();
left.close();
await next(right, "close");
check("what was posted comes before the end", jobs.at(-1) === "job of last");
await turn();
same("only the other end is told", closes.join(), "right");
left.postMessage("nowhere");
right.postMessage("nowhere");
check("posting to nobody is no error", true);
await fails("a value that cannot be cloned is one all the same", "DataCloneError", () => left.postMessage(() => {}));
right.close();
left.start();
check("nor is starting or closing what is closed", true);
const early = new MessageChannel();
early.port1.close();
let isTold = false;
early.port2.onclose = () => (isTold = true);
await next(early.port2, "close");
check("a port that is not started hears of it as well", isTold);
const unread = new MessageChannel();
unread.port1.postMessage("unread");
unread.port1.close();
unread.port2.onclose = () => log.push("closed");
unread.port2.onmessage = ({ data }) => log.push(data);
await next(unread.port2, "close");
same("the message first", log.slice(3).join(), "unread,closed");

await testValues();
await testMoving();
await testFlow();
await testHostile();
await testPeer();

// What keeps no process: ports that nobody listens to, and one that was not started.
const idle = [new MessageChannel(), new MessageChannel(), new MessageChannel()];
idle[0].port1.start();
idle[1].port1.addEventListener("message", () => {});
idle[2].port1.onmessage = () => {};
idle[2].port1.onmessage = null;
idle[2].port2.postMessage("to nobody");
finish({ exits: false });
