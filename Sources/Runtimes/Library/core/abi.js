// Made by scripts/reference from the tables in Sources/ABI/FTLTypes; do not edit.
//
// The numbers of what the system's calls take and fill: sizes and offsets in bytes, and names by their numbers.

/** Bounds (Limits.swift). */
export const bodyLength = 16384;
export const eventsPerWait = 64;
export const pageLength = 4096;

/** The kinds of messages (MessageInfo.swift). */
export const messageKinds = {
    open: 1, read: 2, write: 3, getattr: 4, setattr: 5, openReply: 129, readReply: 130, writeReply: 131,
    getattrReply: 132, setattrReply: 133, errorReply: 255,
};

/** What the number of a reply has and that of a request has not. */
export const replyBit = 128;

/** Where the parts of a message's info word begin. */
export const infoField = {
    kind: 0, length: 2, id: 4,
};

/** Attributes that mean the same for every service (Attribute.swift). */
export const attributes = {
    length: 1,
};

/** An event (Event.swift). */
export const eventSize = 40;

/** Where its parts begin. */
export const eventField = {
    kind: 0, handle: 4, token: 8, info: 16, word0: 24, word1: 32,
};

/** What happened, by number. */
export const eventKinds = [
    undefined, "message", "writable", "peerClosed", "timer", "processExited", "threadExited", "readable",
    "interrupt",
];

/** Why a process ended, by number. */
export const exitReasons = [
    "exited", "faulted", "killed",
];

/** A process, as system_processes describes it (Records.swift). */
export const processSize = 88;

/** Where its fields begin. */
export const processField = {
    id: 0, parent: 8, state: 16, isolation: 20, threads: 24, handles: 28, memory: 32, time: 40, nameLength: 48,
    name: 52,
};

/** What it does, by number. */
export const processStates = [
    "created", "running", "waiting",
];

/** What keeps it apart, by number in the record, which is one less than in calls. */
export const isolations = [
    "kernel", "user",
];

/** A handle, as system_handles describes it. */
export const handleSize = 32;

/** Where its fields begin. */
export const handleField = {
    number: 0, type: 4, rights: 8, flags: 12, value0: 16, value1: 24,
};

/** The types of objects, by number (ObjectType.swift). */
export const objectTypes = [
    undefined, "channel", "sink", "timer", "process", "thread", "vmArea", "image", "system", "vmSpace", "console",
    "interrupt",
];

/** The rights of a handle, as bits (Rights.swift). */
export const rights = {
    read: 1, write: 2, duplicate: 4, transfer: 8, execute: 16, manage: 32, map: 64, power: 128,
};

/** What system_memory counts, by place: words of 64 bits. */
export const memoryWords = [
    "pages", "freePages", "kernelHeap", "processes", "threads", "handles", "messages", "promisedPages",
];
