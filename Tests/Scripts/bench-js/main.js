// Measures, in instructions, what calls and messages cost a script. scripts/bench runs it; docs/performance.md tells
// how the figures are taken. To be run with `scripts/run --icount`, together with bench-echo-js.

import { Clock, connect, syscalls } from "ftl";

const rounds = 9;

/** Reports samples for scripts/bench: `bench NAME MEDIAN MIN MAX UNIT`. */
function report(name, samples) {
    const sorted = samples.map(Math.round).sort((one, other) => one - other);
    const median = sorted[Math.floor(sorted.length / 2)];
    console.log(`bench ${name} ${median} ${sorted[0]} ${sorted.at(-1)} instructions`);
}

/** Fails when something is not so: a figure of something that went wrong is no figure. */
function require(isSo, what) {
    if (!isSo) throw new Error(what);
}

function measureCall() {
    const count = 2000;
    const samples = [];
    // The first round is for warming up.
    for (let round = 0; round <= rounds; round++) {
        const start = Clock.now();
        for (let call = 0; call < count; call++) syscalls.null();
        const elapsed = Clock.now() - start;
        if (round > 0) samples.push(elapsed / count);
    }
    report("null-js", samples);
}

/** `exchange(id)` makes one round trip: a promise of the message that came back. */
async function measureRoundTrip(name, exchange) {
    const count = 200;
    const samples = [];
    for (let round = 0; round <= rounds; round++) {
        const start = Clock.now();
        for (let id = 1; id <= count; id++) {
            const reply = await exchange(id);
            require(reply.words[0] === id && reply.body.length === body.length, "an answer to something else");
        }
        const elapsed = Clock.now() - start;
        if (round > 0) samples.push(elapsed / count);
    }
    report(name, samples);
}

const body = Uint8Array.from({ length: 64 }, (_, index) => 3 * index);
measureCall();
const channel = await connect("bench-echo-js");
const reply = await channel.write(body, { words: [0, 0] });
require(reply.body.every((byte, index) => byte === body[index]), "another body came back");
await measureRoundTrip("channel-js", (id) => {
    channel.send({ kind: "write", words: [id, 0], body });
    return channel.receive();
});
await measureRoundTrip("request-js", (id) => channel.write(body, { words: [id, 0] }));
channel.close();
