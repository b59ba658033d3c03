// The engine's allocator: the process's heap with a limit, and a note of whether memory has ever run out. The engine
// cannot always say so itself: without memory for an error object it throws null.
//
// `malloc_size` counts what the engine holds, in bytes usable by it; the engine looks at it to pace its collector.

#include "QuickJS.h"
#include <malloc.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static bool has_run_out;

#ifdef ENGINE_FAULTS
// For tests: whether this allocation fails although there is memory (QuickJS.h).
static uint64_t allocations, failing_from, failing_to;

static bool fails(void) {
    allocations++;
    return failing_from <= allocations && allocations < failing_to;
}

uint64_t engine_allocations(void) {
    return allocations;
}

void engine_fail_allocations(uint64_t from, uint64_t to) {
    allocations = 0;
    failing_from = from;
    failing_to = to;
}
#else
static bool fails(void) {
    return false;
}
#endif

static bool fits(JSMallocState *state, size_t size) {
    return size <= state->malloc_limit && state->malloc_size <= state->malloc_limit - size;
}

#if __has_feature(address_sanitizer)
// Each block is one of malloc's, so that the sanitizer sees what becomes of it.

static void *take(size_t size) {
    return malloc(size);
}

static void *take_again(void *block, size_t size) {
    return realloc(block, size);
}

static void give_back(void *block) {
    free(block);
}

static size_t usable_size(const void *block) {
    return malloc_usable_size((void *)block);
}
#else
// A script makes and drops objects all the time: blocks of up to half a KiB come from lists of free ones, one list for
// each size, which are cut from malloc's a run at a time. A block taken and given back costs a sixth of what it did with
// malloc and free, which have a lock, and are asked for each block's size.
//
// Every block is at a multiple of 16. The word before it is how many bytes it can hold, with `in_use` while it is given
// out; a small block can hold 16 n - 8 bytes, a larger one is 16 bytes into a block of malloc's. Unless it is `placed`
// (preparing.c): such a one is not given back to malloc.

#define SMALL_BLOCKS

enum { in_use = 1, placed = 2, flags = 7, unit = 16, longest = 512, first_run = 128, run = 1024 };

struct small {
    struct small *next;
};

static struct small *small_blocks[longest / unit + 1];
/// How many blocks of each length are cut next.
static uint8_t counts[longest / unit + 1];

static size_t *header(const void *block) {
    return (size_t *)block - 1;
}

static size_t usable_size(const void *block) {
    return *header(block) & ~(size_t)flags;
}

/// A small block of this length, header included, after which there are more of it; NULL where there is no memory.
static __attribute__((noinline)) struct small *cut(size_t length) {
    // Few at first: most scripts need few of most lengths, and each run would be on a page of its own.
    size_t most = length * 8 > run ? 8 : run / length;
    size_t count = counts[length / unit] > 0 ? counts[length / unit] : length < first_run ? first_run / length : 1;
    char *start = malloc(unit + count * length);
    if (start == NULL) {
        // There may still be room for one.
        count = 1;
        start = malloc(unit + length);
        if (start == NULL) return NULL;
    }
    counts[length / unit] = 2 * count < most ? 2 * count : most;
    struct small *list = NULL;
    while (count > 0) {
        struct small *block = (struct small *)(start + unit + --count * length);
        *header(block) = length - sizeof(size_t);
        block->next = list;
        list = block;
    }
    return list;
}

/// A block from the list of its size; NULL where none is there, or the size is not small.
static inline __attribute__((always_inline)) void *take_small(size_t size) {
    if (size > longest - sizeof(size_t)) return NULL;
    size_t length = (size + sizeof(size_t) + unit - 1) & ~(size_t)(unit - 1);
    struct small *block = small_blocks[length / unit];
    if (block == NULL) return NULL;
    small_blocks[length / unit] = block->next;
    *header(block) = (length - sizeof(size_t)) | in_use;
    return block;
}

/// Puts a block on the list of its size; false where it is not small.
static inline __attribute__((always_inline)) bool give_back_small(void *block) {
    size_t usable = *header(block);
    // Given back twice, or never given out.
    if (!(usable & in_use)) __builtin_trap();
    usable &= ~(size_t)flags;
    if (usable > longest - sizeof(size_t)) return false;
    struct small **list = &small_blocks[(usable + sizeof(size_t)) / unit];
    *header(block) = usable;
    ((struct small *)block)->next = *list;
    *list = block;
    return true;
}

static void *take(size_t size) {
    void *block = take_small(size);
    if (block != NULL) return block;
    if (size <= longest - sizeof(size_t)) {
        size_t length = (size + sizeof(size_t) + unit - 1) & ~(size_t)(unit - 1);
        small_blocks[length / unit] = cut(length);
        return take_small(size);
    }
    char *start = size <= SIZE_MAX - unit ? malloc(size + unit) : NULL;
    if (start == NULL) return NULL;
    *header(start + unit) = (malloc_usable_size(start) - unit) | in_use;
    return start + unit;
}

static void give_back(void *block) {
    if (!give_back_small(block) && !(*header(block) & placed)) free((char *)block - unit);
}

static void *take_again(void *block, size_t size) {
    size_t usable = usable_size(block);
    bool is_mallocs = usable > longest - sizeof(size_t) && !(*header(block) & placed);
    if (is_mallocs && size > longest - sizeof(size_t) && size <= SIZE_MAX - unit) {
        char *start = realloc((char *)block - unit, size + unit);
        if (start == NULL) return NULL;
        *header(start + unit) = (malloc_usable_size(start) - unit) | in_use;
        return start + unit;
    }
    // A small block that is at least half used stays where it is.
    if (size <= usable && (size >= usable / 2 || usable <= 4 * unit)) return block;
    void *other = take(size);
    if (other == NULL) return NULL;
    memcpy(other, block, size < usable ? size : usable);
    give_back(block);
    return other;
}
#endif

static __attribute__((noinline)) void *allocate_slowly(JSMallocState *state, size_t size) {
    void *block = fits(state, size) && !fails() ? take(size) : NULL;
    if (block == NULL) {
        has_run_out = true;
        return NULL;
    }
    state->malloc_count++;
    state->malloc_size += usable_size(block);
    return block;
}

static __attribute__((noinline)) void release_slowly(void *block) {
    give_back(block);
}

static void *allocate(JSMallocState *state, size_t size) {
#ifdef SMALL_BLOCKS
    // No call in here but at the end: nothing has to be saved.
    if (fits(state, size)) {
        void *block = take_small(size);
        if (block != NULL) {
            state->malloc_count++;
            state->malloc_size += usable_size(block);
            return block;
        }
    }
#endif
    return allocate_slowly(state, size);
}

static void release(JSMallocState *state, void *block) {
    if (block == NULL) return;
    state->malloc_count--;
    state->malloc_size -= usable_size(block);
#ifdef SMALL_BLOCKS
    if (give_back_small(block)) return;
#endif
    release_slowly(block);
}

static void *resize(JSMallocState *state, void *block, size_t size) {
    if (block == NULL) return size > 0 ? allocate(state, size) : NULL;
    if (size == 0) {
        release(state, block);
        return NULL;
    }
    size_t before = usable_size(block);
    bool is_there = (size <= before || fits(state, size - before)) && !fails();
    void *resized = is_there ? take_again(block, size) : NULL;
    if (resized == NULL) {
        has_run_out = true;
        return NULL;
    }
    state->malloc_size += usable_size(resized) - before;
    return resized;
}

#include "preparing.c"

static const JSMallocFunctions functions = {allocate, release, resize, usable_size};
static const JSMallocFunctions preparing = {allocate_to_prepare, release_prepared, resize_to_prepare, usable_size};

JSRuntime *engine_new_runtime(void) {
    return JS_NewRuntime2(&functions, NULL);
}

JSRuntime *engine_new_runtime_to_prepare(void) {
    return JS_NewRuntime2(&preparing, NULL);
}

const JSMallocFunctions *engine_end_preparing(void) {
#ifdef SMALL_BLOCKS
    // What comes next lies together, and not where there was room among what was prepared.
    memset(small_blocks, 0, sizeof(small_blocks));
    memset(counts, 0, sizeof(counts));
#endif
    return &functions;
}

int engine_has_run_out(void) {
    return has_run_out;
}
