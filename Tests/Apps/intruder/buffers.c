// Buffers that are not the program's own, in every call that takes one, and numbers that are no call's. The kernel
// answers with an error and touches nothing.

#include "intruder.h"

struct buffer {
    uintptr_t address;
    size_t length;
};

/// Buffers of which no byte, or not every byte, is the program's to read.
static size_t unreadable(struct buffer *found) {
    uintptr_t area = map_pages(2), end = area + 2 * 4096, gone = map_pages(1);
    made("unmapping", ftl_vmspace_unmap(FTL_NO_HANDLE, gone));
    const struct buffer list[] = {
        {0, 64}, {8, 64}, {0xff8, 64}, {0x1ff000, 64}, {gone, 64},
        // The kernel, its direct map, devices, programs of kernel isolation, the end of the lower half.
        {0x3f80200000, 64}, {0x3f80250000, 64}, {0x3080200000, 64}, {0x3084000000, 64}, {0x3f00000000, 64},
        {0x2000001000, 64}, {0x1ffffff000, 64}, {0x3ffffff000, 4096}, {0x4000000000, 64},
        // The upper half and what is in neither.
        {(uintptr_t)-64, 64}, {(uintptr_t)-8, 64}, {0xffffffc000000000, 64}, {(uintptr_t)1 << 63, 64},
        // Its own, and then some.
        {end - 32, 64}, {end, 64}, {area - 32, 64}, {area, 2 * 4096 + 1}, {area, 0x2000000000 - area},
        {area, 0x3f80200000 - area}, {area, SIZE_MAX}, {area, SIZE_MAX - area + 65}, {area + 8, (size_t)1 << 63},
        {area, ((size_t)1 << 63) - 1}, {(uintptr_t)ftl_start->stack_base - 32, 64},
        {(uintptr_t)ftl_start->stack_base + ftl_start->stack_size - 32, 64},
    };
    size_t count = sizeof list / sizeof *list;
    for (size_t index = 0; index < count; index++) found[index] = list[index];
    return count;
}

/// Buffers that the program cannot write. The first are those it cannot read either.
static size_t unwritable(struct buffer *found) {
    static void *const relro[] = {(void *)&relro};
    size_t count = unreadable(found);
    const struct buffer list[] = {
        {(uintptr_t)&_start, 64}, {(uintptr_t)own_rodata, 64}, {(uintptr_t)__ehdr_start, 64},
        {(uintptr_t)relro, sizeof relro}, {(uintptr_t)ftl_start, 64}, {(uintptr_t)ftl_start->syscall, 64},
    };
    for (size_t index = 0; index < sizeof list / sizeof *list; index++) found[count++] = list[index];
    return count;
}

/// More than there are in any list.
#define MOST 64
#define BAD FTL_ERROR_BAD_ACCESS
/// A raw call with three words.
#define CALL(number, a, b, c, d, e, f) ftl_syscall(FTL_##number, a, b, c, d, e, f, 0)

static void console_write(void) {
    struct buffer list[MOST];
    size_t count = unreadable(list);
    for (size_t index = 0; index < count; index++)
        refused("console_write", CALL(CONSOLE_WRITE, list[index].address, list[index].length, 0, 0, 0, 0), BAD);
}

static void random_fill(void) {
    struct buffer list[MOST];
    size_t count = unwritable(list);
    for (size_t index = 0; index < count; index++)
        refused("random_fill", CALL(RANDOM_FILL, list[index].address, list[index].length, 0, 0, 0, 0), BAD);
}

static void vmarea_read(void) {
    struct buffer list[MOST];
    size_t count = unwritable(list);
    uintptr_t area = made("an area", ftl_vmarea_create(4096));
    for (size_t index = 0; index < count; index++)
        refused("vmarea_read", CALL(VMAREA_READ, area, 0, list[index].address, list[index].length, 0, 0), BAD);
}

static void vmarea_write(void) {
    struct buffer list[MOST];
    size_t count = unreadable(list);
    uintptr_t area = made("an area", ftl_vmarea_create(4096));
    for (size_t index = 0; index < count; index++)
        refused("vmarea_write", CALL(VMAREA_WRITE, area, 0, list[index].address, list[index].length, 0, 0), BAD);
}

static void sink_wait(void) {
    struct buffer list[MOST];
    size_t count = unwritable(list);
    uintptr_t sink = made("a sink", ftl_sink_create());
    for (size_t index = 0; index < count; index++) {
        size_t length = list[index].length;
        refused("sink_wait", CALL(SINK_WAIT, sink, list[index].address, length, 0, 0, 0), BAD);
        refused("sink_wait for ever", CALL(SINK_WAIT, sink, list[index].address, length, UINT64_MAX, 0, 0), BAD);
    }
}

/// The length of a body is in the info word, so that what is too long for it cannot be said.
static void channel_send(void) {
    struct buffer list[MOST];
    size_t count = unreadable(list);
    intptr_t pair = (intptr_t)made("a channel", ftl_channel_create());
    for (size_t index = 0; index < count; index++) {
        if (list[index].length > FTL_BODY_LENGTH) continue;
        uint64_t info = ftl_info(FTL_MESSAGE_WRITE, 1, (uint16_t)list[index].length);
        refused("channel_send", CALL(CHANNEL_SEND, ftl_first(pair), info, 0, 0, list[index].address, 0), BAD);
    }
    uint64_t longest = ftl_info(FTL_MESSAGE_WRITE, 1, UINT16_MAX);
    refused("a body that is too long", CALL(CHANNEL_SEND, ftl_first(pair), longest, 0, 0, map_pages(16), 0),
            FTL_ERROR_TOO_LARGE);
}

static void channel_recv(void) {
    struct buffer list[MOST];
    size_t count = unwritable(list);
    intptr_t pair = (intptr_t)made("a channel", ftl_channel_create());
    uint32_t sink = (uint32_t)made("a sink", ftl_sink_create());
    made("adding", ftl_sink_add(sink, ftl_second(pair)));
    made("sending", ftl_channel_send(ftl_first(pair), ftl_info(FTL_MESSAGE_WRITE, 1, 16), 0, 0, own_data, 0));
    struct ftl_event event;
    made("waiting", ftl_sink_wait(sink, &event, sizeof event, FTL_FOREVER));
    for (size_t index = 0; index < count; index++) {
        if (list[index].length < 16) continue;
        refused("channel_recv",
                CALL(CHANNEL_RECV, event.handle, event.token, list[index].address, list[index].length, 0, 0), BAD);
    }
    // It is there still, and arrives as it was sent.
    uint64_t body[2] = {0, 0};
    made("receiving", ftl_channel_recv(event.handle, event.token, body, sizeof body));
    is_true("the message was changed", body[0] == own_data[0] && body[1] == own_data[1]);
    refused("receiving it again", ftl_channel_recv(event.handle, event.token, body, sizeof body), FTL_ERROR_NOT_FOUND);
}

/// Numbers that are no call's, with words that would do something if they were.
static void call_numbers(void) {
    const uintptr_t numbers[] = {
        FTL_CALL_COUNT, 64, 255, 256, 256 + FTL_CONSOLE_WRITE, 65536 + FTL_PROCESS_EXIT, (uintptr_t)1 << 32,
        ((uintptr_t)1 << 32) + FTL_PROCESS_EXIT, ((uintptr_t)1 << 63) + FTL_PROCESS_EXIT, (uintptr_t)-1,
        (uintptr_t)-45, INT64_MAX, 0x53525354,
    };
    for (size_t index = 0; index < sizeof numbers / sizeof *numbers; index++)
        refused("no call", ftl_syscall(numbers[index], 1, 2, 3, 4, 5, 6, 7), FTL_ERROR_UNKNOWN_SYSCALL);
}

/// Lengths and offsets that wrap around, where no buffer is to blame.
static void lengths(void) {
    uint32_t area = (uint32_t)made("an area", ftl_vmarea_create(4096));
    const uint64_t huge[] = {4097, 1ull << 31, 1ull << 32, 1ull << 52, 1ull << 63, INT64_MAX, UINT64_MAX,
                             UINT64_MAX - 4095};
    for (size_t index = 0; index < sizeof huge / sizeof *huge; index++) {
        uint64_t value = huge[index];
        uint64_t word = 0;
        refused("reading far out", ftl_vmarea_read(area, value, &word, 8), FTL_ERROR_INVALID_ARGUMENT);
        refused("writing far out", ftl_vmarea_write(area, value, &word, 8), FTL_ERROR_INVALID_ARGUMENT);
        refused("mapping far out", ftl_vmspace_map(0, area, value, 4096), FTL_ERROR_INVALID_ARGUMENT);
        refused("mapping too much", ftl_vmspace_map(0, area, 0, value), FTL_ERROR_INVALID_ARGUMENT);
        refused("an image too far out", ftl_image_create(area, value, 64), FTL_ERROR_INVALID_ARGUMENT);
        refused("an image too long", ftl_image_create(area, 8, value), FTL_ERROR_INVALID_ARGUMENT);
        if (value >= 1ull << 52) is_true("so large an area", ftl_vmarea_create(value) < 0);
    }
    refused("an empty area", ftl_vmarea_create(0), FTL_ERROR_INVALID_ARGUMENT);
    refused("mapping nothing", ftl_vmspace_map(0, area, 0, 0), FTL_ERROR_INVALID_ARGUMENT);
    refused("mapping half a page", ftl_vmspace_map(0, area, 8, 8), FTL_ERROR_INVALID_ARGUMENT);
    uint32_t timer = (uint32_t)made("a timer", ftl_timer_create());
    const uint64_t times[] = {1, INT64_MAX, 1ull << 63, UINT64_MAX - 1, UINT64_MAX};
    for (size_t index = 0; index < sizeof times / sizeof *times; index++)
        made("any time will do", ftl_timer_set(timer, times[index]));
}

const struct attack buffer_attacks[] = {
    {"buffer-console-write", console_write}, {"buffer-random-fill", random_fill},
    {"buffer-vmarea-read", vmarea_read},     {"buffer-vmarea-write", vmarea_write},
    {"buffer-sink-wait", sink_wait},         {"buffer-channel-send", channel_send},
    {"buffer-channel-recv", channel_recv},   {"call-numbers", call_numbers},
    {"lengths", lengths},                    {NULL, NULL},
};
