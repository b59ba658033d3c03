// The two gates for system calls, with the arguments in a0 … a6 and the call's number in a7: programs of kernel isolation
// call the one like a C function, and to the other leads the ecall of programs of user isolation (trap.S). Nothing is
// saved but what the calling convention asks for and the way back; only where the kernel goes on with another thread do
// the callee-saved registers go to the caller's frame.

#include "TrapFrame.h"

    .option norelax

// What is on the kernel's stack during a call.
#define CALL_TP 0                       // the program's, as are the others
#define CALL_RA 8
#define CALL_SP 16
#define CALL_PC 24                      // where a program of user isolation goes on
#define CALL_SIZE 32

// From the program to the kernel. tp = hart, sscratch = 0, t0 and t1 = the program's tp and sp.
    .macro  enter_kernel
    ld      sp, HART_STACK(tp)          // the program's stack is not trusted
    addi    sp, sp, -CALL_SIZE
    sd      t0, CALL_TP(sp)
    sd      ra, CALL_RA(sp)
    sd      t1, CALL_SP(sp)
    .endm

// Makes the call. Goes on where its thread goes on; else to \leaves, with s1 = the caller's frame, or to where nobody's
// registers are saved.
    .macro  make_call leaves
    jal     ftl_syscall                 // (a0 … a6, number) -> result
    ld      t0, HART_DEPARTED(tp)
    bnez    t0, \leaves
    .endm

// Back to the program.
    .macro  leave_kernel
    ld      t0, CALL_TP(sp)
    ld      ra, CALL_RA(sp)
    ld      sp, CALL_SP(sp)
    csrw    sscratch, tp                // from here on we are in the program
    mv      tp, t0
    .endm

// To the caller's frame, what it expects to find when the call returns. Its result is there already, or will be.
    .macro  save_caller
    sd      zero, HART_DEPARTED(tp)
    addi    t0, t0, -DEPARTED_ENDED
    beqz    t0, caller_gone
    ld      t1, HART_CALLER(tp)
    sd      s1, FRAME_X(9)(t1)
    mv      s1, t1
    ld      t0, CALL_TP(sp)
    sd      t0, FRAME_X(4)(s1)
    ld      t0, CALL_RA(sp)
    sd      t0, FRAME_X(1)(s1)
    ld      t0, CALL_SP(sp)
    sd      t0, FRAME_X(2)(s1)
    sd      gp, FRAME_X(3)(s1)
    .irp    i, 8,18,19,20,21,22,23,24,25,26,27
    sd      x\i, FRAME_X(\i)(s1)
    .endr
    .endm

    .section .text.gate, "ax"
    .globl ftl_gate
    .type ftl_gate, @function
ftl_gate:
    csrci   sstatus, SSTATUS_SIE        // until the end nothing interrupts
    mv      t0, tp
    csrrw   tp, sscratch, zero          // tp = hart; we are in the kernel now
    mv      t1, sp
    enter_kernel
    make_call caller_leaves
    leave_kernel
    csrsi   sstatus, SSTATUS_SIE
    ret

caller_leaves:
    save_caller
    ld      t0, CALL_RA(sp)
    sd      t0, FRAME_PC(s1)
    csrr    t0, sstatus
    ori     t0, t0, SSTATUS_SPP | SSTATUS_SPIE  // back to supervisor mode, interrupts on
    sd      t0, FRAME_STATUS(s1)
    sw      t0, FRAME_CALLED(s1)        // that is not zero
    j       ftl_leave
    .size ftl_gate, . - ftl_gate

    .globl ftl_user_gate
    .type ftl_user_gate, @function
ftl_user_gate:                          // tp = hart, sscratch = the program's tp
    csrrw   t0, sscratch, zero          // we are in the kernel now
    mv      t1, sp
    enter_kernel
    csrr    t0, sepc
    addi    t0, t0, 4                   // it goes on behind the ecall
    sd      t0, CALL_PC(sp)
    make_call user_caller_leaves
    ld      t0, CALL_PC(sp)
    csrw    sepc, t0
    leave_kernel
    // What the kernel left in the other registers is not the program's to see.
    .irp    i, 5,6,7,11,12,13,14,15,16,17,28,29,30,31
    li      x\i, 0
    .endr
    sret

user_caller_leaves:
    save_caller
    ld      t0, CALL_PC(sp)
    sd      t0, FRAME_PC(s1)
    csrr    t0, sstatus
    sd      t0, FRAME_STATUS(s1)
    sw      zero, FRAME_CALLED(s1)
    j       ftl_leave
    .size ftl_user_gate, . - ftl_user_gate

    .type caller_gone, @function
caller_gone:
    li      s1, 0
    j       ftl_leave
    .size caller_gone, . - caller_gone

// What programs of user isolation have where those of kernel isolation have ftl_gate: a page for itself, because they
// see all of it.
    .section .text.user, "ax"
    .balign 4096
    .globl ftl_user_call
    .type ftl_user_call, @function
ftl_user_call:
    ecall
    ret
    .size ftl_user_call, . - ftl_user_call
    .balign 4096
