// What start.S and protector.c offer to the rest of a program's start-up code (Sources/FTLStart).

#pragma once
#include <stdint.h>

/// Where a thread made by thread_create begins; its argument is passed on to `ftl_thread_main`. Carves the
/// thread's thread-local storage out of its stack and ends the thread when `ftl_thread_main` returns.
void ftl_thread_start(void);

/// What every new thread runs. Defined by the FTL library.
void ftl_thread_main(uintptr_t argument);
