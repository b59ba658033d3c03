// MessageChannel (HTML 9.4.2, Message channels): two ports that are connected with each other.

import { calls } from "ftl:native";
import { refuseCloning } from "../clone/cloneable.js";
import { MessagePort } from "./message-port.js";
import { defineInterface } from "../webidl/webidl.js";

export class MessageChannel {
    #ports = calls.channel_create().map((handle) => new MessagePort(handle));

    get port1() {
        return this.#ports[0];
    }
    get port2() {
        return this.#ports[1];
    }
}

defineInterface(MessageChannel);
refuseCloning(MessageChannel);
