// What the fuzzer needs of this system and Swift does not import: processes by fork(2), memory that they share, and the
// counters of the compiler's coverage.
//
// Each script runs in a child of its own, forked when the library is loaded: it may end, fail an assertion or run into
// a sanitizer, and its parent sees how. The way it went is in counters that libFuzzer looks at in the parent, so the
// child copies them into shared memory before it ends.

#pragma once
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/// What a child leaves to its parent.
struct fuzz_report {
    /// Whether it came to its end in order: exit, or nothing left to do.
    int has_ended;
    /// Allocations of the engine's.
    uint64_t allocations;
    /// Bytes of stack below where the script began.
    uint64_t stack;
};

/// What comes before everything: whole lines of output, and local time as on the target.
void fuzz_prepare(void);

/// Shared between this process and its children. Made at the first call.
struct fuzz_report *fuzz_report(void);

/// Copies the counters to where the parent finds them, or from there.
void fuzz_publish(void);
void fuzz_collect(void);

/// Forks. The child has `seconds` of time, and its error output goes to the file descriptor.
pid_t fuzz_fork(unsigned seconds, int output);

/// Waits for a child: its status, or the negated number of the signal that ended it.
int fuzz_wait(pid_t child);

/// Ends the process at once, with nothing flushed or tidied up.
_Noreturn void fuzz_exit(int status);

/// A file without a name, and everything in it.
int fuzz_file(void);
size_t fuzz_read(int file, char *buffer, size_t length);

/// Lets accesses to the stack fail from this many bytes below here on.
void fuzz_guard_stack(size_t length);

typedef int (*fuzz_input)(const uint8_t *bytes, size_t count);

/// libFuzzer. Ends the process.
int LLVMFuzzerRunDriver(int *count, char ***arguments, fuzz_input input);
