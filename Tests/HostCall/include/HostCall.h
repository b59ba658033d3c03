// System calls on the host as the target's assembly makes them: through the kernel's C entry, each word where the
// calling convention wants it. libffi puts it there, which knows the convention without asking our compiler.

#pragma once
#include <stddef.h>
#include <stdint.h>

/// Calls `ftl_kernel_syscall` with seven argument words and a number, and a hart's `KernelEntry`.
intptr_t host_call(const uintptr_t words[8], const void *entry);

/// Whether memory errors are found (AddressSanitizer).
int host_is_sanitized(void);

/// Marks memory that nobody may touch until it is unmarked. Without the sanitizer nothing happens.
void host_poison(const void *start, size_t count);
void host_unpoison(const void *start, size_t count);

/// Lets the sanitizer pass over a block of the host's heap that is never freed.
void host_keep(const void *block);
