// Ten messages to the service `pong`, and what it answers.

import { connect } from "ftl";

const pong = await connect("pong");
for (let number = 1; number <= 10; number++) {
    const text = `ping ${number}`;
    const reply = await pong.write(text);
    console.log(`${text} -> ${reply.text}`);
}
pong.close();
