// The saved registers of a thread, and what each hart keeps for the trap code: the one description that assembly
// and Swift share. The assembler reads the numbers, the compiler checks that they are the offsets of the structs.

#pragma once

// Word i of a frame is integer register xi; x0, which is always zero, lends its place to the program counter.
#define FRAME_PC 0
#define FRAME_X(i) ((i) * 8)
#define FRAME_X_A0 80
#define FRAME_STATUS 256
#define FRAME_FCSR 264
#define FRAME_CALLED 268
#define FRAME_F(i) (272 + (i) * 8)
#define FRAME_SATP 528
#define FRAME_SIZE 544

#define HART_FRAME 0
#define HART_STACK 8
#define HART_SCRATCH 16
#define HART_PANIC_STACK 24
#define HART_DEPARTED 32
#define HART_ENTRY 40
#define HART_CALLER 48
#define HART_T0 56

// What became of the thread that came in: it goes on, has left the hart, or has ended.
#define DEPARTED_NONE 0
#define DEPARTED_LEFT 1
#define DEPARTED_ENDED 2

// sstatus (RISC-V privileged architecture, "Supervisor Status Register").
#define SSTATUS_SIE 0x2
#define SSTATUS_SPIE 0x20
#define SSTATUS_SPP 0x100
#define SSTATUS_FS 0x6000
#define SSTATUS_FS_INITIAL 0x2000
#define SSTATUS_FS_DIRTY 0x6000
#define SSTATUS_SUM 0x40000
#define SSTATUS_MXR 0x80000

// scause of an ecall in user mode ("Supervisor Cause Register").
#define CAUSE_USER_CALL 8

#ifndef __ASSEMBLER__
#include <stddef.h>
#include <stdint.h>

struct ftl_trap_frame {
    uint64_t pc;
    uint64_t x[31]; // x1 … x31
    uint64_t status;
    uint32_t fcsr;
    uint32_t called; // by the gate for programs of kernel isolation: only what a call keeps is here
    uint64_t f[32];
    uint64_t satp;        // by which page tables the thread's addresses are translated,
    uint64_t translation; // and the `SpaceTable` they are of
};

_Static_assert(offsetof(struct ftl_trap_frame, pc) == FRAME_PC, "pc");
_Static_assert(offsetof(struct ftl_trap_frame, x) == FRAME_X(1), "x1");
_Static_assert(offsetof(struct ftl_trap_frame, status) == FRAME_STATUS, "status");
_Static_assert(FRAME_X_A0 == FRAME_X(10), "a0 is x10");
_Static_assert(offsetof(struct ftl_trap_frame, fcsr) == FRAME_FCSR, "fcsr");
_Static_assert(offsetof(struct ftl_trap_frame, called) == FRAME_CALLED, "called");
_Static_assert(offsetof(struct ftl_trap_frame, f) == FRAME_F(0), "f0");
_Static_assert(offsetof(struct ftl_trap_frame, satp) == FRAME_SATP, "satp");
_Static_assert(sizeof(struct ftl_trap_frame) == FRAME_SIZE, "size");

/// Per hart; `tp` points to it while the hart is in the kernel, `sscratch` while it is in a program.
struct ftl_hart {
    struct ftl_trap_frame *_Nullable frame; // of the thread the hart goes on with
    uint64_t stack_top;           // of the kernel's stack on this hart
    uint64_t scratch;             // one word for the first instructions of a trap
    uint64_t panic_stack_top;     // for traps of the kernel itself, whose own stack may be what is broken
    uint64_t departed;            // where the thread that came in does not go on, why: if it ended, it has no frame
    void *_Nonnull entry;         // the kernel's `KernelEntry`
    struct ftl_trap_frame *_Nullable caller; // of the thread that came in, where it has departed
    uint64_t t0;                  // another word for the first instructions of a trap
};

_Static_assert(offsetof(struct ftl_hart, frame) == HART_FRAME, "frame");
_Static_assert(offsetof(struct ftl_hart, stack_top) == HART_STACK, "stack");
_Static_assert(offsetof(struct ftl_hart, scratch) == HART_SCRATCH, "scratch");
_Static_assert(offsetof(struct ftl_hart, panic_stack_top) == HART_PANIC_STACK, "panic stack");
_Static_assert(offsetof(struct ftl_hart, departed) == HART_DEPARTED, "departed");
_Static_assert(offsetof(struct ftl_hart, entry) == HART_ENTRY, "entry");
_Static_assert(offsetof(struct ftl_hart, caller) == HART_CALLER, "caller");
_Static_assert(offsetof(struct ftl_hart, t0) == HART_T0, "t0");
#endif
