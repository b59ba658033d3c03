// MessagePort (HTML 9.4.4, Message ports): values through a kernel channel, to a port in this process or in another
// one, or to any program that speaks the format (docs/web/messageport.md).
//
// A port keeps the process alive while something may come of it: it was started and somebody listens to its messages,
// somebody listens to its closing, or values wait to be sent. Nothing is taken from the kernel's queue before it can be
// dispatched, so a port that is not started pushes back on the other end, and can be moved without losing anything.

import { calls, Handle } from "ftl:native";
import { Channel, channelParts } from "../channel/channel.js";
import { hold, Port, readEvent, soon, unwatch, watch } from "../core/loop.js";
import { ByteReader, malformed } from "../clone/byte-reader.js";
import { ByteWriter } from "../clone/byte-writer.js";
import { refuseCloning } from "../clone/cloneable.js";
import { Event } from "../events/event.js";
import { EventTarget, listenersOf } from "../events/event-target.js";
import { defineHandlers } from "../events/listener-list.js";
import { MessageAssembly } from "./message-assembly.js";
import { makeMessage, MessageEvent } from "./message-event.js";
import { closeAll, MessageOutbox } from "./message-outbox.js";
import { bounds, longestValue } from "./message-parts.js";
import { reportError } from "../events/report.js";
import { StructuredDeserializer } from "../clone/structured-deserializer.js";
import { cloneError, StructuredSerializer } from "../clone/structured-serializer.js";
import { makeTransferred, movePorts, requireChannel, Transfer } from "../clone/transfer.js";
import { defineInterface, requireArguments, toDictionary } from "../webidl/webidl.js";

export class MessagePort extends EventTarget {
    /** null when the port is closed or was moved. */
    #handle;
    #isStarted = false;
    #isWatched = false;
    /** close() was called, and values wait to be sent still. */
    #isClosing = false;
    #isPeerGone = false;
    /** Events of messages that came before the port was started, and of those that have to wait for them. */
    #announced = [];
    #outbox = new MessageOutbox();
    #assembly = new MessageAssembly();
    #source = new Port((events, at) => this.#event(readEvent(events, at)));

    static {
        movePorts({
            isOne: (object) => Object(object) === object && #handle in object,
            require: (port) => port.#requireMovable(),
            take: (port) => port.#takeHandle(),
            give: (port, handle) => port.#giveHandle(handle),
            make: (handle) => new MessagePort(handle),
        });
        defineHandlers(MessagePort.prototype, ["message", "messageerror", "close"], listenersOf);
        // Setting onmessage starts the port (HTML 9.4.4).
        const { get, set } = Object.getOwnPropertyDescriptor(MessagePort.prototype, "onmessage");
        Object.defineProperty(MessagePort.prototype, "onmessage", {
            get,
            set(value) {
                set.call(this, value);
                this.start();
            },
            enumerable: true,
            configurable: true,
        });
    }

    /**
     * A port over a channel (or the handle of one), which belongs to the port from here on. The other end is a port
     * made in the same way, in whatever process.
     */
    constructor(channel) {
        super();
        if (channel instanceof Channel) {
            requireOpen(channel.handle);
            const { handle, events } = channelParts.takeHandle(channel, this.#source);
            this.#handle = handle;
            this.#announced = events;
        } else if (channel instanceof Handle) {
            requireOpen(channel);
            this.#handle = channel;
        } else {
            throw new TypeError("new MessagePort takes a channel; two connected ports: new MessageChannel()");
        }
        listenersOf(this).changed = () => this.#listen();
    }

    /**
     * Sends a clone of the value. What is in the transfer list (MessagePort, Channel, Handle) moves with it. The second
     * argument is the list, or { transfer: list }. Throws DataCloneError where the value cannot be sent, and
     * QuotaExceededError where too much waits to be sent already; then nothing was moved.
     */
    postMessage(message, options) {
        requireArguments("postMessage", arguments.length, 1);
        const isList = Object(options) === options && options[Symbol.iterator] !== undefined;
        const transfer = new Transfer(isList ? options : toDictionary(options, "postMessage: options").transfer);
        if (transfer.numbers.has(this)) throw cloneError("a port cannot be moved through itself");
        const writer = new ByteWriter(longestValue);
        writer.putCount(transfer.numbers.size);
        for (const kind of transfer.kinds) writer.putTag(kind);
        new StructuredSerializer(writer, { transfers: transfer.numbers, ...bounds }).write(message);
        // The value's getters may have done anything.
        transfer.require();
        if (this.#canSend) {
            this.#outbox.requireRoom(writer.bytes.length);
            this.#send(writer.bytes, transfer);
        } else {
            closeAll(transfer.take());
        }
        transfer.detach();
    }

    /** Begins to dispatch messages. */
    start() {
        if (this.#isStarted || this.#isOver) return;
        this.#watch();
        this.#isStarted = true;
        for (let count = this.#announced.length; count > 0; count--) soon(() => this.#receiveNext());
        this.#updateHold();
    }

    /** Ends the connection, once what was posted has been sent. The other port gets a "close" event. */
    close() {
        if (this.#isOver) return;
        this.#isClosing = true;
        // What has come is not received any more; nobody must wait for room because of it.
        for (const event of this.#announced.splice(0)) this.#discard(event);
        this.#assembly.clear();
        if (this.#outbox.isEmpty || this.#isPeerGone) this.#end();
        else this.#updateHold();
    }

    // --- State ---

    get #isOver() {
        return this.#handle === null || this.#isClosing;
    }

    get #canSend() {
        return !this.#isOver && !this.#isPeerGone;
    }

    #watch() {
        if (this.#isWatched) return;
        watch(this.#handle, this.#source);
        this.#isWatched = true;
    }

    #unwatch() {
        if (this.#isWatched) unwatch(this.#handle, this.#source);
        this.#isWatched = false;
    }

    /** Listeners came or went. */
    #listen() {
        if (!this.#isOver && listenersOf(this).has("close")) this.#watch();
        this.#updateHold();
    }

    #updateHold() {
        const listeners = listenersOf(this);
        const hears = this.#isStarted && (listeners.has("message") || listeners.has("messageerror"));
        const isHeld = this.#isClosing || hears || listeners.has("close") || !this.#outbox.isEmpty;
        hold(this.#source, this.#handle !== null && this.#isWatched && isHeld);
    }

    /** Nothing is sent or received any more. */
    #end() {
        this.#unwatch();
        this.#outbox.clear();
        this.#assembly.clear();
        this.#announced = [];
        closeAll([this.#handle]);
        this.#handle = null;
    }

    // --- Being moved ---

    #requireMovable() {
        if (this.#isOver) throw cloneError("a port that is closed or was moved cannot be moved");
        if (!this.#outbox.isEmpty) throw cloneError("a port whose values wait to be sent cannot be moved");
        if (this.#assembly.isWithin) throw cloneError("a port that is receiving a value cannot be moved");
    }

    /** The kernel announces to the next owner again what was announced here and not received. */
    #takeHandle() {
        this.#unwatch();
        const handle = this.#handle;
        this.#handle = null;
        return handle;
    }

    #giveHandle(handle) {
        this.#handle = handle;
        if (this.#isStarted || listenersOf(this).has("close")) this.#watch();
        this.#updateHold();
    }

    // --- Sending ---

    #send(bytes, transfer) {
        const isFirst = this.#outbox.isEmpty;
        const handles = transfer.take();
        const parcel = this.#outbox.add(bytes, handles);
        const { isDone, error } = isFirst ? this.#outbox.flush(this.#handle) : { isDone: false };
        if (error?.code === "peerClosed") return this.#losePeer(parcel);
        if (error) this.#fail(parcel, transfer, error);
        if (isDone) return;
        try {
            transfer.park(handles, parcel.given);
        } catch (failure) {
            this.#outbox.drop(parcel);
            this.#fail(parcel, transfer, failure);
        }
        this.#awaitRoom();
    }

    /** A value could not be sent and is out of the outbox. */
    #fail({ given }, transfer, error) {
        transfer.giveBack(given);
        if (!this.#outbox.isEmpty) this.#flush();
        const lost = given > 0 ? ` (${given} of what was to be moved is lost)` : "";
        throw cloneError(`the value cannot be sent: ${error.message}${lost}`);
    }

    /** What cannot be sent goes nowhere, as on the web; what was received before can still be read. */
    #losePeer({ handles, given }) {
        this.#isPeerGone = true;
        closeAll(handles.slice(given));
        this.#outbox.clear();
        this.#updateHold();
    }

    /** Sends what waits, as far as there is room. */
    #flush() {
        while (true) {
            const { parcel, error } = this.#outbox.flush(this.#handle);
            if (!error) break;
            if (error.code === "peerClosed") return this.#losePeer(parcel);
            closeAll(parcel.handles.slice(parcel.given));
            reportError(cloneError(`a value that was posted cannot be sent: ${error.message}`));
        }
        this.#awaitRoom();
    }

    #awaitRoom() {
        if (!this.#outbox.isEmpty) this.#watch();
        this.#updateHold();
    }

    // --- Receiving ---

    #event(event) {
        // Of a port that was moved: the kernel announces it to the next owner again.
        if (this.#handle === null) return;
        switch (event.kind) {
            case "message":
                if (this.#isClosing) this.#discard(event);
                else this.#announce(event);
                break;
            case "writable":
                this.#flush();
                if (this.#isClosing && this.#outbox.isEmpty) this.#end();
                break;
            case "peerClosed":
                this.#closed();
        }
    }

    /** Receives a message once those that came before it are received. */
    #announce(event) {
        if (this.#isStarted && this.#announced.length === 0) return this.#receive(event);
        this.#announced.push(event);
        if (this.#isStarted) soon(() => this.#receiveNext());
    }

    #receiveNext() {
        if (this.#handle !== null && this.#announced.length > 0) this.#receive(this.#announced.shift());
    }

    #discard(event) {
        try {
            calls.channel_discard(this.#handle, event.token);
        } catch {
            // It is gone already, then.
        }
    }

    #receive(event) {
        let value;
        try {
            const message = this.#take(event);
            const parcel = this.#assembly.add(message);
            if (parcel?.isLost) this.#tellError();
            if (parcel?.bytes === undefined) return;
            value = read(parcel);
        } catch {
            // Whatever it was, it is none of the receiver's fault; it learns that there was something.
            return this.#tellError();
        }
        const { data, ports } = value;
        listenersOf(this).fire(makeMessage(data, ports));
    }

    #take({ info, words, token }) {
        const body = new Uint8Array(info.length);
        try {
            const handle = calls.channel_recv(this.#handle, token, body) ?? null;
            return { kind: info.kind, id: info.id, words, body, handle };
        } catch (error) {
            this.#discard({ token });
            throw error;
        }
    }

    #tellError() {
        listenersOf(this).fire(new MessageEvent("messageerror"));
    }

    /** The other end is closed, and everything that it sent was received. */
    #closed() {
        const isBroken = this.#assembly.isWithin;
        const wasClosing = this.#isClosing;
        this.#end();
        if (wasClosing) return;
        if (isBroken) this.#tellError();
        listenersOf(this).fire(new Event("close"));
    }
}

defineInterface(MessagePort);
refuseCloning(MessagePort);

function requireOpen(handle) {
    try {
        requireChannel(handle);
    } catch (error) {
        throw new TypeError(`new MessagePort takes an open channel: ${error.message}`);
    }
}

/** The value that the bytes are, and the ports among what came with it. */
function read({ bytes, handles }) {
    try {
        const reader = new ByteReader(bytes);
        const count = reader.takeCount();
        if (count !== handles.length) throw malformed("another number of handles than has come");
        const transferred = handles.map((handle) => makeTransferred(reader.takeTag(), handle));
        const data = new StructuredDeserializer(reader, { transferred, ...bounds }).read();
        reader.end();
        return { data, ports: transferred.filter((object) => object instanceof MessagePort) };
    } catch (error) {
        closeAll(handles);
        throw error;
    }
}
