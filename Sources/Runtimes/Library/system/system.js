// The machine as a whole: its processes, what they have, and its memory. Only an app whose manifest says
// grants `observe`, `manage` or `power` gets hold of it, and can do that; `grants: system` is all three.

import { calls, decode } from "ftl:native";
import {
    handleField, handleSize, isolations, memoryWords, objectTypes, pageLength, processField, processSize, processStates,
    rights,
} from "../core/abi.js";
import { Channel } from "../channel/channel.js";
import { FtlError } from "../core/error.js";
import { Process } from "./process.js";
import { requireSupervisor } from "../service/service.js";
import { wordAt } from "../core/words.js";

const recordsPerCall = 32;
/** The attribute of an app, at the supervisor, that says whether it is started again. */
const restartAttribute = 256;

export class System {
    #handle;

    /** The machine this process runs on. Throws FtlError where the manifest does not grant it. */
    static open() {
        return new System(requireSupervisor().requestNow("open", { body: "system" }).handle);
    }

    constructor(handle) {
        this.#handle = handle;
    }

    get handle() {
        return this.#handle;
    }

    /** All processes: { pid, parent, name, state, isolation, threads, handles, memory (bytes), cpu (milliseconds) }. */
    processes() {
        const buffer = new Uint8Array(processSize * recordsPerCall);
        const read = (from) => calls.system_processes(this.#handle, from, buffer);
        return readRecords(buffer, processSize, read, (view, at) => {
            const number = (field) => view.getUint32(at + processField[field], true);
            const word = (field) => wordAt(view, at + processField[field]);
            const name = at + processField.name;
            return {
                pid: word("id"),
                parent: word("parent"),
                name: decode(buffer.subarray(name, Math.min(name + number("nameLength"), at + processSize))),
                state: processStates[number("state")] ?? "unknown",
                isolation: isolations[number("isolation")] ?? "unknown",
                threads: number("threads"),
                handles: number("handles"),
                memory: word("memory"),
                cpu: Number(word("time")) / 1e6,
            };
        }, (last) => last.pid + 1);
    }

    /**
     * The handles of a process: { handle, type, rights, inSink, ... } and, by type: of a channel `peer` (the pid at the
     * other end) and `queued` messages, of a process or thread `pid`, of an area `bytes`, of a timer its `deadline`.
     */
    handles(pid) {
        requirePid(pid);
        const buffer = new Uint8Array(handleSize * recordsPerCall);
        const read = (from) => named(pid, () => calls.system_handles(this.#handle, pid, from, buffer));
        return readRecords(buffer, handleSize, read, (view, at) => {
            const number = (field) => view.getUint32(at + handleField[field], true);
            const type = objectTypes[number("type")] ?? "unknown";
            const granted = number("rights");
            return {
                handle: number("number"),
                type,
                rights: Object.keys(rights).filter((name) => granted & rights[name]),
                inSink: (number("flags") & 1) === 1,
                ...details(type, wordAt(view, at + handleField.value0), wordAt(view, at + handleField.value1)),
            };
        }, (last, count) => count);
    }

    /**
     * What the machine's memory is used for; in bytes { total, free, promised, kernelHeap }, and how many of what there
     * are. Promised is what of the free memory somebody has but never touched yet.
     */
    memory() {
        const buffer = new Uint8Array(memoryWords.length * 8);
        calls.system_memory(this.#handle, buffer);
        const view = new DataView(buffer.buffer);
        const { pages, freePages, promisedPages, kernelHeap, processes, threads, handles, messages } =
            Object.fromEntries(memoryWords.map((name, index) => [name, wordAt(view, index * 8)]));
        return {
            total: pages * pageLength, free: freePages * pageLength, promised: promisedPages * pageLength, kernelHeap,
            processes, threads, handles, messages,
        };
    }

    /** The process with that number. */
    process(pid) {
        requirePid(pid);
        const process = this.#process(pid);
        // So that there is an error now, and not only at the first use.
        void process.handle;
        return process;
    }

    #process(pid, name, end) {
        return new Process(pid, name, () => named(pid, () => calls.system_process(this.#handle, pid)), end);
    }

    /** Starts an app; `isolation` ("kernel", "user") instead of what its manifest says. */
    start(name, options = {}) {
        const { isolation, arguments: given = [], ...others } = Object(options);
        for (const option in others) throw new TypeError(`there is no option ${option}: isolation and arguments there are`);
        if (typeof name !== "string") throw new TypeError("the name of an app is a string");
        if (isolation !== undefined && !isolations.includes(isolation)) {
            throw new TypeError(`isolation is "kernel" or "user", not ${String(isolation)}`);
        }
        if (!Array.isArray(given) || !given.every((word) => typeof word === "string" && !word.includes("\0"))) {
            throw new TypeError("arguments is an array of strings");
        }
        const body = [`app/${name}`, ...given].join("\0");
        const code = isolation === undefined ? 0 : isolations.indexOf(isolation) + 1;
        try {
            const { words: [pid], handle } = requireSupervisor().requestNow("open", { body, words: [code, 0] });
            return this.#process(pid, name, new Channel(handle));
        } catch (error) {
            if (!(error instanceof FtlError)) throw error;
            throw new FtlError(error.code, this.#refusal(name, isolation, error.code));
        }
    }

    /**
     * An app that has ended and waits to be started again is not. Answers whether it waited; one that runs is as before.
     */
    cancelRestart(name) {
        if (typeof name !== "string") throw new TypeError("the name of an app is a string");
        try {
            const request = { body: `app/${name}`, words: [restartAttribute, 0] };
            return requireSupervisor().requestNow("setattr", request).words[0] > 0;
        } catch (error) {
            if (error?.code === "notFound") throw new FtlError("notFound", `there is no app ${name}; apps() lists them`);
            throw error;
        }
    }

    /** Why an app could not be started. */
    #refusal(name, isolation, code) {
        if (code === "notFound") return `there is no app ${name}; apps() lists them`;
        const isForeign = code === "notAllowed" && isolation === "kernel" &&
            this.apps().some((app) => app.name === name && app.language === "c");
        return isForeign ? `the app ${name}: an app in c can have user isolation only` : `the app ${name}: ${code}`;
    }

    /**
     * The apps there are, which `start` can start: { name, language, start, restart, state, pid, restarts }. The state is
     * "running", "restarting" (it waits to be started again), "ended" or, before its first start, undefined; so is the
     * pid of one that does not run.
     */
    apps() {
        return readList("apps").map(([name, language, start, restart, state, pid, restarts]) => ({
            name, language, start, restart, state: state === "-" ? undefined : state, pid: Number(pid) || undefined,
            restarts: Number(restarts),
        })).filter(({ name }) => name !== "bootstrap");
    }

    /**
     * The services there are: { name, pid, app, state, waiting, restarts }: who provides them, how many clients wait for
     * that, and how often that app was started again. The state is "running", "restarting" (the app waits to be started
     * again), "ended" (it is not) or "awaited"; the pid is 0 where nobody provides it.
     */
    services() {
        return readList("services").map(([name, pid, app, state, waiting, restarts]) => (
            { name, pid: Number(pid), app, state, waiting: Number(waiting), restarts: Number(restarts) }));
    }

    /** From now on the kernel prints the calls that a process makes, or does not any more. */
    trace(pid, isOn = true) {
        requirePid(pid);
        named(pid, () => calls.system_trace(this.#handle, pid, isOn ? 1 : 0));
    }

    /** Powers the machine off. Status 0 says that all is well. */
    shutdown(status = 0) {
        calls.system_shutdown(this.#handle, status);
    }
}

/** What the supervisor lists under a name: the words of each line. */
function readList(body) {
    const { text } = requireSupervisor().requestNow("getattr", { body });
    return text.split("\n").filter((line) => line !== "").map((line) => line.split(" "));
}

/** All records of a table, of which a call answers as many as fit into the buffer. */
function readRecords(buffer, size, read, parse, next) {
    const view = new DataView(buffer.buffer);
    const records = [];
    let from = 0;
    while (true) {
        const count = read(from);
        for (let index = 0; index < count; index++) records.push(parse(view, index * size));
        if (count < recordsPerCall) return records;
        from = next(records.at(-1), records.length);
    }
}

function details(type, first, second) {
    switch (type) {
        case "channel":
            return { peer: first, queued: second };
        case "process":
        case "thread":
            return { pid: first };
        case "vmArea":
            return { bytes: first };
        case "timer":
            return { deadline: first };
        default:
            return {};
    }
}

function requirePid(pid) {
    if (!Number.isSafeInteger(pid) || pid < 0) throw new TypeError(`a pid is a whole number, not ${String(pid)}`);
}

/** Calls; where there is nothing of that number, the error says so. */
function named(pid, call) {
    try {
        return call();
    } catch (error) {
        if (error?.code === "notFound") throw new FtlError("notFound", `there is no process ${pid}`);
        throw error;
    }
}
