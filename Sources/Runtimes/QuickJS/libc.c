// What picolibc leaves to its surroundings, and the engine needs. Memory (malloc and its family, memcpy and its
// family) and abort are not here: Sources/Libraries/FTLStart has them for every program.

#include "QuickJS.h"
#include <assert.h>
#include <setjmp.h>
#include <stdio.h>
#include <sys/time.h>
#include <time.h>

int gettimeofday(struct timeval *restrict time, void *restrict zone) {
    (void)zone;
    uint64_t microseconds = engine_now() / 1000;
    time->tv_sec = microseconds / 1000000;
    time->tv_usec = microseconds % 1000000;
    return 0;
}

// Local time is UTC. Ours because picolibc is built without the field that holds the offset, which the engine
// reads; it is the last one (the macro __TM_GMTOFF adds it to our view of the struct).
struct tm *localtime_r(const time_t *restrict time, struct tm *restrict parts) {
    gmtime_r(time, parts);
    parts->tm_gmtoff = 0;
    return parts;
}

// The parser leaves by these when memory runs out (patches/15-parser-without-memory.patch). picolibc's longjmp sets
// the stack pointer from memory, of which StackFrames cannot know that it goes up; ours by way of x8, which is where a
// frame's top is, and so is what setjmp saved: the top of its own, which takes no stack.
_Static_assert(sizeof(jmp_buf) >= 26 * 8, "a place for each register that a function keeps");

__attribute__((naked)) int setjmp(jmp_buf registers) {
    __asm__(
        "sd ra, 0(a0)\n sd sp, 8(a0)\n sd s0, 16(a0)\n sd s1, 24(a0)\n sd s2, 32(a0)\n sd s3, 40(a0)\n"
        "sd s4, 48(a0)\n sd s5, 56(a0)\n sd s6, 64(a0)\n sd s7, 72(a0)\n sd s8, 80(a0)\n sd s9, 88(a0)\n"
        "sd s10, 96(a0)\n sd s11, 104(a0)\n fsd fs0, 112(a0)\n fsd fs1, 120(a0)\n fsd fs2, 128(a0)\n"
        "fsd fs3, 136(a0)\n fsd fs4, 144(a0)\n fsd fs5, 152(a0)\n fsd fs6, 160(a0)\n fsd fs7, 168(a0)\n"
        "fsd fs8, 176(a0)\n fsd fs9, 184(a0)\n fsd fs10, 192(a0)\n fsd fs11, 200(a0)\n li a0, 0\n ret");
}

__attribute__((naked)) void longjmp(jmp_buf registers, int value) {
    __asm__(
        "ld ra, 0(a0)\n ld s0, 8(a0)\n mv sp, s0\n ld s0, 16(a0)\n ld s1, 24(a0)\n ld s2, 32(a0)\n"
        "ld s3, 40(a0)\n ld s4, 48(a0)\n ld s5, 56(a0)\n ld s6, 64(a0)\n ld s7, 72(a0)\n ld s8, 80(a0)\n"
        "ld s9, 88(a0)\n ld s10, 96(a0)\n ld s11, 104(a0)\n fld fs0, 112(a0)\n fld fs1, 120(a0)\n"
        "fld fs2, 128(a0)\n fld fs3, 136(a0)\n fld fs4, 144(a0)\n fld fs5, 152(a0)\n fld fs6, 160(a0)\n"
        "fld fs7, 168(a0)\n fld fs8, 176(a0)\n fld fs9, 184(a0)\n fld fs10, 192(a0)\n fld fs11, 200(a0)\n"
        "seqz a0, a1\n add a0, a0, a1\n ret");
}

static int put(char byte, FILE *file) {
    (void)file;
    engine_put((unsigned char)byte);
    return 0;
}

static FILE console = FDEV_SETUP_STREAM(put, NULL, NULL, _FDEV_SETUP_WRITE);
FILE *const stdout = &console;
FILE *const stderr = &console;

// Ends the process with a fault report.
_Noreturn void __assert_func(const char *file, int line, const char *function, const char *expression) {
    fprintf(stderr, "%s:%d: %s: assertion failed: %s\n", file, line, function, expression);
    __builtin_trap();
}
