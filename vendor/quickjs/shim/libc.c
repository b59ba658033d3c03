// What picolibc leaves to its surroundings, and the engine needs. Memory (malloc and its family, memcpy and its
// family) and abort are not here: Sources/FTLStart has them for every program.

#include "QuickJS.h"
#include <assert.h>
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
