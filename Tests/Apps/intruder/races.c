// One thread takes memory away while the kernel, for another one, reads or writes it. There are two answers: it was done,
// or `badAccess`.

#include "intruder.h"

#define ROUNDS 3000

static volatile uintptr_t shared;
static volatile bool over;
static uint32_t shared_area;

/// Maps and unmaps an area, for ever; the lowest room is taken, so that it is the same place each time.
static void come_and_go(uintptr_t unused) {
    (void)unused;
    for (size_t round = 0; !over; round++) {
        uintptr_t address = made("a mapping", ftl_vmspace_map(FTL_NO_HANDLE, shared_area, 0, 4096));
        shared = address;
        ftl_thread_yield();
        made("unmapping", ftl_vmspace_unmap(FTL_NO_HANDLE, address));
        if (round % 2) ftl_thread_yield();
    }
    ftl_thread_exit();
}

static void race(intptr_t (*call)(uintptr_t buffer)) {
    shared_area = (uint32_t)made("an area", ftl_vmarea_create(4096));
    start_thread(come_and_go, 0);
    while (!shared) ftl_thread_yield();
    size_t done = 0, bad = 0;
    for (size_t round = 0; round < ROUNDS; round++) {
        intptr_t result = call(shared);
        done += result >= 0;
        bad += result == -FTL_ERROR_BAD_ACCESS;
        ftl_thread_yield();
    }
    over = true;
    is_true("a third answer", done + bad == ROUNDS);
    is_true("it was never there, or always", done > 0 && bad > 0);
}

static uint32_t target;
static intptr_t read_area(uintptr_t buffer) { return ftl_vmarea_read(target, 0, (void *)buffer, 4096); }
static intptr_t write_area(uintptr_t buffer) { return ftl_vmarea_write(target, 0, (const void *)buffer, 4096); }
static intptr_t fill(uintptr_t buffer) { return ftl_random_fill((void *)buffer, 256); }
static void read_race(void) {
    target = (uint32_t)made("an area", ftl_vmarea_create(4096));
    race(read_area);
}
static void write_race(void) {
    target = (uint32_t)made("an area", ftl_vmarea_create(4096));
    race(write_area);
}
static void fill_race(void) { race(fill); }

static uint32_t waited_sink;
static volatile intptr_t answer;
static volatile bool is_waiting, has_answer;

static void wait_into(uintptr_t buffer) {
    is_waiting = true;
    answer = ftl_sink_wait(waited_sink, (void *)buffer, sizeof(struct ftl_event), FTL_FOREVER);
    has_answer = true;
    ftl_thread_exit();
}

/// The buffer of a thread that waits is taken away; then there is an event for it.
static void wait_race(void) {
    for (size_t round = 0; round < 50; round++) {
        waited_sink = (uint32_t)made("a sink", ftl_sink_create());
        uint32_t timer = (uint32_t)made("a timer", ftl_timer_create());
        made("adding", ftl_sink_add(waited_sink, timer));
        uintptr_t buffer = map_pages(1);
        is_waiting = has_answer = false;
        uint32_t thread = start_thread(wait_into, buffer);
        while (!is_waiting) ftl_thread_yield();
        // Once more round: it is in the kernel now.
        ftl_thread_yield();
        made("unmapping", ftl_vmspace_unmap(FTL_NO_HANDLE, buffer));
        made("an event", ftl_timer_set(timer, 1));
        while (!has_answer) ftl_thread_yield();
        refused("waiting", answer, FTL_ERROR_BAD_ACCESS);
        // The event was not lost.
        struct ftl_event event;
        is_true("it is there still", ftl_sink_wait(waited_sink, &event, sizeof event, FTL_FOREVER) == 1);
        made("closing", ftl_handle_close(thread));
        made("closing", ftl_handle_close(timer));
        made("closing", ftl_handle_close(waited_sink));
    }
}

/// The sink of a thread that waits is closed.
static void close_race(void) {
    waited_sink = (uint32_t)made("a sink", ftl_sink_create());
    start_thread(wait_into, map_pages(1));
    while (!is_waiting) ftl_thread_yield();
    ftl_thread_yield();
    made("closing", ftl_handle_close(waited_sink));
    while (!has_answer) ftl_thread_yield();
    refused("waiting", answer, FTL_ERROR_INVALID_HANDLE);
}

/// A stack that another thread would like to have.
static void stack_race(void) {
    waited_sink = (uint32_t)made("a sink", ftl_sink_create());
    struct ftl_event event;
    uint32_t thread = start_thread(wait_into, (uintptr_t)&event);
    while (!is_waiting) ftl_thread_yield();
    ftl_thread_yield();
    size_t found = 0;
    for (uintptr_t page = 0x200000; page < 0x200000 + 1024 * 4096ul; page += 4096) {
        intptr_t result = ftl_vmspace_unmap(FTL_NO_HANDLE, page);
        found += result == -FTL_ERROR_NOT_ALLOWED;
        is_true("a mapping that is not its own", result == -FTL_ERROR_NOT_ALLOWED || result == -FTL_ERROR_NOT_FOUND);
    }
    is_true("both stacks are among them", found >= 8);
    // The process ends while the thread waits.
    (void)thread;
}

const struct attack race_attacks[] = {
    {"race-read", read_race}, {"race-write", write_race}, {"race-fill", fill_race}, {"race-wait", wait_race},
    {"race-close", close_race}, {"race-stack", stack_race}, {NULL, NULL},
};
