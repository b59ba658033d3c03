// Rejects a promise that nobody handles, beside one that somebody handles late (which is no error).

import { sleep } from "ftl";

async function fetchAnswer() {
    await null;
    throw new Error("there is no answer");
}

const handledLate = Promise.reject(new Error("handled"));
Promise.resolve().then(() => handledLate.catch(() => console.log("handled in time")));

// Many at once are no errors either, and no reason to be slow.
const many = Array.from({ length: 20_000 }, (_, index) => Promise.reject(index));
for (const promise of many) promise.catch(() => {});
console.log("all handled");

setTimeout(fetchAnswer, 10);
await sleep(1000);
console.log("not reached");
