// The JavaScript engine's C API as Swift sees it: the engine's own header, and functions for the parts of it that
// Swift cannot import (macros with compound literals, functions with variable arguments).

#pragma once
#include "../../../../vendor/quickjs/src/quickjs.h"

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

/// What a value is as memory of a script's.
enum engine_memory {
    /// Neither a typed array nor an ArrayBuffer, or its memory was taken away.
    ENGINE_NO_MEMORY,
    ENGINE_MEMORY,
    /// A typed array that is larger than its buffer.
    ENGINE_MEMORY_BEYOND_BUFFER,
};

/// The memory of an ArrayBuffer, or of the part of one that a typed array shows; an empty one may be at NULL. It is there
/// while the value is and no script runs.
enum engine_memory engine_find_memory(JSValueConst value, uint8_t **start, size_t *length);

/// The number of a BigInt that has its limbs in memory, where it is below 2^64; otherwise 0.
int engine_big_word(JSValueConst value, uint64_t *word);

/// The name of a kind of messages.
struct engine_kind {
    const char *name;
    uint8_t number;
};

/// Sets the kinds of messages, and which one a message has that says nothing; 0 where there is no memory.
int engine_define_messages(JSContext *context, const struct engine_kind *kinds, int count, uint8_t default_number);

/// A message to be sent. The body is the script's memory.
struct engine_message {
    uint64_t info, words[2];
    uint8_t *body;
};

/// Reads a message of a script's that has no handle: 1, or 0 where it is not plain. Nothing of the script's runs.
int engine_read_message(JSContext *context, JSValueConst value, struct engine_message *message);

/// The same of a request's words and body, with the options; its info word has the kind and the id already.
int engine_read_request(JSValueConst body, JSValueConst options, struct engine_message *message);

/// A message as an event announces it: an object like the template, which has `kind`, `id`, `words`, `body` and `handle`.
/// The body is zeroes; it is to be received at `*body`.
JSValue engine_new_message(
    JSContext *context, JSValueConst template, uint64_t info, uint64_t word0, uint64_t word1, uint8_t **body);

/// Gives a message of `engine_new_message` its handle, which it takes.
void engine_set_message_handle(JSContext *context, JSValueConst message, JSValue handle);

/// A promise that is pending, and that only `engine_settle_promise` settles.
JSValue engine_new_promise(JSContext *context);

/// Fulfils or rejects such a promise, as the functions do that `new Promise` passes; nothing where it is settled.
void engine_settle_promise(JSContext *context, JSValueConst promise, JSValueConst value, int is_rejected);

/// Whether there are so many bytes of stack; otherwise the exception for its end is pending.
int engine_require_stack(JSContext *context, size_t length);

/// A result of an iterator that is not at its end: an object like the template, which has `value` and `done`. Takes the
/// value.
JSValue engine_new_result(JSContext *context, JSValueConst template, JSValue value);

/// An object of that class, for a constructor that was called with `new`: it has the prototype of `target`, which may be
/// a class that extends the constructor's.
JSValue engine_new_object(JSContext *context, JSValueConst target, JSClassID class_id);

/// What an object has whose class is one of so many that follow one another; NULL for anything else.
void *engine_opaque(JSValueConst value, JSClassID first, uint32_t count);

/// The same of one class, as a number; -1 for anything else.
int64_t engine_opaque_number(JSValueConst value, JSClassID class_id);

/// A runtime on the process's heap, without a limit (JS_SetMemoryLimit); NULL where there is no memory.
JSRuntime *engine_new_runtime(void);

/// The same for one that goes into the snapshot of the program's memory, after `engine_leave`.
JSRuntime *engine_new_runtime_to_prepare(void);

/// How memory is allocated after that; for `engine_leave`.
const JSMallocFunctions *engine_end_preparing(void);

/// The runtime's context; NULL where there is no memory. It parses nothing for which there may be too little.
JSContext *engine_new_context(JSRuntime *runtime);

/// Frees what nobody can reach, and lets as much as is left and a quarter megabyte be allocated before that is done again;
/// forgets the stack and the state of Math.random; ends the preparing. It is used again after JS_UpdateStackTop.
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

// What the engine's C library needs of its surroundings; defined by the runtime (Sources/Runtimes/JavaScript).

/// Nanoseconds since 1970-01-01 00:00:00 UTC.
uint64_t engine_now(void);

/// Takes one byte of what the C library prints (assertions, nothing else).
void engine_put(int byte);
