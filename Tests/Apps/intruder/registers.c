// What a program finds in its registers, and what it puts there before it enters the kernel.

#include "intruder.h"

extern uint64_t first_registers[32];

/// Two programs at a time: one fills the floating-point registers and keeps them, the other must not see that.
#define FILL 0x5a5a0123456789abull

static void at_start(void) {
    for (size_t index = 1; index < 32; index++) {
        if (index == 2 || index == 10) continue;
        is_true("a register is not zero", first_registers[index] == 0);
    }
    is_true("a0", first_registers[10] == (uintptr_t)ftl_start);
    is_true("sp", first_registers[2] == ftl_start->stack_base + ftl_start->stack_size);
    uint64_t value, control;
    __asm__ volatile("frcsr %0" : "=r"(control));
    is_true("fcsr is not zero", control == 0);
#define IS_ZERO(number)                                                                                                \
    __asm__ volatile("fmv.x.d %0, f" #number : "=r"(value));                                                           \
    is_true("f" #number " is not zero", value == 0);
    IS_ZERO(0) IS_ZERO(1) IS_ZERO(2) IS_ZERO(3) IS_ZERO(4) IS_ZERO(5) IS_ZERO(6) IS_ZERO(7) IS_ZERO(8) IS_ZERO(9)
    IS_ZERO(10) IS_ZERO(11) IS_ZERO(12) IS_ZERO(13) IS_ZERO(14) IS_ZERO(15) IS_ZERO(16) IS_ZERO(17) IS_ZERO(18)
    IS_ZERO(19) IS_ZERO(20) IS_ZERO(21) IS_ZERO(22) IS_ZERO(23) IS_ZERO(24) IS_ZERO(25) IS_ZERO(26) IS_ZERO(27)
    IS_ZERO(28) IS_ZERO(29) IS_ZERO(30) IS_ZERO(31)
}

/// Keeps a value in registers and in memory until it is asked to stop: nobody changed either.
static void keep(void) {
    uint64_t control = 0x1f, value;
    made("ready", ftl_console_write("ready\n", 6));
    __asm__ volatile("fscsr %0\n fmv.d.x f0, %1\n fmv.d.x f9, %1\n fmv.d.x f31, %1" ::"r"(control), "r"(FILL)
                     : "f0", "f9", "f31");
    own_data[0] = FILL;
    while (ftl_interrupt_take() == 0) ftl_thread_yield();
    __asm__ volatile("frcsr %0" : "=r"(value));
    is_true("fcsr was changed", value == control);
    __asm__ volatile("fmv.x.d %0, f0" : "=r"(value));
    is_true("f0 was changed", value == FILL);
    __asm__ volatile("fmv.x.d %0, f31" : "=r"(value));
    is_true("f31 was changed", value == FILL);
    is_true("memory was changed", *(volatile uint64_t *)&own_data[0] == FILL);
}

/// Writes where the other one keeps its value: the address is the same, and the memory is not.
static void overwrite(void) {
    is_true("its memory is here", *(volatile uint64_t *)&own_data[0] != FILL);
    for (uint64_t value = 0; value < 100; value++) {
        *(volatile uint64_t *)&own_data[0] = value;
        __asm__ volatile("fscsr zero\n fmv.d.x f0, %0\n fmv.d.x f31, %0" ::"r"(value) : "f0", "f31");
        ftl_thread_yield();
    }
}

/// What every register but those that a C function keeps holds after a call; filled with ones before.
uint64_t after[32];
__attribute__((naked, noinline)) static void call_with_ones(__attribute__((unused)) uint64_t number) {
    __asm__ volatile("mv a7, a0\n"
                     ".irp r, t0,t1,t2,t3,t4,t5,t6,a0,a1,a2,a3,a4,a5,a6\n li \\r, -1\n .endr\n"
                     "ecall\n"
                     "addi sp, sp, -16\n sd t0, 0(sp)\n lla t0, after\n"
                     "sd x6, 48(t0)\n sd x7, 56(t0)\n sd x10, 80(t0)\n sd x11, 88(t0)\n sd x12, 96(t0)\n"
                     "sd x13, 104(t0)\n sd x14, 112(t0)\n sd x15, 120(t0)\n sd x16, 128(t0)\n sd x17, 136(t0)\n"
                     "sd x28, 224(t0)\n sd x29, 232(t0)\n sd x30, 240(t0)\n sd x31, 248(t0)\n"
                     "ld t1, 0(sp)\n sd t1, 40(t0)\n addi sp, sp, 16\n ret");
}

/// Nothing of the kernel is left in a register, whatever the call did: its addresses are above those of programs.
static void after_call(void) {
    for (uint64_t number = 0; number <= FTL_CALL_COUNT; number++) {
        // These do not come back.
        if (number == FTL_PROCESS_EXIT || number == FTL_THREAD_EXIT) continue;
        call_with_ones(number);
        for (size_t index = 5; index < 32; index++) {
            if (index == 8 || index == 9 || (index >= 18 && index <= 27)) continue;
            // The result, of which some are times.
            if (index == 10) continue;
            if (after[index] != 0 && after[index] != UINT64_MAX) say("a register holds", after[index]);
            is_true("a register tells something", after[index] == 0 || after[index] == UINT64_MAX);
        }
    }
}

/// The null call with a register that the kernel must not use as the program left it.
#define CALL_WITH(name, load)                                                                                          \
    __attribute__((naked, noinline)) static intptr_t name(__attribute__((unused)) uint64_t value) {                                      \
        __asm__ volatile("addi sp, sp, -16\n sd ra, 0(sp)\n mv t3, sp\n lla t4, kept_stack\n sd t3, 0(t4)\n" load      \
                         "li a7, 0\n ecall\n mv t0, sp\n lla t4, kept_stack\n ld sp, 0(t4)\n lla t4, seen_stack\n"      \
                         "sd t0, 0(t4)\n mv gp, zero\n mv tp, zero\n ld ra, 0(sp)\n addi sp, sp, 16\n ret");           \
    }
uint64_t kept_stack, seen_stack;
CALL_WITH(call_with_stack, "mv sp, a0\n")
CALL_WITH(call_with_pointers, "mv gp, a0\n mv tp, a0\n")

static void garbage(void) {
    const uint64_t values[] = {0, 1, 7, (uint64_t)-1, (uint64_t)-16, 0x3f80264000, 0x3f80269000, 0x3f80200000,
                               0x3080200000, 0x2000001000, 1ull << 63, 0x4000000000};
    for (size_t index = 0; index < sizeof values / sizeof *values; index++) {
        is_true("the null call", call_with_stack(values[index]) == 0);
        is_true("the stack pointer was changed", seen_stack == values[index]);
        is_true("the null call", call_with_pointers(values[index]) == 0);
    }
}

/// A fault while the stack pointer is the kernel's.
static void garbage_fault(void) {
    __asm__ volatile("mv sp, %0\n mv tp, %0\n mv gp, %0\n ld t0, 0(zero)" ::"r"(0x3f80264000ul));
    __builtin_trap();
}

/// Frame pointers that lead the report of a fault through all that is not there, and round in circles.
static void garbage_frames(void) {
    static uint64_t chain[64];
    const uint64_t starts[] = {(uint64_t)-8, 0, 8, 16, 0x3f80264000, (uint64_t)(chain + 8)};
    for (size_t index = 0; index + 8 < 64; index++) chain[index] = (uint64_t)(chain + 8 + index % 8);
    __asm__ volatile("mv s0, %0\n ld t0, 0(zero)" ::"r"(starts[argument(0) % 6]));
    __builtin_trap();
}

const struct attack register_attacks[] = {
    {"registers-at-start", at_start}, {"keep", keep},       {"overwrite", overwrite},
    {"registers-after-call", after_call}, {"garbage", garbage}, {"garbage-fault", garbage_fault},
    {"garbage-frames", garbage_frames}, {NULL, NULL},
};
