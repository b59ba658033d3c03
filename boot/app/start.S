// Where a program begins, and where each of its further threads does.
//
// The kernel enters with a0 = start info (or the thread's argument), sp = the stack's top, everything else
// zero. It has applied the relocations already. All that is missing before compiled code can run is
// thread-local storage, which the compiler expects at tp.

#include "ftl_call_numbers.h"

    .option norelax

    .section .text.start, "ax"
    .globl _start
    .type _start, @function
_start:
    lla     t0, ftl_start
    sd      a0, 0(t0)
    lla     t0, ftl_thread_entry
    lla     t1, ftl_thread_start
    sd      t1, 0(t0)
    jal     t0, carve_tls
    // A frame pointer and return address of zero end every backtrace here.
    li      s0, 0
    li      ra, 0
    li      a0, 0
    li      a1, 0
    call    main
    // The result of main is the process's status.
    lla     t0, ftl_start
    ld      t0, 0(t0)
    ld      t0, 8(t0)               // ftl_start_info.syscall (asserted in ftl.h)
    li      a7, FTL_NUMBER_PROCESS_EXIT
    jalr    t0
    unimp
    .size _start, . - _start

    .section .text.thread, "ax"
    .globl ftl_thread_start
    .type ftl_thread_start, @function
ftl_thread_start:
    jal     t0, carve_tls
    li      s0, 0
    li      ra, 0
    call    ftl_thread_main
    lla     t0, ftl_start
    ld      t0, 0(t0)
    ld      t0, 8(t0)
    li      a7, FTL_NUMBER_THREAD_EXIT
    jalr    t0
    unimp
    .size ftl_thread_start, . - ftl_thread_start

// Takes room for this thread's variables from the top of its stack, fills it from the initial image, and
// leaves tp at its start (RISC-V ELF psABI, "Thread Local Storage": variant I, tp at the block's first byte).
// Returns through t0; keeps a0.
    .section .text.tls, "ax"
    .type carve_tls, @function
carve_tls:
    lla     t1, __tls_image
    lla     t2, __tls_image_end     // from here on the variables start as zero
    lla     t3, __tls_end
    sub     t4, t3, t1
    sub     sp, sp, t4
    andi    sp, sp, -64             // the alignment of .tdata in app.ld
    mv      tp, sp
    mv      t5, sp
    // Words: the linker script rounds both sizes up to whole ones.
1:  bgeu    t1, t2, 2f
    ld      t6, 0(t1)
    sd      t6, 0(t5)
    addi    t1, t1, 8
    addi    t5, t5, 8
    j       1b
2:  bgeu    t1, t3, 3f
    sd      zero, 0(t5)
    addi    t1, t1, 8
    addi    t5, t5, 8
    j       2b
3:  jr      t0
    .size carve_tls, . - carve_tls

    .section .note.GNU-stack, "", @progbits
