// A plugin of the emulator's for scripts/hot: finds out which blocks of a prepared image (Sources/Runtimes/QuickJS/preparing.c)
// scripts touch. The declarations are those of the interface for plugins (QEMU, "TCG Plugins", version 1), whose header
// is in no package.
//
// Arguments, all addresses: prepared=BASE (of the process that prepares), note=FIRST-LAST and forget=FIRST-LAST (the
// code of the functions of these names), code=FIRST-LAST, end=ADDRESS, all relative to the program, and for each script
// script=BASE. output=FILE: for each script a line, the blocks that it touched: number:length, in bytes, header included.

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct qemu_plugin_tb;
struct qemu_plugin_insn;
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *block);
struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *block, size_t index);
uint64_t qemu_plugin_insn_vaddr(const struct qemu_plugin_insn *instruction);
unsigned qemu_plugin_mem_size_shift(uint32_t info);
bool qemu_plugin_mem_is_store(uint32_t info);
void qemu_plugin_register_vcpu_tb_trans_cb(uint64_t id, void (*callback)(uint64_t id, struct qemu_plugin_tb *block));
/// Kinds of accesses: 3, all. (Others are reported as well, whatever is asked for.)
void qemu_plugin_register_vcpu_mem_cb(
    struct qemu_plugin_insn *instruction, void (*callback)(unsigned hart, uint32_t info, uint64_t address, void *data),
    int flags, int kinds, void *data
);
void qemu_plugin_register_atexit_cb(uint64_t id, void (*callback)(uint64_t id, void *data), void *data);

__attribute__((visibility("default"))) int qemu_plugin_version = 1;

struct range {
    uint64_t first, last;
};

enum { most_scripts = 32, most_words = 1 << 20 };

static struct range note, forget, code;
static uint64_t prepared, end;
static const char *output;
static struct script {
    uint64_t base;
    /// For each word of the program whether it was touched.
    bool is_touched[most_words];
} *scripts;
static unsigned script_count;
/// Blocks, by the word that is their header: which one in order it is, from 1 on, and which word is its last.
static struct block {
    uint32_t number, last;
} blocks[most_words];
static uint32_t count, noting;

static bool contains(struct range range, uint64_t address) {
    return range.first <= address && address < range.last;
}

static void noted(unsigned hart, uint32_t info, uint64_t address, void *data) {
    (void)hart, (void)data;
    if (!qemu_plugin_mem_is_store(info)) return;
    if (address - prepared >= end) abort();
    uint32_t word = (address - prepared) / 8;
    if (noting == 0) {
        blocks[word] = (struct block){++count, word};
        noting = word;
    } else {
        blocks[noting].last = word;
        noting = 0;
    }
}

static void forgotten(unsigned hart, uint32_t info, uint64_t address, void *data) {
    (void)hart, (void)info, (void)data;
    if (address - prepared < end) blocks[(address - prepared) / 8].number = 0;
}

static void touched(unsigned hart, uint32_t info, uint64_t address, void *data) {
    (void)hart;
    struct script *script = data;
    uint64_t last = address - script->base + (1u << qemu_plugin_mem_size_shift(info)) - 1;
    if (address - script->base >= end || last >= end) return;
    script->is_touched[(address - script->base) / 8] = true;
    script->is_touched[last / 8] = true;
}

static void translate(uint64_t id, struct qemu_plugin_tb *block) {
    (void)id;
    for (size_t index = 0; index < qemu_plugin_tb_n_insns(block); index++) {
        struct qemu_plugin_insn *instruction = qemu_plugin_tb_get_insn(block, index);
        uint64_t address = qemu_plugin_insn_vaddr(instruction);
        if (contains(note, address - prepared)) qemu_plugin_register_vcpu_mem_cb(instruction, noted, 0, 3, NULL);
        if (contains(forget, address - prepared)) qemu_plugin_register_vcpu_mem_cb(instruction, forgotten, 0, 3, NULL);
        for (unsigned number = 0; number < script_count; number++) {
            if (!contains(code, address - scripts[number].base)) continue;
            qemu_plugin_register_vcpu_mem_cb(instruction, touched, 0, 3, &scripts[number]);
        }
    }
}

static void report(uint64_t id, void *data) {
    (void)id, (void)data;
    FILE *file = fopen(output, "w");
    if (file == NULL) abort();
    for (unsigned script = 0; script < script_count; script++) {
        for (uint32_t word = 0; word < end / 8; word++) {
            if (blocks[word].number == 0) continue;
            uint32_t at = word;
            while (at <= blocks[word].last && !scripts[script].is_touched[at]) at++;
            if (at <= blocks[word].last) fprintf(file, "%u:%u ", blocks[word].number - 1, (blocks[word].last - word + 1) * 8);
        }
        fprintf(file, "\n");
    }
    fclose(file);
}

static struct range range(const char *text) {
    char *rest;
    uint64_t first = strtoull(text, &rest, 16);
    return (struct range){first, strtoull(rest + 1, NULL, 16)};
}

__attribute__((visibility("default"))) int
qemu_plugin_install(uint64_t id, const void *info, int argc, char **argv) {
    (void)info;
    scripts = calloc(most_scripts, sizeof *scripts);
    if (scripts == NULL) return 1;
    for (int index = 0; index < argc; index++) {
        char *value = strchr(argv[index], '=');
        if (value == NULL) return 1;
        *value++ = 0;
        const char *name = argv[index];
        if (strcmp(name, "prepared") == 0) prepared = strtoull(value, NULL, 16);
        else if (strcmp(name, "note") == 0) note = range(value);
        else if (strcmp(name, "forget") == 0) forget = range(value);
        else if (strcmp(name, "code") == 0) code = range(value);
        else if (strcmp(name, "end") == 0) end = strtoull(value, NULL, 16);
        else if (strcmp(name, "output") == 0) output = strdup(value);
        else if (strcmp(name, "script") == 0 && script_count < most_scripts) {
            scripts[script_count++].base = strtoull(value, NULL, 16);
        }
        else return 1;
    }
    if (output == NULL || end == 0 || end / 8 > most_words) return 1;
    qemu_plugin_register_vcpu_tb_trans_cb(id, translate);
    qemu_plugin_register_atexit_cb(id, report, NULL);
    return 0;
}
