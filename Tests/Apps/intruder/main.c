// The program's first instruction, its choice of an attack, and how one is judged.

#include "intruder.h"

static const struct attack *const groups[] = {
    memory_attacks, instruction_attacks, buffer_attacks, handle_attacks,
    space_attacks, image_attacks, register_attacks, race_attacks,
};

const uint64_t own_rodata[2] = {0x1122334455667788, 2};
uint64_t own_data[2] = {0x8877665544332211, 2};
bool held = true;

/// The registers this process began with, x1 … x31.
uint64_t first_registers[32];

void begin(const struct ftl_start_info *start);

/// Keeps every register as it came before any compiled code runs.
__attribute__((naked, section(".text.start"))) void _start(void) {
    __asm__ volatile("sd x5, -8(sp)\n lla x5, first_registers\n"
                     "sd x1, 8(x5)\n sd x2, 16(x5)\n sd x3, 24(x5)\n sd x4, 32(x5)\n sd x6, 48(x5)\n sd x7, 56(x5)\n"
                     "sd x8, 64(x5)\n sd x9, 72(x5)\n sd x10, 80(x5)\n sd x11, 88(x5)\n sd x12, 96(x5)\n"
                     "sd x13, 104(x5)\n sd x14, 112(x5)\n sd x15, 120(x5)\n sd x16, 128(x5)\n sd x17, 136(x5)\n"
                     "sd x18, 144(x5)\n sd x19, 152(x5)\n sd x20, 160(x5)\n sd x21, 168(x5)\n sd x22, 176(x5)\n"
                     "sd x23, 184(x5)\n sd x24, 192(x5)\n sd x25, 200(x5)\n sd x26, 208(x5)\n sd x27, 216(x5)\n"
                     "sd x28, 224(x5)\n sd x29, 232(x5)\n sd x30, 240(x5)\n sd x31, 248(x5)\n"
                     "ld x6, -8(sp)\n sd x6, 40(x5)\n tail begin");
}

/// The word at an index of the arguments: where it begins, or null.
static const char *word_at(size_t index, size_t *length) {
    const char *at = (const char *)ftl_start->arguments, *end = at + ftl_start->arguments_length;
    while (at < end) {
        const char *word = at;
        while (*at) at++;
        *length = (size_t)(at - word);
        if (index-- == 0) return word;
        at++;
    }
    return NULL;
}

static bool is_word(size_t index, const char *text) {
    size_t length = 0;
    const char *word = word_at(index, &length);
    if (!word) return false;
    for (size_t at = 0; at < length; at++)
        if (text[at] == 0 || word[at] != text[at]) return false;
    return text[length] == 0;
}

bool argument_is(size_t index, const char *text) { return is_word(index + 1, text); }

size_t argument_count(void) {
    size_t count = 0, length;
    while (word_at(count + 1, &length)) count++;
    return count;
}

/// Hexadecimal behind "0x", or decimal.
uint64_t argument(size_t index) {
    size_t length = 0;
    const char *word = word_at(index + 1, &length);
    if (!word) return 0;
    bool is_hexadecimal = length > 2 && word[0] == '0' && word[1] == 'x';
    uint64_t value = 0;
    for (size_t at = is_hexadecimal ? 2 : 0; at < length; at++) {
        uint64_t digit = (uint64_t)(word[at] <= '9' ? word[at] - '0' : word[at] - 'a' + 10);
        value = value * (is_hexadecimal ? 16 : 10) + digit;
    }
    return value;
}

void say(const char *text, uint64_t number) {
    char line[160];
    size_t length = 0;
    while (text[length] && length < 120) {
        line[length] = text[length];
        length++;
    }
    const char *digits = "0123456789abcdef";
    line[length++] = ' ';
    line[length++] = '0';
    line[length++] = 'x';
    for (int shift = 60; shift >= 0; shift -= 4)
        if (number >> shift || shift == 0) line[length++] = digits[number >> shift & 15];
    line[length++] = '\n';
    ftl_console_write(line, length);
}

void is_true(const char *what, bool is_so) {
    if (is_so) return;
    say(what, 0);
    held = false;
}

void refused(const char *what, intptr_t result, int error) {
    if (result == -error) return;
    say(what, 0);
    say(" answered", (uint64_t)result);
    say(" and not the negative of", (uint64_t)error);
    held = false;
}

uintptr_t made(const char *what, intptr_t result) {
    if (result >= 0) return (uintptr_t)result;
    say(what, 0);
    say(" should have been possible; it answered", (uint64_t)result);
    held = false;
    finish();
}

_Noreturn void finish(void) {
    ftl_process_exit(held ? 0 : 1);
    __builtin_trap();
}

uintptr_t map_pages(size_t count) {
    uint32_t area = (uint32_t)made("an area", ftl_vmarea_create(count * 4096));
    uintptr_t address = made("a mapping", ftl_vmspace_map(FTL_NO_HANDLE, area, 0, count * 4096));
    made("closing", ftl_handle_close(area));
    return address;
}

uint32_t start_thread(void (*entry)(uintptr_t), uintptr_t argument) {
    uint32_t thread = (uint32_t)made("a thread", ftl_thread_create((uintptr_t)entry, argument, 16384));
    made("starting it", ftl_thread_start(thread));
    return thread;
}

void begin(const struct ftl_start_info *start) {
    ftl_set_start(start);
    uint64_t count = 0;
    for (size_t group = 0; group < sizeof groups / sizeof *groups; group++) {
        for (const struct attack *attack = groups[group]; attack->name; attack++) {
            count++;
            if (!is_word(0, attack->name)) continue;
            attack->run();
            finish();
        }
    }
    // "count": how many there are, so that whoever runs them all knows whether it does.
    ftl_process_exit(is_word(0, "count") ? count : 255);
}
