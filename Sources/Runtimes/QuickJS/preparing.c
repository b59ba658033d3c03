// The allocator while the engine is prepared for the snapshot (Sources/Runtimes/JavaScript/Runtime+Prepare.swift); a part of memory.c.
//
// Blocks are zeroed, because an old word that is only half overwritten must not look like an address.
//
// A script uses a tenth of what was prepared, and gets a copy of each page that it uses something of. So blocks that
// scripts use lie together, on pages of their own. Which ones these are is known from earlier: a preparation is the same
// each time, so a block is known by its number, and scripts/hot has had a look at what scripts touch (hot.h). Where the
// numbers are those of another preparation, blocks lie in other places, and scripts have more pages; nothing else.

#ifdef SMALL_BLOCKS
#include "hot.h"

static uint32_t prepared_blocks;
static const struct hot_block *next_hot = hot_blocks;
/// Where those lie. At a page's begin.
static char *hot_place;

/// The place of the block with the next number; NULL where it has none.
static void *take_hot(size_t size) {
    uint32_t number = prepared_blocks++;
    if (next_hot == hot_blocks + sizeof(hot_blocks) / sizeof(hot_blocks[0]) || next_hot->number != number) return NULL;
    const struct hot_block *hot = next_hot++;
    if (hot_place == NULL) {
        enum { page = 4096 };
        char *start = malloc(page + hot_length + unit);
        if (start == NULL) return NULL;
        hot_place = start + (-(uintptr_t)start & (page - 1));
    }
    size_t length = (size_t)hot->length * unit;
    // Not where the numbers are those of another preparation.
    if (((size + sizeof(size_t) + unit - 1) & ~(size_t)(unit - 1)) != length) return NULL;
    char *block = hot_place + (size_t)hot->start * unit + unit;
    *header(block) = (length - sizeof(size_t)) | in_use | placed;
    return block;
}

/// What scripts/hot watches: the words that are written are the first, its header, and the last of a block that gets the
/// next number.
__attribute__((noinline)) void engine_note_block(volatile size_t *first, volatile size_t *last) {
    *first = *first;
    *last = *last;
}

/// The same: the block with this header is none any more.
__attribute__((noinline)) void engine_forget_block(volatile size_t *first) {
    *first = *first;
}

static void *take_to_prepare(size_t size) {
    // What a block can hold must not depend on where it lies: whether it grows where it is, and so which number the next
    // block gets, would depend on the list.
    if (size > SIZE_MAX / 2) return NULL;
    if (size > longest - sizeof(size_t)) size = ((size + sizeof(size_t) + unit - 1) & ~(size_t)(unit - 1)) - sizeof(size_t);
    void *block = take_hot(size);
    if (block == NULL) {
        block = take(size);
        if (block != NULL && size > longest - sizeof(size_t)) *header(block) = size | in_use;
    }
    if (block != NULL) engine_note_block(header(block), header(block) + usable_size(block) / sizeof(size_t));
    return block;
}

static void *allocate_to_prepare(JSMallocState *state, size_t size) {
    void *block = fits(state, size) ? take_to_prepare(size) : NULL;
    if (block == NULL) {
        has_run_out = true;
        return NULL;
    }
    memset(block, 0, usable_size(block));
    state->malloc_count++;
    state->malloc_size += usable_size(block);
    return block;
}

static void release_prepared(JSMallocState *state, void *block) {
    if (block != NULL) engine_forget_block(header(block));
    release(state, block);
}

static void *resize_to_prepare(JSMallocState *state, void *block, size_t size) {
    if (block == NULL) return size > 0 ? allocate_to_prepare(state, size) : NULL;
    size_t usable = usable_size(block);
    if (size > 0 && size <= usable && (size >= usable / 2 || usable <= 4 * unit)) return block;
    void *other = size > 0 ? allocate_to_prepare(state, size) : NULL;
    if (size > 0 && other == NULL) return NULL;
    if (other != NULL) memcpy(other, block, size < usable ? size : usable);
    release_prepared(state, block);
    return other;
}
#else
// Nothing is prepared there.
#define allocate_to_prepare allocate
#define release_prepared release
#define resize_to_prepare resize
#endif
