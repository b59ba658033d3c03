// A plugin of the emulator's for scripts/budget: counts how often each instruction is executed between two passes of
// one address, and ends the emulator then. The declarations are those of the interface for plugins (QEMU, "TCG
// Plugins", version 1), whose header is in no package.
//
// Arguments: start=ADDRESS (of the function), skip=N, count=N (passes before counting, and counted), output=FILE.
// The file has a line for each instruction: its address and how often it was executed.

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct qemu_plugin_tb;
struct qemu_plugin_insn;
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *block);
struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *block, size_t index);
uint64_t qemu_plugin_insn_vaddr(const struct qemu_plugin_insn *instruction);
void qemu_plugin_register_vcpu_tb_trans_cb(uint64_t id, void (*callback)(uint64_t id, struct qemu_plugin_tb *block));
void qemu_plugin_register_vcpu_insn_exec_cb(
    struct qemu_plugin_insn *instruction, void (*callback)(unsigned hart, void *data), int flags, void *data
);
/// Operation 0: adds the value to the 64 bits at `data`.
void qemu_plugin_register_vcpu_insn_exec_inline(
    struct qemu_plugin_insn *instruction, int operation, void *data, uint64_t value
);

__attribute__((visibility("default"))) int qemu_plugin_version = 1;

struct counter {
    struct counter *next;
    uint64_t address, count;
};

/// Instructions by their addresses. What is translated again counts on.
static struct counter *counters[1 << 16];
static uint64_t start, skip, count, passes;
static const char *output;

static struct counter *find(uint64_t address) {
    struct counter **list = &counters[address / 2 % (1 << 16)];
    for (struct counter *counter = *list; counter != NULL; counter = counter->next) {
        if (counter->address == address) return counter;
    }
    struct counter *counter = calloc(1, sizeof *counter);
    if (counter == NULL) abort();
    counter->address = address;
    counter->next = *list;
    return *list = counter;
}

static void each(void (*act)(struct counter *, FILE *), FILE *file) {
    for (size_t index = 0; index < sizeof counters / sizeof *counters; index++) {
        for (struct counter *counter = counters[index]; counter != NULL; counter = counter->next) act(counter, file);
    }
}

static void reset(struct counter *counter, FILE *file) {
    (void)file;
    counter->count = 0;
}

static void print(struct counter *counter, FILE *file) {
    if (counter->count > 0) fprintf(file, "%016llx %llu\n", (long long)counter->address, (long long)counter->count);
}

/// The function was entered.
static void pass(unsigned hart, void *data) {
    (void)hart, (void)data;
    passes++;
    if (passes == skip + 1) each(reset, NULL);
    if (passes != skip + count + 1) return;
    FILE *file = fopen(output, "w");
    if (file == NULL) abort();
    each(print, file);
    fclose(file);
    _Exit(0);
}

static void translate(uint64_t id, struct qemu_plugin_tb *block) {
    (void)id;
    for (size_t index = 0; index < qemu_plugin_tb_n_insns(block); index++) {
        struct qemu_plugin_insn *instruction = qemu_plugin_tb_get_insn(block, index);
        uint64_t address = qemu_plugin_insn_vaddr(instruction);
        if (address == start) qemu_plugin_register_vcpu_insn_exec_cb(instruction, pass, 0, NULL);
        qemu_plugin_register_vcpu_insn_exec_inline(instruction, 0, &find(address)->count, 1);
    }
}

/// The value of an argument of that name, or NULL.
static const char *value(const char *name, int argc, char **argv) {
    for (int index = 0; index < argc; index++) {
        if (strncmp(argv[index], name, strlen(name)) == 0) return argv[index] + strlen(name);
    }
    return NULL;
}

__attribute__((visibility("default"))) int
qemu_plugin_install(uint64_t id, const void *info, int argc, char **argv) {
    (void)info;
    const char *first = value("start=", argc, argv), *skipped = value("skip=", argc, argv);
    const char *counted = value("count=", argc, argv), *file = value("output=", argc, argv);
    if (first == NULL || skipped == NULL || counted == NULL || file == NULL) return 1;
    start = strtoull(first, NULL, 16);
    skip = strtoull(skipped, NULL, 10);
    count = strtoull(counted, NULL, 10);
    output = strdup(file);
    qemu_plugin_register_vcpu_tb_trans_cb(id, translate);
    return 0;
}
