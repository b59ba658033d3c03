// What the attacks have in common. Each is a function with a name; Tests/Scripts/isolation-attacks starts this program once for
// each of them, in user isolation, and knows what has to become of it: a fault, or status 0 where every call answered
// exactly the error it should.

#pragma once
#include "ftl_calls.h"
#include <stdbool.h>

struct attack {
    const char *name;
    void (*run)(void);
};

/// The attacks of each file; the last has no name.
extern const struct attack memory_attacks[], instruction_attacks[], buffer_attacks[], handle_attacks[],
    space_attacks[], image_attacks[], register_attacks[], race_attacks[];

/// Whether everything was refused so far.
extern bool held;

/// A word that this process was started with behind the attack's name; 0 where there is none.
uint64_t argument(size_t index);
bool argument_is(size_t index, const char *text);
size_t argument_count(void);

/// Writes a line: the text and a number.
void say(const char *text, uint64_t number);

/// A call has to answer this error.
void refused(const char *what, intptr_t result, int error);
/// A call has to succeed, or the attack cannot be made. Answers the result.
uintptr_t made(const char *what, intptr_t result);
/// Something has to be so.
void is_true(const char *what, bool is_so);
_Noreturn void finish(void);

/// A new area, mapped: its address. The handle is closed.
uintptr_t map_pages(size_t count);
/// A thread that runs.
uint32_t start_thread(void (*entry)(uintptr_t), uintptr_t argument);

/// Where the linker put this program (its first byte, its first instruction), and an area of each kind in it.
extern const char __ehdr_start[];
void _start(void);
extern const uint64_t own_rodata[2];
extern uint64_t own_data[2];
