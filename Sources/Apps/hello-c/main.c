// Says who it is, and writes ten messages to the service `pong`: what `ping` does in Swift, with nothing but the calls.
// There is no library and no heap. An app in C is machine code from anywhere, and runs in user isolation only.

#include "ftl_calls.h"

/// Text that is put together in pieces, so that a line is written at once.
struct line {
    char bytes[256];
    size_t length;
};

static void add(struct line *line, const void *text, size_t length) {
    const char *bytes = text;
    for (size_t index = 0; index < length && line->length < sizeof line->bytes; index++)
        line->bytes[line->length++] = bytes[index];
}

static void add_text(struct line *line, const char *text) {
    size_t length = 0;
    while (text[length]) length++;
    add(line, text, length);
}

static void add_number(struct line *line, uint64_t number) {
    if (number >= 10) add_number(line, number / 10);
    char digit = (char)('0' + number % 10);
    add(line, &digit, 1);
}

static void print(struct line *line) {
    add_text(line, "\n");
    ftl_console_write(line->bytes, line->length);
    line->length = 0;
}

/// Ends the program where a call failed.
static intptr_t check(const char *what, intptr_t result) {
    if (result >= 0) return result;
    struct line line = {.length = 0};
    add_text(&line, what);
    add_text(&line, " failed: error ");
    add_number(&line, (uint64_t)-result);
    print(&line);
    ftl_process_exit(1);
    __builtin_trap();
}

/// Sends a request and waits for its reply, whose body goes to `reply`. Answers the handle in it.
static uint32_t ask(uint32_t sink, uint32_t channel, uint8_t kind, uint32_t id, const struct line *text,
                    struct line *reply) {
    uint64_t info = ftl_info(kind, id, (uint16_t)text->length);
    check("sending", ftl_channel_send(channel, info, 0, 0, text->bytes, FTL_NO_HANDLE));
    struct ftl_event event;
    check("waiting", ftl_sink_wait(sink, &event, sizeof event, FTL_FOREVER));
    if (event.kind != FTL_EVENT_MESSAGE || ftl_info_id(event.info) != id) check("the reply", -FTL_ERROR_MALFORMED);
    intptr_t handle = ftl_channel_recv(event.handle, event.token, reply->bytes, sizeof reply->bytes);
    check("receiving", handle);
    if (ftl_info_kind(event.info) == FTL_MESSAGE_ERROR_REPLY) check("the request", -(intptr_t)event.word0);
    reply->length = ftl_info_length(event.info);
    return (uint32_t)handle;
}

/// The program begins here: an ordinary function, since its argument and a stack are there already.
void _start(const struct ftl_start_info *start) {
    ftl_set_start(start);
    struct line line = {.length = 0}, reply = {.length = 0};
    add_text(&line, "Hello from C! I am process ");
    add_number(&line, start->process_id);
    add_text(&line, start->isolation == FTL_ISOLATION_USER ? ", in user isolation." : ", in kernel isolation.");
    print(&line);

    // The first handle is the supervisor's channel: there services are asked for (docs/rpc.md).
    uint32_t supervisor = start->handles[0];
    uint32_t sink = (uint32_t)check("sink_create", ftl_sink_create());
    check("sink_add", ftl_sink_add(sink, supervisor));
    add_text(&line, "service/pong");
    uint32_t pong = ask(sink, supervisor, FTL_MESSAGE_OPEN, 1, &line, &reply);
    check("sink_add", ftl_sink_add(sink, pong));
    for (uint32_t number = 1; number <= 10; number++) {
        line.length = 0;
        add_text(&line, "ping ");
        add_number(&line, number);
        ask(sink, pong, FTL_MESSAGE_WRITE, number, &line, &reply);
        add_text(&line, " -> ");
        add(&line, reply.bytes, reply.length);
        print(&line);
    }
    ftl_process_exit(0);
}
