// The smallest script that says who it is, and then something now and then.

import { isolation, name, now, sleep } from "ftl";

console.log(`Hello from JavaScript! I am ${name}, in ${isolation} isolation.`);
const start = now();
for (let line = 1; line <= 5; line++) {
    await sleep(start + line * 50 - now());
    console.log(`line ${line} of 5, ${Math.floor(now() - start)} ms after the first`);
}
