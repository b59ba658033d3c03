// Traps: from a program into the kernel and back. One that is a system call (an ecall in user mode) goes on in gate.S.
//
// sscratch tells where a trap came from. While a program runs it holds the hart's `ftl_hart`; while the kernel
// runs it is zero. So the first instruction below gives the kernel its hart without touching memory or the stack:
// the program's stack pointer may be garbage, and nothing here uses it.
//
// The kernel runs with interrupts off and never faults, so a trap that finds sscratch zero is a bug of the
// kernel's and ends in a panic, on a stack of its own.

#include "TrapFrame.h"

    .option norelax

    .section .text.trap, "ax"
    .globl ftl_trap_entry
    .type ftl_trap_entry, @function
    .balign 4
ftl_trap_entry:
    csrrw   tp, sscratch, tp            // tp = hart, sscratch = the program's tp
    beqz    tp, trap_in_kernel
    sd      t0, HART_T0(tp)
    csrr    t0, scause
    addi    t0, t0, -CAUSE_USER_CALL
    bnez    t0, 1f
    j       ftl_user_gate
1:
    sd      sp, HART_SCRATCH(tp)
    ld      sp, HART_FRAME(tp)
    sd      x1, FRAME_X(1)(sp)
    sd      x3, FRAME_X(3)(sp)
    .irp    i, 6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
    sd      x\i, FRAME_X(\i)(sp)
    .endr
    ld      t0, HART_SCRATCH(tp)
    sd      t0, FRAME_X(2)(sp)
    ld      t0, HART_T0(tp)
    sd      t0, FRAME_X(5)(sp)
    csrrw   t0, sscratch, zero          // from here on we are in the kernel
    sd      t0, FRAME_X(4)(sp)
    csrr    t0, sepc
    sd      t0, FRAME_PC(sp)
    csrr    t0, sstatus
    sd      t0, FRAME_STATUS(sp)
    sw      zero, FRAME_CALLED(sp)

    mv      s1, sp                      // s1: the frame that came in; survives the call
    csrr    a0, scause
    csrr    a1, stval
    ld      sp, HART_STACK(tp)
    li      s0, 0
    call    ftl_trap                    // (cause, value): sets the hart's frame to whoever goes on
    ld      t0, HART_DEPARTED(tp)
    sd      zero, HART_DEPARTED(tp)
    addi    t0, t0, -DEPARTED_ENDED
    bnez    t0, ftl_leave
    li      s1, 0

// Leaves the kernel for the thread whose frame is the hart's. s1 = frame of the thread that came in, with all but
// its floating-point registers saved, or zero where there is none.
    .globl ftl_leave
    .type ftl_leave, @function
ftl_leave:
    ld      s2, HART_FRAME(tp)
    beq     s1, s2, restore             // same thread: its floating-point registers are still in the hart
    beqz    s1, load_fp

    // They are saved if, and only if, the thread changed them since they were loaded.
    ld      t0, FRAME_STATUS(s1)
    li      t1, SSTATUS_FS_DIRTY
    and     t2, t0, t1
    bne     t2, t1, load_fp
    .irp    i, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
    fsd     f\i, FRAME_F(\i)(s1)
    .endr
    frcsr   t1
    sw      t1, FRAME_FCSR(s1)
    li      t1, SSTATUS_FS_INITIAL      // dirty and not this bit: clean
    not     t1, t1
    and     t0, t0, t1
    sd      t0, FRAME_STATUS(s1)

load_fp:
    // A thread that never used floating point runs with the unit off; ftl_trap switches it on at first use.
    ld      t0, FRAME_STATUS(s2)
    li      t1, SSTATUS_FS
    and     t0, t0, t1
    beqz    t0, restore
    csrs    sstatus, t1
    lw      t1, FRAME_FCSR(s2)
    fscsr   t1
    .irp    i, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
    fld     f\i, FRAME_F(\i)(s2)
    .endr

restore:
    ld      t0, FRAME_SATP(s2)
    csrr    t1, satp
    beq     t0, t1, 1f
    csrw    satp, t0                    // the kernel is at the same place in all of them
1:  ld      t0, FRAME_STATUS(s2)
    csrw    sstatus, t0
    lw      t0, FRAME_CALLED(s2)
    bnez    t0, return_to_caller
    ld      t0, FRAME_PC(s2)
    csrw    sepc, t0
    csrw    sscratch, tp                // from here on we are in the program
    mv      sp, s2
    ld      x1, FRAME_X(1)(sp)
    .irp    i, 3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
    ld      x\i, FRAME_X(\i)(sp)
    .endr
    ld      x2, FRAME_X(2)(sp)
    sret

// A program of kernel isolation is in a call: it expects nothing in the other registers, and is in this mode as well.
return_to_caller:
    csrw    sscratch, tp                // from here on we are in the program
    mv      sp, s2
    .irp    i, 1,3,4,8,9,10,18,19,20,21,22,23,24,25,26,27
    ld      x\i, FRAME_X(\i)(sp)
    .endr
    ld      x2, FRAME_X(2)(sp)
    csrsi   sstatus, SSTATUS_SIE
    ret
    .size ftl_trap_entry, . - ftl_trap_entry

// What a hart does outside the kernel while no thread could run: in the kernel's mode, on no stack, interrupts on.
    .globl ftl_idle
    .type ftl_idle, @function
ftl_idle:
    wfi
    j       ftl_idle
    .size ftl_idle, . - ftl_idle

// The kernel itself trapped. Its registers go to the panic stack, because its own stack may be what is broken.
    .type trap_in_kernel, @function
trap_in_kernel:
    csrrw   tp, sscratch, zero          // tp = hart again
    sd      sp, HART_SCRATCH(tp)
    ld      sp, HART_PANIC_STACK(tp)
    addi    sp, sp, -FRAME_SIZE
    .irp    i, 1,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
    sd      x\i, FRAME_X(\i)(sp)
    .endr
    ld      t0, HART_SCRATCH(tp)
    sd      t0, FRAME_X(2)(sp)
    csrr    t0, sepc
    sd      t0, FRAME_PC(sp)
    mv      a0, sp
    csrr    a1, scause
    csrr    a2, stval
    li      s0, 0
    call    ftl_kernel_trap             // (frame, cause, value): never returns
    unimp
    .size trap_in_kernel, . - trap_in_kernel

    .globl ftl_clear_floating_point
    .type ftl_clear_floating_point, @function
ftl_clear_floating_point:
    li      t0, SSTATUS_FS_INITIAL
    csrs    sstatus, t0
    fscsr   zero
    .irp    i, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
    fmv.d.x f\i, zero
    .endr
    ret
    .size ftl_clear_floating_point, . - ftl_clear_floating_point
