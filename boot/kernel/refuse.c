// The end of a machine on which the kernel cannot begin: says why on the firmware's console and powers off with the
// status of a failure. For this the device tree is searched for the test finisher, since the firmware passes no status on.
//
// In C, because it may run before addresses are translated, at other addresses than it was linked to: nothing here may
// hold an address that the linker has filled in, which Swift does not promise. It trusts the tree no further than its
// header's size: a broken one is a reason to be here.
#include "BootKernel.h"

#define SIFIVE_TEST_FAIL 0x3333
#define DEEPEST 16

static uint32_t word(const uint8_t *at) {
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static int is_same(const uint8_t *text, const uint8_t *end, const char *wanted) {
    for (; text < end && *text == (uint8_t)*wanted; text++, wanted++) {
        if (*wanted == 0) return 1;
    }
    return 0;
}

/// Whether a list of strings has one of the finisher's names ("sifive,test0", "sifive,test1").
static int is_finisher(const uint8_t *list, const uint8_t *end) {
    while (list < end) {
        if (is_same(list, end, "sifive,test0") || is_same(list, end, "sifive,test1")) return 1;
        while (list < end && *list != 0) list++;
        list++;
    }
    return 0;
}

// Devicetree Specification v0.4, chapter 5. Only where the buses above pass addresses on as they are.
uint64_t ftl_find_test_finisher(const uint8_t *tree) {
    if (word(tree) != 0xd00dfeed) return 0;
    const uint64_t size = word(tree + 4), strings = word(tree + 12);
    uint32_t cells[DEEPEST + 1]; // #address-cells of the nodes on the path
    int depth = 0, closed = 0;   // closed: the node below which addresses are not physical ones; 0: none
    uint64_t at = word(tree + 8), base = 0;
    int found = 0;
    cells[0] = 2;
    while (at + 4 <= size) {
        const uint32_t token = word(tree + at);
        at += 4;
        if (token == 1) { // a node begins: its name
            if (++depth > DEEPEST) return 0;
            cells[depth] = 2;
            found = 0;
            base = 0;
            while (at < size && tree[at] != 0) at++;
            at = (at + 4) & ~3ull;
        } else if (token == 2) { // a node ends
            if (found && base != 0) return base;
            found = 0;
            if (--depth <= 0) return 0;
            if (closed > depth) closed = 0;
        } else if (token == 3) { // a property: length, name, value
            if (depth == 0 || at + 8 > size) return 0;
            const uint64_t length = word(tree + at), name = strings + word(tree + at + 4);
            const uint8_t *value = tree + at + 8;
            if (name >= size || length > size - at - 8) return 0;
            const uint8_t *text = tree + name, *end = tree + size;
            if (is_same(text, end, "compatible")) found = is_finisher(value, value + length);
            if (is_same(text, end, "#address-cells") && length == 4) cells[depth] = word(value);
            if (is_same(text, end, "ranges") && length != 0 && closed == 0) closed = depth;
            if (is_same(text, end, "reg") && (closed == 0 || closed == depth)) {
                if (cells[depth - 1] == 1 && length >= 4) base = word(value);
                if (cells[depth - 1] == 2 && length >= 8) base = (uint64_t)word(value) << 32 | word(value + 4);
            }
            at += (8 + length + 3) & ~3ull;
        } else if (token != 4) {
            return 0;
        }
    }
    return 0;
}

_Noreturn void ftl_refuse(const char *reason, const uint8_t *tree) {
    for (const char *text = reason; *text != 0; text++) ftl_sbi_call(1, 0, (uint64_t)(uint8_t)*text, 0);
    const uint64_t finisher = ftl_find_test_finisher(tree);
    if (finisher != 0) *(volatile uint32_t *)finisher = SIFIVE_TEST_FAIL | FTL_FAILED << 16;
    // System reset extension: shut down because of a failure, and where the firmware cannot, a cold reboot.
    ftl_sbi_call(0x53525354, 0, 0, 1);
    ftl_sbi_call(0x53525354, 0, 1, 1);
    while (1) ftl_wait_for_interrupt();
}
