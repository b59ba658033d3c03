// The part of the ABI that machine code shares with the kernel: how a program is started and how it calls.
// Everything else of the ABI (the table of calls, messages, events) is in Sources/ABI/FTLTypes, and from there for C in
// ftl_calls.h.
//
// A program is entered at its ELF entry point with a0 = the address of its `ftl_start_info`, sp = the top of
// its main thread's stack (16-byte aligned), interrupts on, and every other register zero. A further thread
// is entered at its entry with a0 = the argument given to thread_create.

#pragma once
#include <stddef.h>
#include <stdint.h>

#define FTL_ABI_VERSION 2
#define FTL_START_HANDLES 8

/// One system call: seven argument words (unused ones zero) and the call's number, in the C calling convention
/// (so: a0…a6 and a7). The result is in a0: values from -4095 to -1 are the negated code of an error.
/// Like any C function it may change the caller-saved registers.
typedef intptr_t (*ftl_syscall_entry)(uintptr_t a0, uintptr_t a1, uintptr_t a2, uintptr_t a3,
                                      uintptr_t a4, uintptr_t a5, uintptr_t a6, uintptr_t number);

/// What a program gets to know when it starts. Lies in memory of the process's own, as do the strings.
struct ftl_start_info {
    uint64_t abi_version;      // FTL_ABI_VERSION
    ftl_syscall_entry syscall; // the only way out of the program
    uint64_t page_size;        // bytes
    uint64_t process_id;
    const uint8_t *name; // UTF-8, not NUL-terminated
    uint64_t name_length;
    const uint8_t *arguments; // each argument is followed by one NUL byte
    uint64_t arguments_length;
    uint64_t stack_base; // lowest usable address of the main thread's stack
    uint64_t stack_size; // bytes; a page is there from its first access
    uint64_t isolation;  // 1: kernel, 2: user
    uint64_t handle_count;
    uint32_t handles[FTL_START_HANDLES]; // in the order in which they were injected; [0] is the supervisor channel
};

_Static_assert(sizeof(struct ftl_start_info) == 12 * 8 + FTL_START_HANDLES * 4, "start info has no padding");
_Static_assert(offsetof(struct ftl_start_info, syscall) == 8, "start stubs read the entry here");

/// The start info of this program. Set by its first instructions; tests set it to one of their own.
extern const struct ftl_start_info *ftl_start;

/// The address at which further threads begin: a bit of machine code in boot/app. Zero where there is none.
extern uintptr_t ftl_thread_entry;

// Functions rather than the variables themselves: Swift takes a C variable for one that anybody may change.

static inline const struct ftl_start_info *ftl_get_start(void) { return ftl_start; }

/// For tests, whose start info is one of their own.
static inline void ftl_set_start(const struct ftl_start_info *start) { ftl_start = start; }

static inline uintptr_t ftl_get_thread_entry(void) { return ftl_thread_entry; }

/// The handle at this index of those the program started with, or 0.
static inline uint32_t ftl_start_handle(size_t index) {
    return index < ftl_start->handle_count && index < FTL_START_HANDLES ? ftl_start->handles[index] : 0;
}

/// Makes a system call.
static inline __attribute__((always_inline)) intptr_t ftl_syscall(uintptr_t number, uintptr_t a0, uintptr_t a1, uintptr_t a2, uintptr_t a3,
                                   uintptr_t a4, uintptr_t a5, uintptr_t a6) {
    return ftl_start->syscall(a0, a1, a2, a3, a4, a5, a6, number);
}
