// Reaching for memory that is not the program's, or in a way that is not allowed: each attempt is a fault. The place is an
// address, or the name of one in the program's own memory.

#include "intruder.h"

/// Of the memory that the relocations wrote and nobody writes since.
static void *const own_relro[] = {(void *)&own_relro, (void *)own_data};

static uintptr_t unmapped_again(void) {
    uintptr_t address = map_pages(1);
    made("unmapping", ftl_vmspace_unmap(FTL_NO_HANDLE, address));
    return address;
}

static uintptr_t read_only_area(void) {
    uint32_t area = (uint32_t)made("an area", ftl_vmarea_create(4096));
    uint32_t narrow = (uint32_t)made("a duplicate", ftl_handle_duplicate(area, FTL_RIGHT_READ | FTL_RIGHT_MAP));
    return made("a mapping", ftl_vmspace_map(FTL_NO_HANDLE, narrow, 0, 4096));
}

static uintptr_t place(void) {
    if (argument_is(0, "own-text")) return (uintptr_t)&_start;
    if (argument_is(0, "own-rodata")) return (uintptr_t)own_rodata;
    if (argument_is(0, "own-relro")) return (uintptr_t)own_relro;
    if (argument_is(0, "own-data")) return (uintptr_t)own_data;
    if (argument_is(0, "own-stack")) return (uintptr_t)ftl_start->stack_base + ftl_start->stack_size - 64;
    if (argument_is(0, "own-area")) return map_pages(1);
    if (argument_is(0, "read-only-area")) return read_only_area();
    if (argument_is(0, "start-info")) return (uintptr_t)ftl_start;
    if (argument_is(0, "call-stub")) return (uintptr_t)ftl_start->syscall;
    // The second half of its ecall: no instruction.
    if (argument_is(0, "call-stub-middle")) return (uintptr_t)ftl_start->syscall + 2;
    // What follows in its page leads to the end of it.
    if (argument_is(0, "call-stub-rest")) return (uintptr_t)ftl_start->syscall + 64;
    if (argument_is(0, "stack-guard")) return (uintptr_t)ftl_start->stack_base - 8;
    if (argument_is(0, "stack-guard-end")) return (uintptr_t)ftl_start->stack_base - 16 * 4096;
    if (argument_is(0, "beyond-stack")) return (uintptr_t)ftl_start->stack_base + ftl_start->stack_size;
    if (argument_is(0, "before-image")) return (uintptr_t)__ehdr_start - 8;
    if (argument_is(0, "beyond-area")) return map_pages(2) + 2 * 4096;
    // Half of it is in the area.
    if (argument_is(0, "area-end")) return map_pages(1) + 4096 - 4;
    if (argument_is(0, "unmapped-area")) return unmapped_again();
    return argument(0);
}

static void load(void) {
    uint64_t value = *(volatile uint64_t *)place();
    say("loaded", value);
    held = false;
}

static void store(void) {
    *(volatile uint64_t *)place() = 0x13;
    say("stored", 0);
    held = false;
}

static void jump(void) {
    uintptr_t target = place();
    // What is there should it run after all: ret.
    if (argument_is(0, "own-data") || argument_is(0, "own-stack") || argument_is(0, "own-area"))
        *(volatile uint32_t *)target = 0x00008067;
    __asm__ volatile("jalr ra, %0" ::"r"(target) : "ra", "memory");
    say("came back", 0);
    held = false;
}

static void exchange(void) {
    uint64_t value = 0;
    __asm__ volatile("amoswap.d %0, %0, (%1)" : "+r"(value) : "r"(place()) : "memory");
    say("exchanged", value);
    held = false;
}

static void reserve(void) {
    uint64_t value;
    __asm__ volatile("lr.d %0, (%1)" : "=r"(value) : "r"(place()) : "memory");
    say("reserved", value);
    held = false;
}

static void load_double(void) {
    double value;
    __asm__ volatile("fld %0, 0(%1)" : "=f"(value) : "r"(place()) : "memory");
    say("loaded", (uint64_t)value);
    held = false;
}

/// Writes over its own instructions, and would run what it wrote.
static void modify_text(void) {
    volatile uint16_t *text = (volatile uint16_t *)(uintptr_t)&modify_text;
    *text = 0x8082;
    __asm__ volatile("fence.i");
    modify_text();
    held = false;
}

/// Calls itself until the stack is used up.
static volatile uint64_t depth;
static __attribute__((noinline, disable_tail_calls)) uint64_t recurse(uint64_t level) {
    volatile uint64_t frame[32];
    frame[level % 32] = level;
    depth = level;
    return recurse(level + 1) + frame[0];
}
static void overflow_stack(void) { say("came back", recurse(0)); }

const struct attack memory_attacks[] = {
    {"load", load},       {"store", store},     {"jump", jump},
    {"exchange", exchange}, {"reserve", reserve}, {"load-double", load_double},
    {"modify-text", modify_text}, {"overflow-stack", overflow_stack}, {NULL, NULL},
};
