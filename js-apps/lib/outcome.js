// How what somebody waits for on a channel ends.

import { FtlError } from "./error.js";
import { replyKind } from "./message.js";

/** What a request that was given up is rejected with. */
export function reasonOf(signal) {
    return signal.reason ?? new Error("the request was aborted");
}

/** The channel's messages until the other end is closed. */
export async function* receiveAll(channel) {
    while (true) {
        let message;
        try {
            message = await channel.receive();
        } catch (error) {
            if (error?.code === "peerClosed") return;
            throw error;
        }
        yield message;
    }
}

/** Settles a promise with a message, or with the error that it is or that came up. `what`: what it has to answer. */
export function settle({ resolve, reject }, take, what) {
    let message;
    try {
        message = take();
    } catch (error) {
        return reject(error);
    }
    if (what === undefined || message.kind === replyKind(what)) resolve(message);
    else if (message.kind === "errorReply") reject(FtlError.from(message.words[0], what));
    else reject(new FtlError("malformed", `${what}: a reply of another kind`));
}
