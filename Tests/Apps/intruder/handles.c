// Handles that are not the program's, and rights that a handle has not.

#include "intruder.h"

#define INVALID FTL_ERROR_INVALID_HANDLE

/// Tries a number in each call that takes a handle, in the place of each handle, the other one being good.
static void try_everywhere(uintptr_t number, int error) {
    uint64_t memory[8] = {0};
    uintptr_t at = (uintptr_t)memory, size = sizeof memory;
    intptr_t pair = (intptr_t)made("a channel", ftl_channel_create());
    uintptr_t near = ftl_first(pair), sink = made("a sink", ftl_sink_create());
    uintptr_t area = made("an area", ftl_vmarea_create(4096)), info = ftl_info(FTL_MESSAGE_WRITE, 1, 0);
    refused("handle_close", ftl_syscall(FTL_HANDLE_CLOSE, number, 0, 0, 0, 0, 0, 0), error);
    refused("handle_duplicate", ftl_syscall(FTL_HANDLE_DUPLICATE, number, 127, 0, 0, 0, 0, 0), error);
    refused("channel_send", ftl_syscall(FTL_CHANNEL_SEND, number, info, 0, 0, 0, 0, 0), error);
    if (number) refused("sending it", ftl_syscall(FTL_CHANNEL_SEND, near, info, 0, 0, 0, number, 0), error);
    refused("channel_recv", ftl_syscall(FTL_CHANNEL_RECV, number, 1, at, size, 0, 0, 0), error);
    refused("channel_discard", ftl_syscall(FTL_CHANNEL_DISCARD, number, 1, 0, 0, 0, 0, 0), error);
    refused("sink_add to it", ftl_syscall(FTL_SINK_ADD, number, near, 0, 0, 0, 0, 0), error);
    refused("sink_add of it", ftl_syscall(FTL_SINK_ADD, sink, number, 0, 0, 0, 0, 0), error);
    refused("sink_remove from it", ftl_syscall(FTL_SINK_REMOVE, number, near, 0, 0, 0, 0, 0), error);
    refused("sink_remove of it", ftl_syscall(FTL_SINK_REMOVE, sink, number, 0, 0, 0, 0, 0), error);
    refused("sink_wait", ftl_syscall(FTL_SINK_WAIT, number, at, size, 0, 0, 0, 0), error);
    refused("timer_set", ftl_syscall(FTL_TIMER_SET, number, 1, 0, 0, 0, 0, 0), error);
    refused("image_create", ftl_syscall(FTL_IMAGE_CREATE, number, 0, 64, 0, 0, 0, 0), error);
    refused("process_create", ftl_syscall(FTL_PROCESS_CREATE, number, at, 0, at, 0, 0, 0), error);
    refused("process_inject_handle", ftl_syscall(FTL_PROCESS_INJECT_HANDLE, number, near, 0, 0, 0, 0, 0), error);
    refused("process_start", ftl_syscall(FTL_PROCESS_START, number, 0, 0, 0, 0, 0, 0), error);
    refused("process_kill", ftl_syscall(FTL_PROCESS_KILL, number, 0, 0, 0, 0, 0, 0), error);
    refused("process_interrupt", ftl_syscall(FTL_PROCESS_INTERRUPT, number, 0, 0, 0, 0, 0, 0), error);
    refused("process_id", ftl_syscall(FTL_PROCESS_ID, number, 0, 0, 0, 0, 0, 0), error);
    refused("vmarea_read", ftl_syscall(FTL_VMAREA_READ, number, 0, at, size, 0, 0, 0), error);
    refused("vmarea_write", ftl_syscall(FTL_VMAREA_WRITE, number, 0, at, size, 0, 0, 0), error);
    refused("vmarea_length", ftl_syscall(FTL_VMAREA_LENGTH, number, 0, 0, 0, 0, 0, 0), error);
    refused("vmspace_map of it", ftl_syscall(FTL_VMSPACE_MAP, 0, number, 0, 4096, 0, 0, 0), error);
    if (number) refused("vmspace_map into it", ftl_syscall(FTL_VMSPACE_MAP, number, area, 0, 4096, 0, 0, 0), error);
    if (number) refused("vmspace_unmap", ftl_syscall(FTL_VMSPACE_UNMAP, number, at, 0, 0, 0, 0, 0), error);
    refused("thread_start", ftl_syscall(FTL_THREAD_START, number, 0, 0, 0, 0, 0, 0), error);
    refused("system_shutdown", ftl_syscall(FTL_SYSTEM_SHUTDOWN, number, 0, 0, 0, 0, 0, 0), error);
    refused("system_processes", ftl_syscall(FTL_SYSTEM_PROCESSES, number, 0, at, size, 0, 0, 0), error);
    refused("system_handles", ftl_syscall(FTL_SYSTEM_HANDLES, number, 1, 0, at, size, 0, 0), error);
    refused("system_memory", ftl_syscall(FTL_SYSTEM_MEMORY, number, at, size, 0, 0, 0, 0), error);
    refused("system_process", ftl_syscall(FTL_SYSTEM_PROCESS, number, 1, 0, 0, 0, 0, 0), error);
    refused("system_trace", ftl_syscall(FTL_SYSTEM_TRACE, number, 1, 1, 0, 0, 0, 0), error);
    refused("console_read", ftl_syscall(FTL_CONSOLE_READ, number, at, size, 0, 0, 0, 0), error);
    refused("console_put", ftl_syscall(FTL_CONSOLE_PUT, number, at, size, 0, 0, 0, 0), error);
    made("closing", ftl_handle_close(ftl_first(pair)));
    made("closing", ftl_handle_close(ftl_second(pair)));
    made("closing", ftl_handle_close((uint32_t)sink));
    made("closing", ftl_handle_close((uint32_t)area));
}

static void handle_zero(void) { try_everywhere(0, INVALID); }

/// Numbers beside a good one: another generation, another index, bits that a handle has not.
static void handle_forged(void) {
    uintptr_t good = made("a timer", ftl_timer_create());
    const uintptr_t numbers[] = {
        good + 0x1000, good - 0x1000, good ^ 0x7ffff000, good + 0x800, good | 0x80000000, good | (uintptr_t)1 << 32,
        good | (uintptr_t)1 << 63, 0xfff, 0x1fff, 0x7fffffff, 0xffffffff, UINTPTR_MAX, (uintptr_t)-4096,
    };
    for (size_t index = 0; index < sizeof numbers / sizeof *numbers; index++)
        if (numbers[index] != good) try_everywhere(numbers[index], INVALID);
    made("it is there still", ftl_timer_set((uint32_t)good, 0));
}

static void handle_random(void) {
    uint32_t numbers[64];
    made("random numbers", ftl_random_fill(numbers, sizeof numbers));
    for (size_t index = 0; index < 64; index++) {
        // Not one of the few that are its own: those have the first generations.
        uintptr_t number = numbers[index] | 0x40000000;
        refused("a random number", ftl_syscall(FTL_HANDLE_CLOSE, number, 0, 0, 0, 0, 0, 0), INVALID);
    }
}

/// Numbers of another process, which it told its starter: here they are nobody's.
static void handle_foreign(void) {
    is_true("there are none", argument_count() > 8);
    for (size_t index = 0; index < argument_count(); index++) try_everywhere(argument(index), INVALID);
}

static void handle_closed(void) {
    uint32_t timer = (uint32_t)made("a timer", ftl_timer_create());
    made("closing", ftl_handle_close(timer));
    try_everywhere(timer, INVALID);
    // The slot is used again, under another number.
    uint32_t other = (uint32_t)made("a timer", ftl_timer_create());
    is_true("the number was used again", other != timer);
    try_everywhere(timer, INVALID);
}

static void handle_sent(void) {
    intptr_t pair = (intptr_t)made("a channel", ftl_channel_create());
    uint32_t area = (uint32_t)made("an area", ftl_vmarea_create(4096));
    made("sending", ftl_channel_send(ftl_first(pair), ftl_info(FTL_MESSAGE_WRITE, 1, 0), 0, 0, NULL, area));
    try_everywhere(area, INVALID);
}

/// A timer in the place of everything else.
static void handle_wrong_type(void) {
    uint32_t timer = (uint32_t)made("a timer", ftl_timer_create());
    intptr_t pair = (intptr_t)made("a channel", ftl_channel_create());
    uint32_t numbers[] = {timer, ftl_first(pair), (uint32_t)made("a sink", ftl_sink_create())};
    for (size_t index = 0; index < 3; index++) {
        uint32_t number = numbers[index];
        uint64_t memory[8];
        const intptr_t results[] = {
            ftl_image_create(number, 0, 64), ftl_process_create(number, "x", 1, NULL, 0, 0),
            ftl_process_start(number), ftl_process_kill(number, 0), ftl_process_interrupt(number),
            ftl_process_inject_handle(number, timer), ftl_thread_start(number), ftl_vmarea_read(number, 0, memory, 8),
            ftl_vmarea_write(number, 0, memory, 8), ftl_vmarea_length(number), ftl_vmspace_map(0, number, 0, 4096),
            ftl_vmspace_unmap(number, (uintptr_t)memory), ftl_system_shutdown(number, 0),
            ftl_system_memory(number, memory, sizeof memory), ftl_system_process(number, 1),
            ftl_system_trace(number, 1, 1), ftl_console_read(number, memory, 8), ftl_console_put(number, "x", 1),
        };
        for (size_t at = 0; at < sizeof results / sizeof *results; at++)
            is_true("another type will do", results[at] == -FTL_ERROR_WRONG_TYPE || results[at] == -FTL_ERROR_NOT_ALLOWED);
    }
}

/// Rights only narrow, and each call asks for those it needs.
static void rights(void) {
    uint32_t area = (uint32_t)made("an area", ftl_vmarea_create(4096));
    uint64_t word = 1;
    uint32_t reader = (uint32_t)made("a reader", ftl_handle_duplicate(area, FTL_RIGHT_READ | FTL_RIGHT_DUPLICATE));
    uint32_t again = (uint32_t)made("another", ftl_handle_duplicate(reader, UINT64_MAX));
    refused("writing", ftl_vmarea_write(again, 0, &word, 8), FTL_ERROR_NOT_ALLOWED);
    refused("mapping", ftl_vmspace_map(0, again, 0, 4096), FTL_ERROR_NOT_ALLOWED);
    made("reading", ftl_vmarea_read(again, 0, &word, 8));
    uint32_t writer = (uint32_t)made("a writer", ftl_handle_duplicate(area, FTL_RIGHT_WRITE | FTL_RIGHT_MAP));
    refused("reading", ftl_vmarea_read(writer, 0, &word, 8), FTL_ERROR_NOT_ALLOWED);
    refused("mapping what cannot be read", ftl_vmspace_map(0, writer, 0, 4096), FTL_ERROR_NOT_ALLOWED);
    refused("a duplicate", ftl_handle_duplicate(writer, UINT64_MAX), FTL_ERROR_NOT_ALLOWED);
    refused("an image of what cannot be read", ftl_image_create(writer, 0, 64), FTL_ERROR_NOT_ALLOWED);
    intptr_t pair = (intptr_t)made("a channel", ftl_channel_create());
    uint64_t info = ftl_info(FTL_MESSAGE_WRITE, 1, 0);
    refused("sending what stays", ftl_channel_send(ftl_first(pair), info, 0, 0, NULL, reader), FTL_ERROR_NOT_ALLOWED);
    refused("a second end", ftl_handle_duplicate(ftl_first(pair), UINT64_MAX), FTL_ERROR_NOT_ALLOWED);
    uint32_t none = (uint32_t)made("no rights", ftl_handle_duplicate(area, 0));
    refused("reading without any", ftl_vmarea_read(none, 0, &word, 8), FTL_ERROR_NOT_ALLOWED);
    uint32_t timer = (uint32_t)made("a timer", ftl_timer_create());
    uint32_t watcher = (uint32_t)made("a watcher", ftl_handle_duplicate(timer, FTL_RIGHT_READ));
    refused("setting it", ftl_timer_set(watcher, 1), FTL_ERROR_NOT_ALLOWED);
}

/// An end in its own queue, where nobody could reach it any more.
static void cycle(void) {
    intptr_t pair = (intptr_t)made("a channel", ftl_channel_create());
    uint64_t info = ftl_info(FTL_MESSAGE_WRITE, 1, 0);
    refused("an end through the other", ftl_channel_send(ftl_first(pair), info, 0, 0, NULL, ftl_second(pair)),
            FTL_ERROR_WOULD_CYCLE);
    intptr_t other = (intptr_t)made("a channel", ftl_channel_create());
    made("an end through another channel", ftl_channel_send(ftl_first(other), info, 0, 0, NULL, ftl_first(pair)));
    refused("and that one through it",
            ftl_channel_send(ftl_second(pair), info, 0, 0, NULL, ftl_second(other)), FTL_ERROR_WOULD_CYCLE);
}

/// What the manifest does not grant, asked of the supervisor.
static void ungranted(void) {
    static const char *const paths[] = {"system", "initfs", "console", "console/output", "app/hello", "service/pong"};
    uint32_t sink = (uint32_t)made("a sink", ftl_sink_create()), supervisor = ftl_start->handles[0];
    made("adding", ftl_sink_add(sink, supervisor));
    for (uint32_t index = 0; index < 6; index++) {
        uint16_t length = 0;
        while (paths[index][length]) length++;
        uint64_t info = ftl_info(FTL_MESSAGE_OPEN, index + 1, length);
        made("asking", ftl_channel_send(supervisor, info, 0, 0, paths[index], FTL_NO_HANDLE));
        struct ftl_event event;
        made("waiting", ftl_sink_wait(sink, &event, sizeof event, FTL_FOREVER));
        is_true("it was granted", ftl_info_kind(event.info) == FTL_MESSAGE_ERROR_REPLY);
        is_true("it was refused otherwise", event.word0 == FTL_ERROR_NOT_ALLOWED);
        made("receiving", ftl_channel_recv(supervisor, event.token, NULL, 0));
    }
}

const struct attack handle_attacks[] = {
    {"handle-zero", handle_zero},       {"handle-forged", handle_forged}, {"handle-random", handle_random},
    {"handle-foreign", handle_foreign}, {"handle-closed", handle_closed}, {"handle-sent", handle_sent},
    {"handle-wrong-type", handle_wrong_type}, {"rights", rights}, {"cycle", cycle}, {"ungranted", ungranted},
    {NULL, NULL},
};
