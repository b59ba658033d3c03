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
// Below this many bytes aligning what is not aligned costs more than it saves.
#define SHORT 16

/// Copies upwards, which is also right where `to` lies below `from` and they overlap: no word is written
/// before it, and whatever lies at or below its address, was read.
OWN_CODE static inline void copy_up(uint8_t *to, const uint8_t *from, size_t count) {
    if (count >= SHORT || ((uintptr_t)to | (uintptr_t)from) % WORD == 0) {
        for (; (uintptr_t)to % WORD != 0; count--) *to++ = *from++;
        size_t skew = (uintptr_t)from % WORD;
        word *to_words = (word *)to;
        if (skew == 0) {
            const word *words = (const word *)from;
            // Eight loads before eight stores: no store waits for its own load.
            for (; count >= 8 * WORD; count -= 8 * WORD, words += 8, to_words += 8) {
                word a = words[0], b = words[1], c = words[2], d = words[3];
                word e = words[4], f = words[5], g = words[6], h = words[7];
                to_words[0] = a, to_words[1] = b, to_words[2] = c, to_words[3] = d;
                to_words[4] = e, to_words[5] = f, to_words[6] = g, to_words[7] = h;
            }
            for (; count >= WORD; count -= WORD) *to_words++ = *words++;
            from = (const uint8_t *)words;
        } else {
            // Each word is put together from two neighbours of the source. A word that holds at least one byte
            // of the source is never on a page that the source is not on, so reading all of it is harmless.
            const word *words = (const word *)(from - skew);
            word low = *words++;
            for (; count >= WORD; count -= WORD) {
                word high = *words++;
                *to_words++ = low >> (8 * skew) | high << (64 - 8 * skew);
                low = high;
                from += WORD;
            }
        }
        to = (uint8_t *)to_words;
    }
    while (count-- > 0) *to++ = *from++;
}

/// Copies downwards, for overlapping ranges where `to` lies above `from`.
OWN_CODE static inline void copy_down(uint8_t *to, const uint8_t *from, size_t count) {
    to += count;
    from += count;
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
}

OWN_CODE void *MEMORY_NAME(memcpy)(void *restrict to, const void *restrict from, size_t count) {
    copy_up(to, from, count);
    return to;
}

OWN_CODE void *MEMORY_NAME(memmove)(void *to, const void *from, size_t count) {
    // As unsigned numbers, this is less than `count` exactly where `to` lies inside the source.
    if ((uintptr_t)to - (uintptr_t)from >= count)
        copy_up(to, from, count);
    else
        copy_down(to, from, count);
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
