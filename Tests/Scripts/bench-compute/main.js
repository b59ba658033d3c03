// Measures, in instructions, what computing costs a script. scripts/bench runs it, and the same work on the engine's
// build for Linux; docs/performance.md tells how. To be run with `scripts/run --icount`.

import { Clock } from "ftl";
import { work } from "./work.js";

const rounds = 5;
const samples = [];
// The first round is for warming up.
const result = work();
for (let round = 0; round < rounds; round++) {
    const start = Clock.now();
    const again = work();
    samples.push(Number(Clock.now() - start));
    if (again !== result) throw new Error(`the result was ${result}, and is ${again}`);
}
samples.sort((one, other) => one - other);
console.log(`result ${result}`);
console.log(`bench compute-js ${samples[Math.floor(rounds / 2)]} ${samples[0]} ${samples.at(-1)} instructions`);
