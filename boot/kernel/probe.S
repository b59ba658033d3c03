// What a hart can do, found out by doing it: the device tree may say what the firmware does not allow, or nothing at all.
// Before the first program runs; whatever the instruction traps with is the answer no.

#include "TrapFrame.h"

    .option norelax

// \name: () -> 1 if \instruction can be executed, else 0.
    .macro  probe name, instruction:vararg
    .section .text.probe, "ax"
    .globl  \name
    .type   \name, @function
\name:
    csrr    t2, sstatus
    li      t0, SSTATUS_FS_INITIAL
    csrs    sstatus, t0
    lla     t0, 1f
    csrrw   t1, stvec, t0
    li      a0, 0
    \instruction
    li      a0, 1
    .balign 4                           // traps go to multiples of four
1:  csrw    stvec, t1
    csrw    sstatus, t2
    ret
    .size \name, . - \name
    .endm

    probe ftl_has_timer, csrr t0, 0x14d // stimecmp (RISC-V "Sstc")
    probe ftl_has_double_precision, fmv.d.x ft0, zero
