// A service in ten lines: answers whatever is written to it, and ends when its client has gone.

import { Service } from "ftl";

let count = 0;
for await (const request of Service.register("pong", { clients: 1 })) {
    if (request.kind !== "write") {
        request.fail("unsupported");
        continue;
    }
    count += 1;
    console.log(`got "${request.text}"`);
    request.reply({ body: `pong ${count}` });
}
console.log(`answered ${count} messages`);
