// The kernel's first instructions. OpenSBI enters here in supervisor mode, address translation off, with a0 = hart
// id and a1 = physical address of the device tree; other harts stay stopped in the firmware (SBI, "Hart State
// Management"). All that happens here is what Swift needs: zeroed variables, a stack, and a first page table, in
// which the kernel is where it was linked to be. Swift replaces that table by one with exact permissions.

#include "TrapFrame.h"

// Sv39 page table entries: valid, readable, writable, executable, global, accessed, dirty.
#define PTE_RW  0xe7
#define PTE_RWX 0xef
#define GIGABYTE_PPN (1 << 28)          // 1 GiB as the physical page number field of an entry

    .option norelax

    .section .text.start, "ax"
    .globl _start
    .type _start, @function
_start:
    rdinstret s2                        // where counting begins
    csrw    sie, zero
    csrci   sstatus, SSTATUS_SIE
    // The kernel never reaches for memory through a program's addresses; nor may programs of user isolation read the
    // counters.
    li      t0, SSTATUS_SUM | SSTATUS_MXR
    csrc    sstatus, t0
    csrw    scounteren, zero

    // Zeroed variables. They begin at a multiple of 8 or a few bytes of .data are zero already.
    lla     t0, ftl_data_end
    lla     t1, ftl_image_end
    addi    t0, t0, 7
    andi    t0, t0, -8
1:  sd      zero, 0(t0)
    addi    t0, t0, 8
    bltu    t0, t1, 1b

    lla     t0, ftl_first_table
    // Entry 2: the gigabyte we run in now, under its physical address, until the jump below.
    li      t1, 2 * GIGABYTE_PPN | PTE_RWX
    sd      t1, 2 * 8(t0)
    // Entry 254: the same gigabyte at 0x3f80000000, where the kernel is linked.
    sd      t1, 254 * 8(t0)
    // Entries 192 on: the first 8 GiB of physical memory at 0x3000000000, the direct map.
    li      t1, PTE_RW
    li      t2, GIGABYTE_PPN
    addi    t3, t0, 192 * 8
    addi    t4, t3, 8 * 8
2:  sd      t1, 0(t3)
    add     t1, t1, t2
    addi    t3, t3, 8
    bltu    t3, t4, 2b

    // Translation on: satp = mode Sv39, the table's page number.
    srli    t0, t0, 12
    li      t1, 8 << 60
    or      t0, t0, t1
    sfence.vma
    csrw    satp, t0
    sfence.vma
    // A hart without it ignores the write ("Supervisor Address Translation and Protection Register"). Where it has
    // it, what comes next is mapped at the same address.
    csrr    t1, satp
    bne     t0, t1, no_translation

    // From the physical to the linked addresses: they differ by this much everywhere (kernel.ld).
    li      t0, 0x3f00000000
    lla     t1, 3f
    add     t1, t1, t0
    jr      t1
3:  lla     t0, ftl_trap_entry
    csrw    stvec, t0
    csrw    sscratch, zero              // zero: the hart is in the kernel
    lla     sp, ftl_stack_top
    lla     tp, ftl_boot_hart
    lla     t0, ftl_panic_stack_top
    sd      sp, HART_STACK(tp)
    sd      t0, HART_PANIC_STACK(tp)
    li      s0, 0                       // the last frame of every backtrace
    li      ra, 0
    mv      a2, s2
    call    Kernel_main                 // (hart id, device tree, instructions so far): sets the boot hart's frame
    li      s1, 0                       // nobody's registers to save
    sd      zero, HART_DEPARTED(tp)     // nobody departed for the first thread: its first call must find that
    j       ftl_leave
    .size _start, . - _start

no_translation:
    lla     sp, ftl_stack_top           // where it is in memory: nothing has been translated
    lla     a0, no_translation_reason
    call    ftl_refuse                  // (reason, device tree): never returns

    .section .rodata, "a"
no_translation_reason:
    .asciz  "boot: this hart cannot translate addresses (Sv39), which the kernel needs\n"

// The stacks have an unmapped page below them: running off one is a fault and not a corruption.
    .section .bss.stacks, "aw", @nobits
    .balign 4096
    .globl ftl_first_table, ftl_stack_guard, ftl_stack_top, ftl_panic_guard, ftl_panic_stack_top
ftl_first_table:
    .skip 4096
ftl_stack_guard:
    .skip 4096
    .skip 64 * 1024
ftl_stack_top:
ftl_panic_guard:
    .skip 4096
    .skip 16 * 1024
ftl_panic_stack_top:

    .section .bss.hart, "aw", @nobits
    .balign 64
    .globl ftl_boot_hart
ftl_boot_hart:
    .skip 64
