// What start.S and protector.c offer to the rest of a program's start-up code (Sources/Libraries/FTLStart).

#pragma once
#include <stdint.h>

/// Where a thread made by thread_create begins; its argument is passed on to `ftl_thread_main`. Carves the
/// thread's thread-local storage out of its stack and ends the thread when `ftl_thread_main` returns.
void ftl_thread_start(void);

// Where the program lies (app.ld; the first by the linker itself).
extern uint8_t __ehdr_start[], __writable_start[], __arena_start[], __arena_end[];

/// The program's first byte.
static inline uintptr_t ftl_image_start(void) { return (uintptr_t)__ehdr_start; }

/// The first byte of its variables. They take whole pages, up to the arena's end.
static inline uintptr_t ftl_writable_start(void) { return (uintptr_t)__writable_start; }

/// Room for the objects of a program that takes a snapshot of itself; empty where it was linked without.
static inline uintptr_t ftl_arena_start(void) { return (uintptr_t)__arena_start; }
static inline uintptr_t ftl_arena_end(void) { return (uintptr_t)__arena_end; }

/// What every new thread runs. Defined by the FTL library.
void ftl_thread_main(uintptr_t argument);
