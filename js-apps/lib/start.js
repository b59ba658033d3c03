// Loaded before every script: gives the runtime the library's functions, and the script its globals.

import { install } from "ftl:native";
import { channelPattern } from "./channel.js";
import { ChannelMessages } from "./channel-messages.js";
import { ChannelPort } from "./channel-port.js";
import "./dispose.js";
import { errorFromRuntime } from "./error.js";
import "./globals.js";
import { inspect } from "./inspect.js";
import { wait } from "./loop.js";
import { Message } from "./message.js";
import { exception, rejection } from "./unhandled.js";

const port = new ChannelPort();
install({
    wait, inspect: (value) => inspect(value), error: errorFromRuntime, exception, rejection,
    patterns: {
        port, channel: channelPattern, messages: new ChannelMessages(port),
        message: new Message(undefined, 0, [], null, null), result: { value: undefined, done: false },
    },
});
