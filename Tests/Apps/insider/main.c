// Machine code that nobody looked at, with all that `grants: system` gives: it manages the system, and does not become the
// kernel. It tries to have its own program run in kernel isolation, and programs that are trusted run there on its files.

#include "ftl_calls.h"
#include <stdbool.h>

static bool held = true;
static uint32_t sink, manager;

static size_t length_of(const char *text) {
    size_t length = 0;
    while (text[length]) length++;
    return length;
}

static void say(const char *text) {
    char line[128];
    size_t length = length_of(text);
    if (length > sizeof line - 1) length = sizeof line - 1;
    for (size_t at = 0; at < length; at++) line[at] = text[at];
    line[length] = '\n';
    ftl_console_write(line, length + 1);
}

/// Something has to be so.
static void is_true(const char *what, bool is_so) {
    if (is_so) return;
    say("FAILED:");
    say(what);
    held = false;
}

static void refused(const char *what, intptr_t result) { is_true(what, result == -FTL_ERROR_NOT_ALLOWED); }

/// What the supervisor answers to `open`: a handle, 0, or an error's negative.
static intptr_t open(const char *path, uint64_t word0) {
    static uint32_t id = 0;
    uint32_t supervisor = ftl_start->handles[0];
    uint64_t info = ftl_info(FTL_MESSAGE_OPEN, ++id, (uint16_t)length_of(path));
    if (ftl_channel_send(supervisor, info, word0, 0, path, FTL_NO_HANDLE) < 0) return -1;
    struct ftl_event event;
    if (ftl_sink_wait(sink, &event, sizeof event, FTL_FOREVER) < 0) return -1;
    intptr_t handle = ftl_channel_recv(supervisor, event.token, NULL, 0);
    if (ftl_info_kind(event.info) == FTL_MESSAGE_ERROR_REPLY) return -(intptr_t)event.word0;
    return handle;
}

static uint64_t octal(const char *digits) {
    uint64_t value = 0;
    for (int at = 0; at < 11 && digits[at] >= '0' && digits[at] <= '7'; at++) value = value * 8 + (uint64_t)(digits[at] - '0');
    return value;
}

static bool is_named(const char *header, const char *name) {
    for (size_t at = 0; at <= length_of(name); at++)
        if (header[at] != name[at]) return false;
    return true;
}

/// An image of an archive's entry, `shift` bytes from where it begins; 0 where there is no such entry.
static intptr_t image_of(uint32_t archive, const char *name, uint64_t shift) {
    static char header[512];
    for (uint64_t at = 0; ftl_vmarea_read(archive, at, header, sizeof header) == 0 && header[0];) {
        uint64_t length = octal(header + 124);
        if (is_named(header, name)) return ftl_image_create(archive, at + 512 + shift, length - shift);
        at += 512 + (length + 511) / 512 * 512;
    }
    return 0;
}

static intptr_t start_in(uint32_t image, uint32_t space) { return ftl_process_create(image, "child", 5, NULL, 0, space); }

/// Whether the process has page tables of its own, as the system lists it.
static bool is_in_user_isolation(intptr_t process) {
    // Records of 88 bytes; the isolation is at byte 20, one less than in calls (docs/abi.md).
    static uint8_t records[64 * 88];
    if (process < 0) return false;
    intptr_t count = ftl_system_processes(manager, 0, records, sizeof records);
    // The one that was made last.
    return count > 0 && records[(count - 1) * 88 + 20] == FTL_ISOLATION_USER - 1;
}

void _start(const struct ftl_start_info *start) {
    ftl_set_start(start);
    sink = (uint32_t)ftl_sink_create();
    ftl_sink_add(sink, ftl_start->handles[0]);

    manager = (uint32_t)open("system", 0);
    intptr_t archive = open("initfs", 0);
    is_true("the archive can be read", archive > 0);
    intptr_t own = image_of((uint32_t)archive, "apps/insider/image", 0);
    is_true("an image of its own program is made", own > 0);
    refused("a space in kernel isolation", ftl_vmspace_create(FTL_ISOLATION_KERNEL));
    is_true("its own program has user isolation", is_in_user_isolation(start_in((uint32_t)own, FTL_NO_HANDLE)));

    intptr_t trusted = open("image/hello", 0), runtime = open("image/javascript", 0);
    is_true("images of what was packed are handed out", trusted > 0 && runtime > 0);
    is_true("a trusted program, too", is_in_user_isolation(start_in((uint32_t)trusted, FTL_NO_HANDLE)));
    is_true("and the runtime, with scripts of its own",
            is_in_user_isolation(start_in((uint32_t)runtime, FTL_NO_HANDLE)));
    is_true("no image of what is none", open("image/no-such-app", 0) == -FTL_ERROR_NOT_FOUND);
    refused("itself in kernel isolation, started by the supervisor", open("app/insider", FTL_ISOLATION_KERNEL));

    if (held) say("all was refused");
    ftl_process_exit(held ? 0 : 1);
}
