// memcpy, memmove, memset and memcmp for a little-endian 64-bit machine.
//
// Every load and store of a word is aligned: a machine may take a trap into its firmware for one that is not.
// Words are read through a type that may alias any other. `no_builtin` keeps the compiler from recognising a
// loop as "this is a memcpy" and calling the function it is compiling.

#include "memory.h"
#include <stdint.h>

typedef uint64_t __attribute__((may_alias)) word;

#define WORD sizeof(word)
#define OWN_CODE __attribute__((no_builtin))
// What is copied most often, pages and the bodies of messages, is copied in place; what is not all words, apart, so that
// the others need not save registers for it.
#define IN_PLACE OWN_CODE __attribute__((always_inline)) static inline
#define APART OWN_CODE __attribute__((noinline)) static
#define INSTEAD __attribute__((musttail)) return
// Below this many bytes aligning what is not aligned costs more than it saves.
#define SHORT 16

#define COPY_EIGHT(at)                                                                                                 \
    {                                                                                                                  \
        word a = from[at], b = from[at + 1], c = from[at + 2], d = from[at + 3];                                       \
        word e = from[at + 4], f = from[at + 5], g = from[at + 6], h = from[at + 7];                                   \
        to[at] = a, to[at + 1] = b, to[at + 2] = c, to[at + 3] = d;                                                    \
        to[at + 4] = e, to[at + 5] = f, to[at + 6] = g, to[at + 7] = h;                                                \
    }

/// Copies whole words upwards, from aligned to aligned.
IN_PLACE void copy_words(word *to, const word *from, size_t count) {
    // Eight loads before eight stores: no store waits for its own load.
    for (; count >= 16 * WORD; count -= 16 * WORD, from += 16, to += 16) {
        COPY_EIGHT(0)
        COPY_EIGHT(8)
    }
    if (count >= 8 * WORD) {
        COPY_EIGHT(0)
        count -= 8 * WORD, from += 8, to += 8;
    }
    for (; count > 0; count -= WORD) *to++ = *from++;
}

/// Copies upwards what is not all words, which is also right where `to` lies below `from` and they overlap: no word is
/// written before it, and whatever lies at or below its address, was read.
APART void *copy_up(void *start, const void *source, size_t count) {
    uint8_t *to = start;
    const uint8_t *from = source;
    if (count >= SHORT) {
        for (; (uintptr_t)to % WORD != 0; count--) *to++ = *from++;
        size_t skew = (uintptr_t)from % WORD, whole = count - count % WORD;
        word *to_words = (word *)to;
        if (skew == 0) {
            copy_words(to_words, (const word *)from, whole);
        } else {
            // Each word is put together from two neighbours of the source. A word that holds at least one byte
            // of the source is never on a page that the source is not on, so reading all of it is harmless.
            const word *words = (const word *)(from - skew);
            word low = *words++;
            for (word *end = to_words + whole / WORD; to_words < end;) {
                word high = *words++;
                *to_words++ = low >> (8 * skew) | high << (64 - 8 * skew);
                low = high;
            }
        }
        to += whole, from += whole, count -= whole;
    }
    while (count-- > 0) *to++ = *from++;
    return start;
}

/// Whether all of it is whole words, aligned.
IN_PLACE int are_words(const void *to, const void *from, size_t count) {
    return ((uintptr_t)to | (uintptr_t)from | count) % WORD == 0;
}

/// Copies downwards, for overlapping ranges where `to` lies above `from`.
APART void *copy_down(void *start, const void *source, size_t count) {
    uint8_t *to = (uint8_t *)start + count;
    const uint8_t *from = (const uint8_t *)source + count;
    // Words only where both ends can be aligned at once; the arrays that are shifted up by one element can.
    if (count >= SHORT && ((uintptr_t)to - (uintptr_t)from) % WORD == 0) {
        for (; (uintptr_t)to % WORD != 0; count--) *--to = *--from;
        word *to_words = (word *)to;
        const word *words = (const word *)from;
        for (; count >= WORD; count -= WORD) *--to_words = *--words;
        to = (uint8_t *)to_words;
        from = (const uint8_t *)words;
    }
    while (count-- > 0) *--to = *--from;
    return start;
}

OWN_CODE void *MEMORY_NAME(memcpy)(void *restrict to, const void *restrict from, size_t count) {
    if (!are_words(to, from, count)) INSTEAD copy_up(to, from, count);
    copy_words(to, from, count);
    return to;
}

OWN_CODE void *MEMORY_NAME(memmove)(void *to, const void *from, size_t count) {
    // As unsigned numbers, this is less than `count` exactly where `to` lies inside the source.
    if ((uintptr_t)to - (uintptr_t)from < count) INSTEAD copy_down(to, from, count);
    if (!are_words(to, from, count)) INSTEAD copy_up(to, from, count);
    copy_words(to, from, count);
    return to;
}

#define EIGHT(at)                                                                                                      \
    words[at] = pattern, words[at + 1] = pattern, words[at + 2] = pattern, words[at + 3] = pattern,                    \
    words[at + 4] = pattern, words[at + 5] = pattern, words[at + 6] = pattern, words[at + 7] = pattern

OWN_CODE void *MEMORY_NAME(memset)(void *to, int value, size_t count) {
    uint8_t *bytes = to;
    if (count >= SHORT || (uintptr_t)bytes % WORD == 0) {
        for (; (uintptr_t)bytes % WORD != 0; count--) *bytes++ = (uint8_t)value;
        // The byte in each of the word's eight.
        word pattern = 0x0101010101010101u * (uint8_t)value;
        word *words = (word *)bytes;
        // A page is what is set most often: a loop is a tenth of what it was with eight words at a time.
        for (; count >= 32 * WORD; count -= 32 * WORD, words += 32) {
            EIGHT(0), EIGHT(8), EIGHT(16), EIGHT(24);
        }
        for (; count >= 8 * WORD; count -= 8 * WORD, words += 8) EIGHT(0);
        for (; count >= WORD; count -= WORD) *words++ = pattern;
        bytes = (uint8_t *)words;
    }
    while (count-- > 0) *bytes++ = (uint8_t)value;
    return to;
}

OWN_CODE int MEMORY_NAME(memcmp)(const void *left, const void *right, size_t count) {
    const uint8_t *a = left, *b = right;
    if (count >= WORD && ((uintptr_t)a - (uintptr_t)b) % WORD == 0) {
        for (; (uintptr_t)a % WORD != 0; count--, a++, b++)
            if (*a != *b) return *a - *b;
        // Skips equal words; the first differing byte is then found among the next eight below.
        for (; count >= WORD && *(const word *)a == *(const word *)b; count -= WORD) a += WORD, b += WORD;
    }
    for (; count > 0; count--, a++, b++)
        if (*a != *b) return *a - *b;
    return 0;
}
