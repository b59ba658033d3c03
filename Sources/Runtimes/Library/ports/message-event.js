// MessageEvent (HTML 9.1): a value that came through a port. Origins, event ids and windows are the Web's own: they
// keep their defaults unless the script that makes an event sets them.

import { Event } from "../events/event.js";
import { defineInterface, requireArguments, toDictionary, toSequence } from "../webidl/webidl.js";

/** For MessagePort: a "message" event with a value, which may be undefined. Set when the class is defined. */
export let makeMessage;

export class MessageEvent extends Event {
    #data;
    #origin;
    #lastEventId;
    #source;
    #ports;

    static {
        makeMessage = (data, ports) => {
            const event = new MessageEvent("message", { ports });
            event.#data = data;
            return event;
        };
    }

    constructor(type, init) {
        requireArguments("new MessageEvent", arguments.length, 1);
        super(type, init);
        const {
            data = null, lastEventId = "", origin = "", ports = [], source = null,
        } = toDictionary(init, "an event's init");
        this.#data = data;
        this.#lastEventId = `${lastEventId}`;
        this.#origin = `${origin}`;
        this.#ports = Object.freeze(toSequence(ports, "an event's ports"));
        this.#source = source;
    }

    get data() {
        return this.#data;
    }
    get origin() {
        return this.#origin;
    }
    get lastEventId() {
        return this.#lastEventId;
    }
    get source() {
        return this.#source;
    }
    /** The ports that came with the value, in the order of the sender's transfer list; frozen. */
    get ports() {
        return this.#ports;
    }
}

defineInterface(MessageEvent);
