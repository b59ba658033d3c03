// See HostCall.h.

#include "HostCall.h"

#include <ffi.h>
#include <stdlib.h>

#if __has_feature(address_sanitizer)
#include <sanitizer/asan_interface.h>
#include <sanitizer/lsan_interface.h>
#define IS_SANITIZED 1
#else
#define IS_SANITIZED 0
#endif

enum { WORDS = 8 };

/// Sources/Kernel/KernelCore/Dispatch.swift. What it takes is told to libffi below, not to this compiler.
extern void ftl_kernel_syscall(void);

static ffi_cif *interface(void) {
    static ffi_cif cif;
    static ffi_type *types[WORDS + 1];
    static int is_ready;
    if (!is_ready) {
        for (int index = 0; index < WORDS; index++) types[index] = &ffi_type_uint64;
        types[WORDS] = &ffi_type_pointer;
        if (ffi_prep_cif(&cif, FFI_DEFAULT_ABI, WORDS + 1, &ffi_type_sint64, types) != FFI_OK) abort();
        is_ready = 1;
    }
    return &cif;
}

intptr_t host_call(const uintptr_t words[8], const void *entry) {
    void *values[WORDS + 1];
    for (int index = 0; index < WORDS; index++) values[index] = (void *)&words[index];
    values[WORDS] = (void *)&entry;
    ffi_sarg result = 0;
    ffi_call(interface(), ftl_kernel_syscall, &result, values);
    return result;
}

int host_is_sanitized(void) { return IS_SANITIZED; }

void host_poison(const void *start, size_t count) {
#if IS_SANITIZED
    __asan_poison_memory_region(start, count);
#else
    (void)start, (void)count;
#endif
}

void host_unpoison(const void *start, size_t count) {
#if IS_SANITIZED
    __asan_unpoison_memory_region(start, count);
#else
    (void)start, (void)count;
#endif
}

void host_keep(const void *block) {
#if IS_SANITIZED
    __lsan_ignore_object(block);
#else
    (void)block;
#endif
}
