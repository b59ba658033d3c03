// A process, as whoever may end it sees it.

import { calls } from "ftl:native";
import { exitReasons } from "../core/abi.js";
import { hold, Port, readEvent, unwatch, watch } from "../core/loop.js";

/** The words of an exit's message, two of 64 bits, as an object. */
function readExit([status, reason]) {
    return { status: Number(BigInt.asIntN(64, BigInt(status))), reason: exitReasons[reason] ?? String(reason) };
}

/** A process. System.process and System.start make them. */
export class Process {
    /** A handle to it, where there is one already. */
    #handle;
    #open;
    /** The channel on which its end is announced, where there is one. */
    #end;
    #exited;

    /**
     * @param open answers a handle to the process, or throws "notFound" where it has ended.
     * @param end a channel on which its end is announced, for who has one.
     */
    constructor(pid, name, open, end = undefined) {
        /** Its number. */
        this.pid = pid;
        if (name !== undefined) this.name = name;
        this.#open = open;
        this.#end = end;
        Object.freeze(this);
    }

    /** A handle to it. Throws FtlError "notFound" where it has ended. */
    get handle() {
        this.#handle ??= this.#open();
        return this.#handle;
    }

    /** Ends it at once; nothing happens where it has ended. */
    kill() {
        try {
            calls.process_kill(this.handle, 0);
        } catch (error) {
            if (error?.code !== "notFound") throw error;
        }
    }

    /** Resolves to { status, reason } when it has ended; the reason is "exited", "faulted" or "killed". */
    get exited() {
        this.#exited ??= this.#end ? this.#receiveEnd() : this.#watchEnd();
        return this.#exited;
    }

    async #receiveEnd() {
        const { words } = await this.#end.receive();
        this.#end.close();
        return readExit(words);
    }

    #watchEnd() {
        return new Promise((resolve) => {
            const { handle } = this;
            const port = new Port((events, at) => {
                const { kind, words } = readEvent(events, at);
                if (kind !== "processExited") return;
                unwatch(handle, port);
                resolve(readExit(words));
            });
            watch(handle, port);
            hold(port, true);
        });
    }
}
