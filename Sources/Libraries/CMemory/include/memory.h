// The four functions that compilers call without being asked. Kernel and programs have no C library below
// them, so these are theirs. On the host, which has a C library, they carry a prefix and are only tested.

#pragma once
#include <stddef.h>

#ifdef __riscv
#define MEMORY_NAME(name) name
#else
#define MEMORY_NAME(name) ftl_##name
#endif

void *MEMORY_NAME(memcpy)(void *restrict to, const void *restrict from, size_t count);
void *MEMORY_NAME(memmove)(void *to, const void *from, size_t count);
void *MEMORY_NAME(memset)(void *to, int value, size_t count);
int MEMORY_NAME(memcmp)(const void *left, const void *right, size_t count);
