// The system's commands: plain functions, usable in code like any other.

import { Table } from "./table.js";
import { helpOn, overview } from "./help.js";

/** The status with which the machine is powered off where something failed, whatever it was (docs/boot.md). */
const failed = 65;

/** Of bootstrap, the first process. */
const supervisorID = 1;

export class Commands {
    #system;
    /** By the names under which they are called. */
    functions;

    constructor(system) {
        this.#system = system;
        this.functions = {
            ps: () => this.#processes(),
            handles: (process) => Table.from(system.handles(this.#pidOf(process))),
            apps: () => Table.from(system.apps()),
            services: () => Table.from(system.services()),
            mem: () => system.memory(),
            run: (name, options) => system.start(name, options),
            kill: (process) => this.#kill(process),
            trace: (process, isOn = true) => system.trace(this.#pidOf(process), isOn),
            help: (subject) => console.log(this.#help(subject)),
            exit: (status = 0) => this.#shutDown(status),
            shutdown: (status = 0) => this.#shutDown(status),
        };
    }

    /** A process may be named by its number, by its name where only one has it, or by an object with a pid. */
    #pidOf(process) {
        if (typeof process === "number") return process;
        if (typeof process === "string") {
            const named = this.#system.processes().filter(({ name }) => name === process);
            if (named.length === 1) return named[0].pid;
            throw new RangeError(
                named.length === 0 ? `no process is named ${process}`
                    : `${named.length} processes are named ${process}: ${named.map(({ pid }) => pid).join(", ")}`);
        }
        if (typeof process?.pid === "number") return process.pid;
        throw new TypeError("a process is named by its pid, its name, or an object that has a pid");
    }

    /** The processes and, where they are apps that bootstrap started, how often it did so again. */
    #processes() {
        const restarts = new Map(this.#system.apps().map((app) => [app.pid, app.restarts]));
        return Table.from(this.#system.processes(), (row) => ({ ...row, restarts: restarts.get(row.pid) }));
    }

    #kill(process) {
        // Another one of that name may run.
        const hasWaited = typeof process === "string" && this.#cancelRestart(process);
        if (hasWaited && !this.#system.processes().some(({ name }) => name === process)) return;
        const pid = this.#pidOf(process);
        if (pid === supervisorID) {
            throw new RangeError("bootstrap is what starts and connects everything: shutdown() powers the machine off");
        }
        this.#system.process(pid).kill();
    }

    #cancelRestart(name) {
        return this.#system.apps().some((app) => app.name === name) && this.#system.cancelRestart(name);
    }

    #shutDown(status) {
        if (typeof status !== "number") throw new TypeError("the status is a number: 0 where all is well");
        this.#system.shutdown(status === 0 ? 0 : failed);
    }

    #help(subject) {
        if (subject === undefined) return overview;
        const found = Object.entries(this.functions).find(([, command]) => command === subject);
        return helpOn(found?.[0] ?? subject) ?? "There is no help on that. help() lists what there is.";
    }
}
