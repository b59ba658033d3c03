// The JavaScript engine's C API as Swift sees it: the engine's own header, and functions for the parts of it that
// Swift cannot import (macros with compound literals, functions with variable arguments).

#pragma once
#include "../../src/quickjs.h"

/// Whether this is an error that no handler of a script catches: there, but not in the engine's own header.
JS_BOOL JS_IsUncatchableError(JSContext *context, JSValueConst value);

/// The value `undefined`.
JSValue engine_undefined(void);

/// The value that says "an exception is pending".
JSValue engine_exception(void);

/// Which built-in error is thrown.
enum engine_error { ENGINE_TYPE_ERROR, ENGINE_RANGE_ERROR, ENGINE_REFERENCE_ERROR };

/// Throws a built-in error with this message (taken as it is, no format) and the stack up to here.
JSValue engine_throw(JSContext *context, enum engine_error error, const char *message);

/// A runtime on the process's heap, without a limit (JS_SetMemoryLimit); NULL where there is no memory.
JSRuntime *engine_new_runtime(void);

/// The runtime's context; NULL where there is no memory. It parses nothing for which there may be too little.
JSContext *engine_new_context(JSRuntime *runtime);

/// Frees what nobody can reach, and lets as much as is left and a quarter megabyte be allocated before that is done again;
/// forgets the thread's stack and the state of Math.random. The engine is used again after JS_UpdateStackTop.
void engine_leave(JSContext *context);

/// Begins a sequence of Math.random.
void engine_seed(JSContext *context, uint64_t seed);

/// Whether an allocation of the engine's has ever failed.
int engine_has_run_out(void);

// For tests, and only there where the engine is built with ENGINE_FAULTS.

/// From now on allocations are counted from 1, and those from `from` on fail, up to the one before `to`.
void engine_fail_allocations(uint64_t from, uint64_t to);

/// How many there were since then.
uint64_t engine_allocations(void);

// What the engine's C library needs of its surroundings; defined by the runtime (Sources/JavaScript).

/// Nanoseconds since 1970-01-01 00:00:00 UTC.
uint64_t engine_now(void);

/// Takes one byte of what the C library prints (assertions, nothing else).
void engine_put(int byte);
