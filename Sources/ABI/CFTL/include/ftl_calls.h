// Made by scripts/reference from the tables in Sources/ABI/FTLTypes; do not edit.
//
// What a program in C can ask of the kernel. Each call answers one word: from -4095 to -1 the negated code of
// an error, otherwise the result. What a call does and how it fails: docs/reference/syscalls.md.

#pragma once
#include "ftl.h"

/// The numbers of the calls.
enum {
    FTL_NULL = 0,
    FTL_CONSOLE_WRITE = 1,
    FTL_HANDLE_CLOSE = 2,
    FTL_HANDLE_DUPLICATE = 3,
    FTL_CHANNEL_CREATE = 4,
    FTL_CHANNEL_SEND = 5,
    FTL_CHANNEL_RECV = 6,
    FTL_CHANNEL_DISCARD = 7,
    FTL_SINK_CREATE = 8,
    FTL_SINK_ADD = 9,
    FTL_SINK_REMOVE = 10,
    FTL_SINK_WAIT = 11,
    FTL_TIMER_CREATE = 12,
    FTL_TIMER_SET = 13,
    FTL_TIME_NOW = 14,
    FTL_IMAGE_CREATE = 15,
    FTL_PROCESS_CREATE = 16,
    FTL_PROCESS_INJECT_HANDLE = 17,
    FTL_PROCESS_START = 18,
    FTL_PROCESS_KILL = 19,
    FTL_PROCESS_EXIT = 20,
    FTL_THREAD_CREATE = 21,
    FTL_THREAD_YIELD = 22,
    FTL_THREAD_EXIT = 23,
    FTL_VMAREA_CREATE = 24,
    FTL_VMAREA_READ = 25,
    FTL_VMAREA_WRITE = 26,
    FTL_VMSPACE_MAP = 27,
    FTL_VMSPACE_UNMAP = 28,
    FTL_SYSTEM_SHUTDOWN = 29,
    FTL_VMAREA_LENGTH = 30,
    FTL_THREAD_START = 31,
    FTL_VMSPACE_CREATE = 32,
    FTL_RANDOM_FILL = 33,
    FTL_TIME_REAL = 34,
    FTL_CONSOLE_READ = 35,
    FTL_CONSOLE_PUT = 36,
    FTL_PROCESS_INTERRUPT = 37,
    FTL_INTERRUPT_TAKE = 38,
    FTL_SYSTEM_PROCESSES = 39,
    FTL_SYSTEM_HANDLES = 40,
    FTL_SYSTEM_MEMORY = 41,
    FTL_SYSTEM_PROCESS = 42,
    FTL_SYSTEM_TRACE = 43,
    FTL_PROCESS_ID = 44,
    FTL_PROCESS_LIMIT = 45,
    FTL_IMAGE_CAPTURE = 46,
    FTL_CALL_COUNT = 47
};

/// Why a call failed. The call answers the negated code.
enum {
    /// The number names no open handle of this process
    FTL_ERROR_INVALID_HANDLE = 1,
    /// The handle names an object of another type than the call takes
    FTL_ERROR_WRONG_TYPE = 2,
    /// The handle lacks a right that the call needs, or the process may not do this
    FTL_ERROR_NOT_ALLOWED = 3,
    /// A buffer lies, wholly or in part, outside the process's own memory
    FTL_ERROR_BAD_ACCESS = 4,
    /// An argument has a value that no state could make valid
    FTL_ERROR_INVALID_ARGUMENT = 5,
    /// No call has this number
    FTL_ERROR_UNKNOWN_SYSCALL = 6,
    /// The machine or the kernel has no memory left for this
    FTL_ERROR_OUT_OF_MEMORY = 7,
    /// A limit of this process or object is reached: handles, threads, pages
    FTL_ERROR_LIMIT_REACHED = 8,
    /// The receiver's queue is full
    FTL_ERROR_OVERLOADED = 9,
    /// The other end of the channel is closed
    FTL_ERROR_PEER_CLOSED = 10,
    /// What was named does not exist
    FTL_ERROR_NOT_FOUND = 11,
    /// Something of that name is there already
    FTL_ERROR_ALREADY_EXISTS = 12,
    /// The deadline passed first
    FTL_ERROR_TIMED_OUT = 13,
    /// The object is in a state that does not allow this (not started yet, exited, already in a sink)
    FTL_ERROR_INVALID_STATE = 14,
    /// A body or a buffer is larger than the limit, or the result does not fit into the buffer given
    FTL_ERROR_TOO_LARGE = 15,
    /// The bytes are not what they should be: an executable, an archive, a message
    FTL_ERROR_MALFORMED = 16,
    /// Moving this handle there would make a ring of queues that nobody could ever reach again
    FTL_ERROR_WOULD_CYCLE = 17,
    /// Whoever was asked does not do this: a call that takes addresses is not for scripts, a service has no use for the request or left it unanswered
    FTL_ERROR_UNSUPPORTED = 18,
    /// The machine has no such device, or gave nothing to begin with
    FTL_ERROR_UNAVAILABLE = 19,
};

/// The rights of a handle.
enum {
    /// Receive from a channel, wait on a sink, receive an object's events, read a memory area
    FTL_RIGHT_READ = 1 << 0,
    /// Send on a channel, put objects into a sink, set a timer, write a memory area
    FTL_RIGHT_WRITE = 1 << 1,
    /// Make another handle to the same object
    FTL_RIGHT_DUPLICATE = 1 << 2,
    /// Move the handle to another process
    FTL_RIGHT_TRANSFER = 1 << 3,
    /// Run an image
    FTL_RIGHT_EXECUTE = 1 << 4,
    /// Start, kill and give handles to a process, start a thread; find and trace processes
    FTL_RIGHT_MANAGE = 1 << 5,
    /// Map a memory area into an address space
    FTL_RIGHT_MAP = 1 << 6,
    /// Switch the machine off
    FTL_RIGHT_POWER = 1 << 7,
};

/// The types of objects.
enum {
    FTL_OBJECT_CHANNEL = 1,
    FTL_OBJECT_SINK = 2,
    FTL_OBJECT_TIMER = 3,
    FTL_OBJECT_PROCESS = 4,
    FTL_OBJECT_THREAD = 5,
    FTL_OBJECT_VM_AREA = 6,
    FTL_OBJECT_IMAGE = 7,
    FTL_OBJECT_SYSTEM = 8,
    FTL_OBJECT_VM_SPACE = 9,
    FTL_OBJECT_CONSOLE = 10,
    FTL_OBJECT_INTERRUPT = 11,
};

/// Kinds of messages.
enum {
    FTL_MESSAGE_OPEN = 1,
    FTL_MESSAGE_READ = 2,
    FTL_MESSAGE_WRITE = 3,
    FTL_MESSAGE_GETATTR = 4,
    FTL_MESSAGE_SETATTR = 5,
    FTL_MESSAGE_OPEN_REPLY = 129,
    FTL_MESSAGE_READ_REPLY = 130,
    FTL_MESSAGE_WRITE_REPLY = 131,
    FTL_MESSAGE_GETATTR_REPLY = 132,
    FTL_MESSAGE_SETATTR_REPLY = 133,
    FTL_MESSAGE_ERROR_REPLY = 255,
};

/// Kinds of events.
enum {
    FTL_EVENT_MESSAGE = 1,
    FTL_EVENT_WRITABLE = 2,
    FTL_EVENT_PEER_CLOSED = 3,
    FTL_EVENT_TIMER = 4,
    FTL_EVENT_PROCESS_EXITED = 5,
    FTL_EVENT_THREAD_EXITED = 6,
    FTL_EVENT_READABLE = 7,
    FTL_EVENT_INTERRUPT = 8,
};

/// Why a process ended.
enum {
    FTL_EXIT_EXITED = 0,
    FTL_EXIT_FAULTED = 1,
    FTL_EXIT_KILLED = 2,
};

/// What keeps an address space apart.
enum {
    FTL_ISOLATION_KERNEL = 1,
    FTL_ISOLATION_USER = 2,
};

/// No handle.
#define FTL_NO_HANDLE 0u
/// A deadline that never comes.
#define FTL_FOREVER UINT64_MAX
/// Bytes in a message's body, at most.
#define FTL_BODY_LENGTH 16384

/// One event, as sink_wait reports it.
struct ftl_event {
    uint32_t kind;
    uint32_t handle;       // the number of the object it is about
    uint64_t token;        // names a message to channel_recv and channel_discard
    uint64_t info;         // of a message
    uint64_t word0, word1; // by kind
};

_Static_assert(sizeof(struct ftl_event) == 40, "an event has no padding");

/// A message's info word. The kernel sets the bit for the handle.
static inline uint64_t ftl_info(uint8_t kind, uint32_t id, uint16_t body_length) {
    return kind | (uint64_t)body_length << 16 | (uint64_t)id << 32;
}

static inline uint8_t ftl_info_kind(uint64_t info) { return (uint8_t)info; }
static inline uint32_t ftl_info_id(uint64_t info) { return (uint32_t)(info >> 32); }
static inline uint16_t ftl_info_length(uint64_t info) { return (uint16_t)(info >> 16); }

/// The two handles that channel_create answers in one word.
static inline uint32_t ftl_first(intptr_t pair) { return (uint32_t)pair; }
static inline uint32_t ftl_second(intptr_t pair) { return (uint32_t)(pair >> 32); }

/// Does nothing: what a call costs
static inline intptr_t ftl_null(void) {
    return ftl_syscall(FTL_NULL, 0, 0, 0, 0, 0, 0, 0);
}

/// Writes text to the console, line by line with the process's name before each; whole or not at all
static inline intptr_t ftl_console_write(const void *text, size_t text_length) {
    return ftl_syscall(FTL_CONSOLE_WRITE, (uintptr_t)text, text_length, 0, 0, 0, 0, 0);
}

/// Closes a handle
static inline intptr_t ftl_handle_close(uint32_t handle) {
    return ftl_syscall(FTL_HANDLE_CLOSE, handle, 0, 0, 0, 0, 0, 0);
}

/// Another handle to the same object, with the rights that both the old one and `rights` have
static inline intptr_t ftl_handle_duplicate(uint32_t handle, uint64_t rights) {
    return ftl_syscall(FTL_HANDLE_DUPLICATE, handle, rights, 0, 0, 0, 0, 0);
}

/// Two new channel ends, connected with each other
static inline intptr_t ftl_channel_create(void) {
    return ftl_syscall(FTL_CHANNEL_CREATE, 0, 0, 0, 0, 0, 0, 0);
}

/// Sends a message: the body is copied, the handle is moved
static inline intptr_t ftl_channel_send(
    uint32_t channel, uint64_t info, uint64_t word0, uint64_t word1, const void *body, uint32_t handle) {
    return ftl_syscall(FTL_CHANNEL_SEND, channel, info, word0, word1, (uintptr_t)body, handle, 0);
}

/// Receives the message that an event reported: its body into the buffer; the result is its handle, or none
static inline intptr_t ftl_channel_recv(uint32_t channel, uint64_t token, void *buffer, size_t buffer_length) {
    return ftl_syscall(FTL_CHANNEL_RECV, channel, token, (uintptr_t)buffer, buffer_length, 0, 0, 0);
}

/// Forgets the message that an event reported, and closes the handle in it
static inline intptr_t ftl_channel_discard(uint32_t channel, uint64_t token) {
    return ftl_syscall(FTL_CHANNEL_DISCARD, channel, token, 0, 0, 0, 0, 0);
}

/// A new sink with nothing in it
static inline intptr_t ftl_sink_create(void) {
    return ftl_syscall(FTL_SINK_CREATE, 0, 0, 0, 0, 0, 0, 0);
}

/// From now on the sink reports the object's events
static inline intptr_t ftl_sink_add(uint32_t sink, uint32_t object) {
    return ftl_syscall(FTL_SINK_ADD, sink, object, 0, 0, 0, 0, 0);
}

/// Takes an object out of the sink; nothing of it is delivered any more
static inline intptr_t ftl_sink_remove(uint32_t sink, uint32_t object) {
    return ftl_syscall(FTL_SINK_REMOVE, sink, object, 0, 0, 0, 0, 0);
}

/// Waits for events until the deadline (0: not at all; the largest number: for ever) and takes as many as fit into the buffer, `Event.size` bytes each
static inline intptr_t ftl_sink_wait(uint32_t sink, void *events, size_t events_length, uint64_t deadline) {
    return ftl_syscall(FTL_SINK_WAIT, sink, (uintptr_t)events, events_length, deadline, 0, 0, 0);
}

/// A new timer that is not set
static inline intptr_t ftl_timer_create(void) {
    return ftl_syscall(FTL_TIMER_CREATE, 0, 0, 0, 0, 0, 0, 0);
}

/// Sets the timer instead of what it was set for; 0 stops it
static inline intptr_t ftl_timer_set(uint32_t timer, uint64_t deadline) {
    return ftl_syscall(FTL_TIMER_SET, timer, deadline, 0, 0, 0, 0, 0);
}

/// Nanoseconds since boot
static inline intptr_t ftl_time_now(void) {
    return ftl_syscall(FTL_TIME_NOW, 0, 0, 0, 0, 0, 0, 0);
}

/// Reads and checks a program: a static-PIE ELF file in the area's `length` bytes from `offset` on
static inline intptr_t ftl_image_create(uint32_t area, uint64_t offset, uint64_t length) {
    return ftl_syscall(FTL_IMAGE_CREATE, area, offset, length, 0, 0, 0, 0);
}

/// A process that is not running yet
static inline intptr_t ftl_process_create(
    uint32_t image, const void *name, size_t name_length, const void *arguments, size_t arguments_length, uint32_t space) {
    return ftl_syscall(FTL_PROCESS_CREATE, image, (uintptr_t)name, name_length, (uintptr_t)arguments, arguments_length, space, 0);
}

/// Gives a process one more of the handles it starts with
static inline intptr_t ftl_process_inject_handle(uint32_t process, uint32_t handle) {
    return ftl_syscall(FTL_PROCESS_INJECT_HANDLE, process, handle, 0, 0, 0, 0, 0);
}

/// Lets a process run
static inline intptr_t ftl_process_start(uint32_t process) {
    return ftl_syscall(FTL_PROCESS_START, process, 0, 0, 0, 0, 0, 0);
}

/// Ends a process, wherever it is then, when the deadline has passed: at once for 0
static inline intptr_t ftl_process_kill(uint32_t process, uint64_t deadline) {
    return ftl_syscall(FTL_PROCESS_KILL, process, deadline, 0, 0, 0, 0, 0);
}

/// Ends the process that calls, with a status of its choice
static inline intptr_t ftl_process_exit(uint64_t status) {
    return ftl_syscall(FTL_PROCESS_EXIT, status, 0, 0, 0, 0, 0, 0);
}

/// A thread of this process that is not running yet: entered at `entry` with the argument, on a stack of its own
static inline intptr_t ftl_thread_create(uintptr_t entry, uint64_t argument, uint64_t stack) {
    return ftl_syscall(FTL_THREAD_CREATE, entry, argument, stack, 0, 0, 0, 0);
}

/// Lets other threads run first
static inline intptr_t ftl_thread_yield(void) {
    return ftl_syscall(FTL_THREAD_YIELD, 0, 0, 0, 0, 0, 0, 0);
}

/// Ends the thread that calls; the process with it, where it was the last
static inline intptr_t ftl_thread_exit(void) {
    return ftl_syscall(FTL_THREAD_EXIT, 0, 0, 0, 0, 0, 0, 0);
}

/// A new memory area of zeroes
static inline intptr_t ftl_vmarea_create(uint64_t length) {
    return ftl_syscall(FTL_VMAREA_CREATE, length, 0, 0, 0, 0, 0, 0);
}

/// Copies bytes of an area, from `offset` on, into the buffer
static inline intptr_t ftl_vmarea_read(uint32_t area, uint64_t offset, void *buffer, size_t buffer_length) {
    return ftl_syscall(FTL_VMAREA_READ, area, offset, (uintptr_t)buffer, buffer_length, 0, 0, 0);
}

/// Copies bytes into an area, from `offset` on
static inline intptr_t ftl_vmarea_write(uint32_t area, uint64_t offset, const void *bytes, size_t bytes_length) {
    return ftl_syscall(FTL_VMAREA_WRITE, area, offset, (uintptr_t)bytes, bytes_length, 0, 0, 0);
}

/// Maps whole pages of an area where there is room, readable, and writable where the area's handle is
static inline intptr_t ftl_vmspace_map(uint32_t space, uint32_t area, uint64_t offset, uint64_t length) {
    return ftl_syscall(FTL_VMSPACE_MAP, space, area, offset, length, 0, 0, 0);
}

/// Ends a mapping that `vmspace_map` made, by its address
static inline intptr_t ftl_vmspace_unmap(uint32_t space, uintptr_t address) {
    return ftl_syscall(FTL_VMSPACE_UNMAP, space, address, 0, 0, 0, 0, 0);
}

/// Powers the machine off; the emulator exits with the status
static inline intptr_t ftl_system_shutdown(uint32_t system, uint64_t status) {
    return ftl_syscall(FTL_SYSTEM_SHUTDOWN, system, status, 0, 0, 0, 0, 0);
}

/// The length of an area in bytes
static inline intptr_t ftl_vmarea_length(uint32_t area) {
    return ftl_syscall(FTL_VMAREA_LENGTH, area, 0, 0, 0, 0, 0, 0);
}

/// Lets a thread run
static inline intptr_t ftl_thread_start(uint32_t thread) {
    return ftl_syscall(FTL_THREAD_START, thread, 0, 0, 0, 0, 0, 0);
}

/// An address space for a process that is to come, of kernel (1) or user (2) isolation
static inline intptr_t ftl_vmspace_create(uint64_t isolation) {
    return ftl_syscall(FTL_VMSPACE_CREATE, isolation, 0, 0, 0, 0, 0, 0);
}

/// Fills the buffer with random bytes that nobody can foresee
static inline intptr_t ftl_random_fill(void *buffer, size_t buffer_length) {
    return ftl_syscall(FTL_RANDOM_FILL, (uintptr_t)buffer, buffer_length, 0, 0, 0, 0, 0);
}

/// Nanoseconds since 1970-01-01 00:00:00 UTC
static inline intptr_t ftl_time_real(void) {
    return ftl_syscall(FTL_TIME_REAL, 0, 0, 0, 0, 0, 0, 0);
}

/// Takes what was typed; the result is how many bytes, 0 where there are none (a readable event comes with the next)
static inline intptr_t ftl_console_read(uint32_t console, void *buffer, size_t buffer_length) {
    return ftl_syscall(FTL_CONSOLE_READ, console, (uintptr_t)buffer, buffer_length, 0, 0, 0, 0);
}

/// Writes bytes to the console as they are
static inline intptr_t ftl_console_put(uint32_t console, const void *bytes, size_t bytes_length) {
    return ftl_syscall(FTL_CONSOLE_PUT, console, (uintptr_t)bytes, bytes_length, 0, 0, 0, 0);
}

/// Asks a process to break off what it is doing, if it cares (`interrupt_take`)
static inline intptr_t ftl_process_interrupt(uint32_t process) {
    return ftl_syscall(FTL_PROCESS_INTERRUPT, process, 0, 0, 0, 0, 0, 0);
}

/// Whether this process was asked to break off since it last took that question
static inline intptr_t ftl_interrupt_take(void) {
    return ftl_syscall(FTL_INTERRUPT_TAKE, 0, 0, 0, 0, 0, 0, 0);
}

/// Describes processes from the id `from` on, in order: `ProcessRecord.size` bytes each
static inline intptr_t ftl_system_processes(uint32_t system, uint64_t from, void *buffer, size_t buffer_length) {
    return ftl_syscall(FTL_SYSTEM_PROCESSES, system, from, (uintptr_t)buffer, buffer_length, 0, 0, 0);
}

/// Describes the handles of a process from the index `from` on: `HandleRecord.size` bytes each
static inline intptr_t ftl_system_handles(
    uint32_t system, uint64_t pid, uint64_t from, void *buffer, size_t buffer_length) {
    return ftl_syscall(FTL_SYSTEM_HANDLES, system, pid, from, (uintptr_t)buffer, buffer_length, 0, 0);
}

/// Fills the buffer with the counters of `MemoryRecord`
static inline intptr_t ftl_system_memory(uint32_t system, void *buffer, size_t buffer_length) {
    return ftl_syscall(FTL_SYSTEM_MEMORY, system, (uintptr_t)buffer, buffer_length, 0, 0, 0, 0);
}

/// A handle to the process with that id
static inline intptr_t ftl_system_process(uint32_t system, uint64_t pid) {
    return ftl_syscall(FTL_SYSTEM_PROCESS, system, pid, 0, 0, 0, 0, 0);
}

/// From now on the kernel prints (1) or does not print (0) the calls of a process
static inline intptr_t ftl_system_trace(uint32_t system, uint64_t pid, uint64_t isOn) {
    return ftl_syscall(FTL_SYSTEM_TRACE, system, pid, isOn, 0, 0, 0, 0);
}

/// The process's id
static inline intptr_t ftl_process_id(uint32_t process) {
    return ftl_syscall(FTL_PROCESS_ID, process, 0, 0, 0, 0, 0, 0);
}

/// Sets a quota (`Resource`) of a process that is not running yet: at most what the process that calls has itself
static inline intptr_t ftl_process_limit(uint32_t process, uint64_t resource, uint64_t limit) {
    return ftl_syscall(FTL_PROCESS_LIMIT, process, resource, limit, 0, 0, 0, 0);
}

/// An image of the calling process: its program, with the variables as they are now
static inline intptr_t ftl_image_capture(void) {
    return ftl_syscall(FTL_IMAGE_CAPTURE, 0, 0, 0, 0, 0, 0, 0);
}
