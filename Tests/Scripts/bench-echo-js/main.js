// The other side of the round trips that bench and bench-js measure: answers each message of its one client by one
// with the same words and the same body, and ends with it.

import { Channel, register } from "ftl";

const registration = await register("bench-echo-js");
const { handle } = await registration.receive();
const client = new Channel(handle);
for await (const { id, words, body } of client) {
    client.send({ kind: "writeReply", id, words, body });
}
