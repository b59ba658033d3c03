// The console of the machine, for the app that has it: what is typed comes as bytes, what is written goes out as it
// is. The supervisor hands over what was typed in requests, and takes an app that does not answer for one that is
// stuck: so each is answered before anything is done about it.

import { calls, encode, takeInterrupt } from "ftl:native";
import { Channel } from "../channel/channel.js";
import { redirectPrinting } from "../console/printer.js";
import { requireSupervisor } from "../service/service.js";

const ctrlC = 3;
/** Bytes that are put at a time. */
const longest = 1024;

export class Terminal {
    #input;
    #output;
    #isReading = false;
    #take;

    /** The console. Throws FtlError where the manifest does not say `grants: console`. */
    static open() {
        const open = (path) => requireSupervisor().requestNow("open", { body: path }).handle;
        return new Terminal(new Channel(open("console")), open("console/output"));
    }

    constructor(input, output) {
        this.#input = input;
        this.#output = output;
    }

    /** Writes text as it is: a line ends with "\r\n". */
    write(text) {
        const bytes = encode(text);
        for (let at = 0; at < bytes.length; at += longest) {
            calls.console_put(this.#output, bytes.subarray(at, at + longest));
        }
    }

    /** From now on `take` gets what is typed, bytes of any number at a time. */
    listen(take) {
        this.#take = take;
        this.resume();
    }

    /** Goes on listening, where something ended that from outside: an interrupt while bytes were being taken. */
    resume() {
        if (this.#isReading) return;
        this.#isReading = true;
        this.#read().catch((error) => {
            this.#isReading = false;
            // Where the other end is gone there is nothing to read any more.
            if (error?.code !== "peerClosed") this.resume();
        });
    }

    /** What `console` prints goes to a function from now on, as text of one or more lines. */
    captureConsole(print) {
        redirectPrinting(print);
    }

    async #read() {
        while (true) {
            const { kind, id, body } = await this.#input.receive();
            if (kind !== "write") continue;
            // It got here, so nothing has to be broken off for it.
            if (body.includes(ctrlC)) takeInterrupt();
            await this.#input.post({ kind: "writeReply", id });
            try {
                this.#take(body);
            } catch (error) {
                console.error(error);
            }
        }
    }
}
