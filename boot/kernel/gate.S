// The system call gate of kernel isolation: programs call it like a C function, with the arguments in a0 … a6 and
// the call's number in a7. Nothing is saved but what the calling convention asks for and the way back; only where
// the kernel goes on with another thread do the callee-saved registers go to the caller's frame.

#include "TrapFrame.h"

    .option norelax

    .section .text.gate, "ax"
    .globl ftl_gate
    .type ftl_gate, @function
ftl_gate:
    csrci   sstatus, SSTATUS_SIE        // until the end nothing interrupts
    csrrw   tp, sscratch, tp            // tp = hart, sscratch = the program's tp
    sd      sp, HART_SCRATCH(tp)
    ld      sp, HART_STACK(tp)          // the program's stack is not trusted
    addi    sp, sp, -48
    csrrw   t0, sscratch, zero          // we are in the kernel now
    sd      t0, 8(sp)                   // the program's tp
    sd      ra, 16(sp)
    ld      t0, HART_SCRATCH(tp)
    sd      t0, 24(sp)                  // the program's sp
    sd      s0, 32(sp)
    sd      s1, 40(sp)
    ld      t0, HART_ENTRY(tp)
    sd      t0, 0(sp)                   // the ninth argument
    ld      s1, HART_FRAME(tp)          // s1: the caller's frame; survives the call
    li      s0, 0
    call    ftl_kernel_syscall          // (a0 … a6, number, entry) -> result
    ld      t0, HART_FRAME(tp)
    ld      t1, HART_THREAD_GONE(tp)
    bnez    t1, caller_gone
    bne     t0, s1, caller_leaves

    ld      t0, 8(sp)
    ld      ra, 16(sp)
    ld      s0, 32(sp)
    ld      s1, 40(sp)
    ld      sp, 24(sp)
    csrw    sscratch, tp                // we are in the program again
    mv      tp, t0
    csrsi   sstatus, SSTATUS_SIE
    ret

caller_leaves:
    // Its result is in its frame already, or will be. What else it expects to find when the call returns:
    ld      t0, 8(sp)
    sd      t0, FRAME_X(4)(s1)
    ld      t0, 16(sp)
    sd      t0, FRAME_X(1)(s1)
    sd      t0, FRAME_PC(s1)
    ld      t0, 24(sp)
    sd      t0, FRAME_X(2)(s1)
    ld      t0, 32(sp)
    sd      t0, FRAME_X(8)(s1)
    ld      t0, 40(sp)
    sd      t0, FRAME_X(9)(s1)
    sd      gp, FRAME_X(3)(s1)
    .irp    i, 18,19,20,21,22,23,24,25,26,27
    sd      x\i, FRAME_X(\i)(s1)
    .endr
    csrr    t0, sstatus
    ori     t0, t0, SSTATUS_SPP | SSTATUS_SPIE  // back to supervisor mode, interrupts on
    sd      t0, FRAME_STATUS(s1)
    j       ftl_leave

caller_gone:
    sd      zero, HART_THREAD_GONE(tp)
    li      s1, 0
    j       ftl_leave
    .size ftl_gate, . - ftl_gate
