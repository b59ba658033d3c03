// What help() says. A line is no longer than a screen is wide.

const pages = {
    ps: `ps()  The processes: an array of { pid, parent, name, state, isolation,
threads, handles, memory, cpu, restarts }; memory in bytes, cpu in
milliseconds; restarts: how often the app was started again.

  ps().filter((p) => p.cpu > 100)`,
    run: `run(name, { isolation, arguments })  Starts an app. isolation is "kernel" or
"user"; without it, what the app's manifest says. Answers a process: { pid,
name, kill(), exited }, where exited is a promise of { status, reason }; the
reason is "exited", "faulted" or "killed".

  const p = run("hello", { arguments: ["one", "two"] })
  await p.exited`,
    apps: `apps()  The apps that run() can start: an array of { name, language, start,
restart, state, pid, restarts }: when they are started and started again, as
their manifests say; whether they run now ("running"), wait to be started
again ("restarting") or have "ended"; how often they were started again.`,
    kill: `kill(process)  Ends a process: its pid, its name, or what run() answered. An
app that was killed is not started again; nor is one that waits for that, when
its name is given.

  kill(7)`,
    services: `services()  The services: an array of { name, pid, app, state, waiting,
restarts }: by which process it is provided, how many clients wait for that,
how often its app was started again, and what state it is in: "running",
"restarting" (its app waits to be started again), "ended" (it is not), or
"awaited".`,
    handles: `handles(process)  What a process has: an array of { handle, type, rights,
inSink } and, of a channel, peer (the pid at the other end) and queued
messages; of a process or thread its pid; of an area its bytes; of a timer its
deadline. The process is a pid, a name, or what run() answered.`,
    trace: `trace(process, on = true)  The kernel prints each system call of the process
from now on; with false, it stops doing so.

  trace("pong-js");  trace("pong-js", false)`,
    mem: `mem()  What memory there is: { total, free, promised, kernelHeap } in bytes (of the
free, what is promised to who will touch it), and how many
processes, threads, handles, and messages in queues there are.`,
    help: `help(command)  Help on one command; without one, the overview.`,
    exit: `exit(status = 0)  Powers the machine off; a status other than 0 says that
something failed. So do shutdown() and Ctrl-D on an empty line.`,
};

export const overview = `This is JavaScript: type an expression to see its value. await works, _ is the
last value, names may be declared again, and what "ftl" exports is there.

  ps()              processes              apps()               apps there are
  services()        services               run(name)            start an app
  handles(process)  what a process has     kill(process)        end a process
  mem()             memory                 trace(process, on)   its system calls
  help(command)     more on one of these   exit(), shutdown()   power off

Keys: Tab completes, up and down walk through the history, Ctrl-C clears the
line or interrupts what runs, Ctrl-D on an empty line powers off. The emulator
takes Ctrl-A: Ctrl-A X leaves it, Ctrl-A Ctrl-A goes to the start of the line.`;

/** The page on a command, by its name, or undefined. */
export function helpOn(name) {
    const page = name === "shutdown" ? "exit" : name;
    return typeof page === "string" && Object.hasOwn(pages, page) ? pages[page] : undefined;
}
