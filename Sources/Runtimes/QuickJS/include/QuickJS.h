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

/// Tells the kinds of messages, and which one a message has that says nothing; 0 where there is no memory.
int engine_define_messages(JSContext *context, const struct engine_kind *kinds, int count, uint8_t usual);

/// A message to be sent. The body is the script's memory.
struct engine_message {
    uint64_t info, words[2];
    uint8_t *body;
};

/// Reads a message of a script's that has no handle: 1, or 0 where it is not plain. Nothing of the script's runs.
int engine_read_message(JSContext *context, JSValueConst value, struct engine_message *message);

/// The same of a request's words and body, with the options; its info word has the kind and the id already.
int engine_read_request(JSValueConst body, JSValueConst options, struct engine_message *message);

/// A message as an event tells of it: an object like the template, which has `kind`, `id`, `words`, `body` and `handle`.
/// The body is zeroes; it is to be received at `*body`.
JSValue engine_new_message(
    JSContext *context, JSValueConst template, uint64_t info, uint64_t word0, uint64_t word1, uint8_t **body);

/// Gives a message of `engine_new_message` its handle, which it takes.
void engine_set_message_handle(JSContext *context, JSValueConst message, JSValue handle);

/// A promise that is pending, and that only `engine_settle_promise` settles.
JSValue engine_new_promise(JSContext *context);

/// Fulfils or rejects such a promise, as the functions do that `new Promise` passes; nothing where it is settled.
void engine_settle_promise(JSContext *context, JSValueConst promise, JSValueConst value, int is_rejected);

// Ports (ports.c).

/// Makes the class of ports; its constructor.
JSValue engine_make_port_class(JSContext *context);

/// From now on the port is found by the number of its object's handle; by 0 it is not found any more.
void engine_watch_port(JSValueConst port, uint32_t number);

/// Whether somebody waits on the port, which keeps it alive.
void engine_hold_port(JSContext *context, JSValueConst port, int is_held);
int engine_is_held(JSValueConst port);

/// How many ports are held.
uint32_t engine_held_ports(void);

/// The port that watches the object whose handle has this number, or undefined.
JSValue engine_find_port(JSContext *context, uint32_t number);

/// Tells what the library's objects look like, which are kept by whoever calls; 0 where they are not as expected.
int engine_set_patterns(
    JSContext *context, JSValueConst port, JSValueConst channel, JSValueConst messages, JSValueConst message,
    JSValueConst result);

/// What `channel.receive()` and the `next()` of its messages answer; undefined where it is for the library to say.
JSValue engine_channel_receive(JSContext *context, JSValueConst channel);
JSValue engine_messages_next(JSContext *context, JSValueConst messages);

/// A channel's handle; undefined where it is for the library to say.
JSValueConst engine_channel_handle(JSValueConst channel);

/// A promise for a request of the channel's, and the request's id; undefined where it is for the library to ask. Nothing
/// has changed until it was sent.
JSValue engine_begin_request(JSContext *context, JSValueConst channel, uint32_t *id);
void engine_sent_request(JSContext *context, JSValueConst channel, JSValueConst promise, uint32_t id, uint8_t answer);

/// A message on its way from the kernel's queue to whoever waits for it.
struct engine_delivery {
    // What the event says.
    uint64_t token, info, words[2];
    /// The channel's; the port has it.
    JSValueConst handle;
    /// Part of the value; not to be freed.
    JSValueConst message;
    /// What the promise is settled with.
    JSValue value;
    /// Where the body is to be received.
    uint8_t *body;
    int is_reply;
};

/// Makes the objects for the message of an event; 0 where it is for the library to take the event.
int engine_begin_delivery(JSContext *context, JSValueConst port, struct engine_delivery *delivery);

/// The message was received: settles whose it is.
void engine_end_delivery(JSContext *context, JSValueConst port, struct engine_delivery *delivery);

/// A runtime on the process's heap, without a limit (JS_SetMemoryLimit); NULL where there is no memory.
JSRuntime *engine_new_runtime(void);

/// The same for one that is captured with the program's memory, after `engine_leave`.
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
