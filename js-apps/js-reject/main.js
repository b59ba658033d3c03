// Rejects a promise that nobody handles, beside one that somebody handles late (which is no error).

import { sleep } from "ftl";

async function fetchAnswer() {
    await null;
    throw new Error("there is no answer");
}

const handledLate = Promise.reject(new Error("handled"));
Promise.resolve().then(() => handledLate.catch(() => console.log("handled in time")));

setTimeout(fetchAnswer, 10);
await sleep(1000);
console.log("not reached");
