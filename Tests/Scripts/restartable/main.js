// A service that ends when it is told to: "exit STATUS" or "throw". Whoever reads is told which run of it that is.

import { Clock, exit, Service } from "ftl";

const run = String(Clock.now());

await Service.run("restartable", (request) => {
    if (request.kind === "read") return request.reply({ body: run });
    const [what, status] = request.text.split(" ");
    if (what === "exit") exit(Number(status));
    throw new Error("as it was told to");
});
