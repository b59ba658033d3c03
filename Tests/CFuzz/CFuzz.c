// See CFuzz.h.

#define _GNU_SOURCE
#include "CFuzz.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

// The linker makes these for the section in which the compiler puts all counters.
extern uint8_t first_counter[] __asm__("__start___sancov_cntrs");
extern uint8_t last_counter[] __asm__("__stop___sancov_cntrs");

/// The runtime's clock; what the engine calls instead of gettimeofday (Package.swift), so that runs are repeatable.
extern uint64_t engine_now(void);

int engine_time_of_day(struct timeval *time, void *zone) {
    (void)zone;
    uint64_t microseconds = engine_now() / 1000;
    time->tv_sec = microseconds / 1000000;
    time->tv_usec = microseconds % 1000000;
    return 0;
}

const char *__asan_default_options(void) {
    // The engine is never torn down, so everything leaks. A child that fails says so by its status.
    return "detect_leaks=0:exitcode=99:allocator_may_return_null=1:detect_stack_use_after_return=0:"
           "handle_abort=1:handle_sigill=1:handle_sigtrap=1:handle_sigfpe=1:print_suppressions=0:"
           "max_allocation_size_mb=256:quarantine_size_mb=16:malloc_context_size=4:symbolize=1";
}

const char *__ubsan_default_options(void) {
    return "print_stacktrace=1:exitcode=99:halt_on_error=1";
}

static void *shared(void) {
    static void *memory;
    if (memory == NULL) {
        size_t length = sizeof(struct fuzz_report) + (last_counter - first_counter);
        memory = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        if (memory == MAP_FAILED) abort();
    }
    return memory;
}

struct fuzz_report *fuzz_report(void) {
    return shared();
}

void fuzz_publish(void) {
    memcpy((char *)shared() + sizeof(struct fuzz_report), first_counter, last_counter - first_counter);
}

void fuzz_collect(void) {
    memcpy(first_counter, (char *)shared() + sizeof(struct fuzz_report), last_counter - first_counter);
}

extern void __sanitizer_set_death_callback(void (*callback)(void));

void fuzz_prepare(void) {
    setvbuf(stdout, NULL, _IOLBF, 0);
    setenv("TZ", "UTC", 1);
}

pid_t fuzz_fork(unsigned seconds, int output) {
    memset(shared(), 0, sizeof(struct fuzz_report));
    pid_t parent = getpid();
    pid_t child = fork();
    if (child != 0) return child;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(1);
    // libFuzzer would write the input to a file of its own.
    __sanitizer_set_death_callback(NULL);
    if (output >= 0) dup2(output, 2);
    signal(SIGALRM, SIG_DFL);
    alarm(seconds);
    return 0;
}

int fuzz_wait(pid_t child) {
    int status;
    while (waitpid(child, &status, 0) < 0) {}
    return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

void fuzz_exit(int status) {
    _exit(status);
}

int fuzz_file(void) {
    return memfd_create("output", MFD_CLOEXEC);
}

size_t fuzz_read(int file, char *buffer, size_t length) {
    ssize_t count = pread(file, buffer, length, 0);
    if (ftruncate(file, 0) < 0 || lseek(file, 0, SEEK_SET) < 0) abort();
    return count > 0 ? count : 0;
}

void fuzz_guard_stack(size_t length) {
    uintptr_t here = (uintptr_t)__builtin_frame_address(0);
    uintptr_t page = (here - length) & ~(uintptr_t)4095;
    // The system extends the main thread's stack downwards; a mapping below stays one of its own.
    if (mmap((void *)page, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == MAP_FAILED) abort();
}
