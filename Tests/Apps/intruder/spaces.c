// Pulling the ground away: unmapping what the kernel mapped, threads where there is no code, stacks of any size.

#include "intruder.h"

/// Every page of the program's own, its stack, its start info and the call stub stay.
static void unmap_own(void) {
    size_t kept = 0;
    for (uintptr_t page = (uintptr_t)__ehdr_start & ~4095ul; page <= (uintptr_t)(own_data + 2); page += 4096) {
        intptr_t result = ftl_vmspace_unmap(FTL_NO_HANDLE, page);
        kept += result == -FTL_ERROR_NOT_ALLOWED;
        is_true("a page of the program", result == -FTL_ERROR_NOT_ALLOWED || result == -FTL_ERROR_NOT_FOUND);
    }
    // Constants, code, what is read-only after the relocations, data.
    is_true("it has four parts", kept == 4);
    refused("the stack", ftl_vmspace_unmap(FTL_NO_HANDLE, ftl_start->stack_base), FTL_ERROR_NOT_ALLOWED);
    refused("the start info", ftl_vmspace_unmap(FTL_NO_HANDLE, (uintptr_t)ftl_start), FTL_ERROR_NOT_ALLOWED);
    refused("the call stub", ftl_vmspace_unmap(FTL_NO_HANDLE, (uintptr_t)ftl_start->syscall), FTL_ERROR_NOT_ALLOWED);
}

static void unmap_others(void) {
    uintptr_t area = map_pages(2);
    const uintptr_t addresses[] = {
        0, 4096, area + 4096, area + 8, area - 4096, 0x3f80200000, 0x3080200000, 0x3f00000000, 0x2000001000,
        (uintptr_t)-4096, 0x4000000000, area | (uintptr_t)1 << 63, area | (uintptr_t)1 << 39,
    };
    for (size_t index = 0; index < sizeof addresses / sizeof *addresses; index++)
        refused("no mapping begins there", ftl_vmspace_unmap(FTL_NO_HANDLE, addresses[index]), FTL_ERROR_NOT_FOUND);
    made("its own", ftl_vmspace_unmap(FTL_NO_HANDLE, area));
    refused("its own, twice", ftl_vmspace_unmap(FTL_NO_HANDLE, area), FTL_ERROR_NOT_FOUND);
}

static void nowhere(uintptr_t argument) { (void)argument; }

static void thread_entries(void) {
    const uintptr_t entries[] = {
        0, 8, (uintptr_t)own_data, (uintptr_t)own_rodata, (uintptr_t)ftl_start->stack_base, map_pages(1),
        (uintptr_t)ftl_start, 0x3f80200000, 0x3f80211000, 0x3080200000, 0x2000001000, 0x4000000000, (uintptr_t)-4096,
        (uintptr_t)&nowhere | (uintptr_t)1 << 63,
    };
    for (size_t index = 0; index < sizeof entries / sizeof *entries; index++)
        refused("a thread there", ftl_thread_create(entries[index], 0, 16384), FTL_ERROR_BAD_ACCESS);
}

static void thread_stacks(void) {
    const uint64_t sizes[] = {0, 1, 4096, 16383, 8 * 1024 * 1024 + 1, 1ull << 32, 1ull << 62, 1ull << 63, UINT64_MAX};
    for (size_t index = 0; index < sizeof sizes / sizeof *sizes; index++)
        refused("such a stack", ftl_thread_create((uintptr_t)&nowhere, 0, sizes[index]), FTL_ERROR_INVALID_ARGUMENT);
    // As many as there may be, none of them started: they go with their handles.
    uint32_t threads[64];
    size_t count = 0;
    while (count < 64) {
        intptr_t thread = ftl_thread_create((uintptr_t)&nowhere, 0, 8 * 1024 * 1024);
        if (thread < 0) {
            refused("one too many", thread, FTL_ERROR_LIMIT_REACHED);
            break;
        }
        threads[count++] = (uint32_t)thread;
    }
    is_true("nothing stopped it", count < 64);
    while (count > 0) made("closing", ftl_handle_close(threads[--count]));
}

/// Until the kernel has enough of it; then everything goes on.
static void map_all(void) {
    uint32_t area = (uint32_t)made("an area", ftl_vmarea_create(64 * 4096));
    size_t count = 0;
    intptr_t address;
    while ((address = ftl_vmspace_map(FTL_NO_HANDLE, area, 0, 64 * 4096)) > 0) count++;
    refused("one too many", address, FTL_ERROR_LIMIT_REACHED);
    is_true("it came too soon", count > 200);
    uint64_t length = 1 << 20;
    while (ftl_vmarea_create(length) > 0) {}
    intptr_t last = ftl_vmarea_create(length);
    is_true("memory for ever", last == -FTL_ERROR_LIMIT_REACHED || last == -FTL_ERROR_OUT_OF_MEMORY);
}

/// Spaces: isolation that there is not, more than there may be, and one that is there to be written only.
static void spaces(void) {
    const uint64_t isolations[] = {0, 3, 4, 255, 1ull << 32 | 2, UINT64_MAX};
    for (size_t index = 0; index < sizeof isolations / sizeof *isolations; index++)
        refused("such a space", ftl_vmspace_create(isolations[index]), FTL_ERROR_INVALID_ARGUMENT);
    uint32_t made_spaces[32];
    size_t count = 0;
    intptr_t space;
    while (count < 32 && (space = ftl_vmspace_create(FTL_ISOLATION_USER)) > 0) made_spaces[count++] = (uint32_t)space;
    is_true("spaces for ever", count < 32);
    uint32_t area = (uint32_t)made("an area", ftl_vmarea_create(4096));
    uintptr_t there = made("a mapping", ftl_vmspace_map(made_spaces[0], area, 0, 4096));
    // It is there, and not here.
    refused("an address of another space", ftl_random_fill((void *)there, there == map_pages(1) ? 4097 : 8),
            FTL_ERROR_BAD_ACCESS);
    uint32_t idle = (uint32_t)made("a duplicate", ftl_handle_duplicate(made_spaces[0], FTL_RIGHT_MANAGE));
    refused("mapping into it", ftl_vmspace_map(idle, area, 0, 4096), FTL_ERROR_NOT_ALLOWED);
    refused("unmapping from it", ftl_vmspace_unmap(idle, there), FTL_ERROR_NOT_ALLOWED);
}

const struct attack space_attacks[] = {
    {"unmap-own", unmap_own},           {"unmap-others", unmap_others}, {"thread-entries", thread_entries},
    {"thread-stacks", thread_stacks}, {"map-all", map_all},           {"spaces", spaces},
    {NULL, NULL},
};
