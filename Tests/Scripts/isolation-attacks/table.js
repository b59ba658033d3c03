// Every attack that the app `intruder` makes, and what has to become of it: a fault with this cause in the kernel's log,
// or nothing (an empty text): every call was refused, and status 0 says so.

const hex = (/** @type {number} */ address) => `0x${address.toString(16)}`;

/** Addresses outside of what a program may have. Where the kernel's parts are, whoever starts this app can tell it. */
export function foreignPlaces(args) {
    const given = Object.fromEntries(args.map((word) => word.split("=")));
    return [
        // Null and its neighbours, up to the first address a program may have.
        "0x0", "0x8", "0xff8", "0x1ff000",
        // The kernel's image: code, call gates, constants, variables, its stacks.
        given.text ?? "0x3f80200000", given.gate ?? "0x3f80210000", given.rodata ?? "0x3f8024d000",
        given.data ?? "0x3f80250000", given.stack ?? "0x3f80263ff8",
        // All of memory as the kernel sees it: its code once more, the archive, where nobody is, the last page.
        "0x3080200000", "0x3084200000", "0x3086000000", "0x3087fff000",
        // Devices, and programs of kernel isolation.
        "0x3f00000000", "0x2000001000", "0x2000200000",
        // The end of what a program may have, the last address of the lower half, addresses that are none, the upper half.
        "0x1ffffffff8", "0x3ffffffff8", "0x4000000000", "0x8000000000000000", "0xffffffc000000000", "0xfffffffffffffff8",
    ];
}

/** Of the program's own memory, what can be neither read, written nor run. */
const nobodys = [
    "stack-guard", "stack-guard-end", "beyond-stack", "before-image", "beyond-area", "unmapped-area",
];
const unwritable = ["own-text", "own-rodata", "own-relro", "read-only-area", "start-info", "call-stub"];
const noCode = ["own-data", "own-stack", "own-area", "own-rodata", "own-relro", "read-only-area", "start-info"];

const registers = {
    read: [
        "sstatus", "sie", "stvec", "scounteren", "senvcfg", "sscratch", "sepc", "scause", "stval", "sip", "stimecmp",
        "satp", "mstatus", "mepc", "mhartid", "hstatus", "vsatp", "pmpaddr0", "dcsr", "tselect", "cycle",
        "instret", "hpmcounter3", "vlenb", "nothing",
    ],
    write: [
        "sstatus", "sie", "stvec", "scounteren", "sscratch", "sepc", "satp", "mstatus", "mtvec", "medeleg", "pmpcfg0",
        "cycle",
    ],
};
const instructions = [
    "sret", "mret", "uret", "dret", "mnret", "wfi", "sfence", "sinval", "hfence_vvma", "hfence_gvma", "hlv", "hsv",
    "vector", "ones", "custom", "reserved_system",
];

/** Those that end with every call refused. */
const refused = [
    "buffer-console-write", "buffer-random-fill", "buffer-vmarea-read", "buffer-vmarea-write", "buffer-sink-wait",
    "buffer-channel-send", "buffer-channel-recv", "call-numbers", "lengths",
    "handle-zero", "handle-forged", "handle-random", "handle-closed", "handle-sent", "handle-wrong-type", "rights",
    "cycle", "ungranted",
    "unmap-own", "unmap-others", "thread-entries", "thread-stacks", "map-all", "spaces",
    "image-trusted", "image-malformed", "processes", "foreign-space",
    "registers-at-start", "registers-after-call", "garbage",
    "race-read", "race-write", "race-fill", "race-wait", "race-close", "race-stack",
];

/** { group: [[words, cause], …] } */
export function attacks(args) {
    const foreign = foreignPlaces(args);
    const at = (kind, place) => {
        const fault = `${kind} page fault at ${place.startsWith("0x") ? place : "0x"}`;
        // An access below the stack is called so, whatever made it.
        return place.startsWith("stack-guard") || place === "call-stub-rest" ? `stack overflow, ${fault}` : fault;
    };
    const of = (verb, kind, places) => places.map((place) => [[verb, place], at(kind, place)]);
    return {
        "reading memory": [
            ...of("load", "load", [...foreign, ...nobodys, "area-end"]),
            ...of("load-double", "load", [foreign[4], "beyond-area"]),
            ...of("reserve", "load", [foreign[0], foreign[7], "beyond-area"]),
        ],
        "writing memory": [
            ...of("store", "store", [...foreign, ...nobodys, ...unwritable, "area-end"]),
            // Where nothing can be read either, emulators say that the reading failed.
            ...[foreign[0], foreign[7], foreign[11]].map((place) => [["exchange", place], `page fault at ${place}`]),
            ...of("exchange", "store", ["own-text", "own-rodata", "call-stub"]),
            [["modify-text"], "store page fault at 0x"],
            [["overflow-stack"], "stack overflow, store page fault at 0x"],
        ],
        "running code": [
            ...of("jump", "instruction", [...foreign, ...nobodys, ...noCode, "call-stub-rest"]),
            [["jump", "call-stub-middle"], "runtime trap"],
        ],
        "instructions": [
            ...registers.read.map((name) => [[`read-${name}`], "illegal instruction 0x"]),
            ...registers.write.map((name) => [[`write-${name}`], "illegal instruction 0x"]),
            ...instructions.map((name) => [[`run-${name}`], "illegal instruction 0x"]),
            [["run-zero"], "runtime trap"],
            [["run-ebreak"], "breakpoint"],
        ],
        "calls, handles, spaces, programs, registers, races": [
            ...refused.map((name) => [[name], ""]),
            [["garbage-fault"], "load page fault at 0x0"],
            ...[0, 1, 2, 3, 4, 5].map((which) => [["garbage-frames", String(which)], "load page fault at 0x0"]),
        ],
    };
}

/** The attacks that main.js has to arrange itself. */
export const arranged = ["handle-foreign", "keep", "overwrite"];
