// A link in the middle of a chain: passes on what comes, the handle with it, and the answer back.

import { connect, name, Service } from "ftl";

const next = await connect("link-5");
for await (const request of Service.register(name, { clients: 1 })) {
    console.log(`passing on what came along ${request.text}`);
    const reply = await next.write(`${request.text}, ${name}`, { handle: request.handle });
    request.reply({ body: reply.body });
}
next.close();
