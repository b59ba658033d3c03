// The engine's allocator: the process's heap with a limit, and a note of whether memory has ever run out. The engine
// cannot always say so itself: without memory for an error object it throws null.
//
// `malloc_size` counts what the engine holds, in bytes usable by it; the engine looks at it to pace its collector.

#include "QuickJS.h"
#include <malloc.h>
#include <stdbool.h>
#include <stdlib.h>

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

static void *allocate(JSMallocState *state, size_t size) {
    void *block = fits(state, size) && !fails() ? malloc(size) : NULL;
    if (block == NULL) {
        has_run_out = true;
        return NULL;
    }
    state->malloc_count++;
    state->malloc_size += malloc_usable_size(block);
    return block;
}

static void release(JSMallocState *state, void *block) {
    if (block == NULL) return;
    state->malloc_count--;
    state->malloc_size -= malloc_usable_size(block);
    free(block);
}

static void *resize(JSMallocState *state, void *block, size_t size) {
    if (block == NULL) return size > 0 ? allocate(state, size) : NULL;
    if (size == 0) {
        release(state, block);
        return NULL;
    }
    size_t before = malloc_usable_size(block);
    bool is_there = (size <= before || fits(state, size - before)) && !fails();
    void *resized = is_there ? realloc(block, size) : NULL;
    if (resized == NULL) {
        has_run_out = true;
        return NULL;
    }
    state->malloc_size += malloc_usable_size(resized) - before;
    return resized;
}

static size_t usable_size(const void *block) {
    return malloc_usable_size((void *)block);
}

JSRuntime *engine_new_runtime(void) {
    static const JSMallocFunctions functions = {allocate, release, resize, usable_size};
    return JS_NewRuntime2(&functions, NULL);
}

int engine_has_run_out(void) {
    return has_run_out;
}
