// What Swift needs of the processor and of the boot code, each a few instructions long.

#pragma once
#include "TrapFrame.h"

/// The hart this code runs on. Only in the kernel, where tp holds it.
static inline __attribute__((always_inline)) struct ftl_hart *_Nonnull ftl_current_hart(void) {
    struct ftl_hart *_Nonnull hart;
    __asm__ volatile("mv %0, tp" : "=r"(hart));
    return hart;
}

/// The time counter, in ticks of the timebase.
static inline __attribute__((always_inline)) uint64_t ftl_read_time(void) {
    uint64_t value;
    __asm__ volatile("rdtime %0" : "=r"(value));
    return value;
}

/// The supervisor mode's timer: an interrupt is pending from when the time counter has reached this (RISC-V "Sstc",
/// stimecmp).
static inline __attribute__((always_inline)) void ftl_write_timer(uint64_t ticks) {
    __asm__ volatile("csrw 0x14d, %0" : : "r"(ticks));
}

/// Whether this hart has the register of the supervisor mode's timer, and the firmware lets it be used (probe.S).
int ftl_has_timer(void);
/// Whether this hart has floating point of double precision (probe.S).
int ftl_has_double_precision(void);

/// Instructions retired by this hart.
static inline __attribute__((always_inline)) uint64_t ftl_read_instructions(void) {
    uint64_t value;
    __asm__ volatile("rdinstret %0" : "=r"(value));
    return value;
}

/// Which interrupts may happen: bit 5 timer, bit 9 external (privileged architecture, "sip and sie").
static inline __attribute__((always_inline)) void ftl_write_sie(uint64_t value) { __asm__ volatile("csrw sie, %0" ::"r"(value)); }

/// Waits until an interrupt is pending, whether or not interrupts are on.
static inline __attribute__((always_inline)) void ftl_wait_for_interrupt(void) { __asm__ volatile("wfi" ::: "memory"); }

/// By which page tables addresses are translated.
static inline __attribute__((always_inline)) uint64_t ftl_read_satp(void) {
    uint64_t value;
    __asm__ volatile("csrr %0, satp" : "=r"(value));
    return value;
}

/// Makes another page table the current one. Only ever one that maps the kernel in the same place.
static inline __attribute__((always_inline)) void ftl_write_satp(uint64_t value) {
    __asm__ volatile("sfence.vma\n csrw satp, %0\n sfence.vma" ::"r"(value) : "memory");
}

/// Orders writes to page tables before every translation that follows.
static inline __attribute__((always_inline)) void ftl_flush_translations(void) { __asm__ volatile("sfence.vma" ::: "memory"); }

/// What an SBI call answers (RISC-V SBI, "Binary Encoding").
struct ftl_sbi_result {
    int64_t error;
    int64_t value;
};

static inline __attribute__((always_inline)) struct ftl_sbi_result ftl_sbi_call(uint64_t extension, uint64_t function, uint64_t a0, uint64_t a1) {
    register uint64_t r0 __asm__("a0") = a0;
    register uint64_t r1 __asm__("a1") = a1;
    register uint64_t r6 __asm__("a6") = function;
    register uint64_t r7 __asm__("a7") = extension;
    __asm__ volatile("ecall" : "+r"(r0), "+r"(r1) : "r"(r6), "r"(r7) : "memory");
    return (struct ftl_sbi_result){(int64_t)r0, (int64_t)r1};
}

// refuse.c
/// The emulator's exit status after a failure of the kernel, or where it could not begin.
#define FTL_FAILED 66
/// The physical address of the test finisher, by the device tree's word; 0 where there is none. The tree may be broken.
uint64_t ftl_find_test_finisher(const uint8_t *_Nonnull tree);
/// Ends the machine before the kernel has begun, addresses not yet translated.
/// - reason: a whole line, with its end.
_Noreturn void ftl_refuse(const char *_Nonnull reason, const uint8_t *_Nonnull tree);

// gate.S and trap.S
/// Where programs of kernel isolation call the kernel.
void ftl_gate(void);
/// The first byte of a page with what programs of user isolation call instead.
void ftl_user_call(void);
/// What a hart does while no thread could run.
void ftl_idle(void);
/// Sets all floating-point registers to zero and switches the unit on.
void ftl_clear_floating_point(void);

/// Where the linker put what (kernel.ld, start.S). Linked addresses.
struct ftl_image_layout {
    uint64_t text_start, text_end, rodata_end, image_end;
    uint64_t stack_guard, stack_top, panic_guard, panic_stack_top;
};

static inline __attribute__((always_inline)) struct ftl_image_layout ftl_image(void) {
    extern char ftl_text_start[], ftl_text_end[], ftl_rodata_end[], ftl_image_end[];
    extern char ftl_stack_guard[], ftl_stack_top[], ftl_panic_guard[], ftl_panic_stack_top[];
    return (struct ftl_image_layout){
        (uint64_t)ftl_text_start,  (uint64_t)ftl_text_end,  (uint64_t)ftl_rodata_end,  (uint64_t)ftl_image_end,
        (uint64_t)ftl_stack_guard, (uint64_t)ftl_stack_top, (uint64_t)ftl_panic_guard, (uint64_t)ftl_panic_stack_top,
    };
}
