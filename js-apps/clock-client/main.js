// Asks the service `clock` for the time, and then listens to it tick.

import { Clock, connect } from "ftl";

const period = 20 * Clock.millisecond;

const clock = await connect("clock");
const reply = await clock.read();
console.log(`the clock says: ${reply.text}`);

const ticks = await clock.open("ticks", { words: [period, 0] });
let last = reply.words[0];
let count = 0;
for await (const tick of ticks) {
    const time = tick.words[0];
    count += 1;
    console.log(`tick ${count}${time - last >= period && time <= Clock.now() ? "" : " came too early"}`);
    last = time;
    if (count === 5) break;
}
ticks.close();
clock.close();
