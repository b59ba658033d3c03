// Instructions that are not for programs: each is a fault.

#include "intruder.h"

#define CSR_READ(name, number)                                                                                         \
    static void read_##name(void) {                                                                                    \
        uint64_t value;                                                                                                \
        __asm__ volatile("csrr %0, " #number : "=r"(value));                                                           \
        say("read", value);                                                                                            \
        held = false;                                                                                                  \
    }
#define CSR_WRITE(name, number)                                                                                        \
    static void write_##name(void) {                                                                                   \
        __asm__ volatile("csrw " #number ", %0" ::"r"((uint64_t)0x40000));                                             \
        say("written", 0);                                                                                             \
        held = false;                                                                                                  \
    }
#define WORD(name, encoding)                                                                                           \
    static void run_##name(void) {                                                                                     \
        __asm__ volatile("li a0, 0\n .4byte " #encoding ::: "a0", "memory");                                           \
        say("went on", 0);                                                                                             \
        held = false;                                                                                                  \
    }

// Supervisor's, machine's, hypervisor's and debugger's registers; counters; one that there is not. The counter `time` is
// not among them: where the kernel does not let a program read it, the firmware does. It tells what `time_now` tells.
#define READABLE(each)                                                                                                 \
    each(sstatus, 0x100) each(sie, 0x104) each(stvec, 0x105) each(scounteren, 0x106) each(senvcfg, 0x10a)              \
    each(sscratch, 0x140) each(sepc, 0x141) each(scause, 0x142) each(stval, 0x143) each(sip, 0x144)                    \
    each(stimecmp, 0x14d) each(satp, 0x180) each(mstatus, 0x300) each(mepc, 0x341) each(mhartid, 0xf14)                \
    each(hstatus, 0x600) each(vsatp, 0x280) each(pmpaddr0, 0x3b0) each(dcsr, 0x7b0) each(tselect, 0x7a0)               \
    each(cycle, 0xc00) each(instret, 0xc02) each(hpmcounter3, 0xc03) each(vlenb, 0xc22)              \
    each(nothing, 0x8ff)
#define WRITABLE(each)                                                                                                 \
    each(sstatus, 0x100) each(sie, 0x104) each(stvec, 0x105) each(scounteren, 0x106) each(sscratch, 0x140)             \
    each(sepc, 0x141) each(satp, 0x180) each(mstatus, 0x300) each(mtvec, 0x305) each(medeleg, 0x302)                   \
    each(pmpcfg0, 0x3a0) each(cycle, 0xc00)
// sret, mret, uret, dret, mnret; wfi; sfence.vma, sinval.vma, hfence.vvma, hfence.gvma; hlv.w, hsv.w; a vector
// instruction while the unit is off; ebreak; no instruction at all.
#define WORDS(each)                                                                                                    \
    each(sret, 0x10200073) each(mret, 0x30200073) each(uret, 0x00200073) each(dret, 0x7b200073)                        \
    each(mnret, 0x70200073) each(wfi, 0x10500073) each(sfence, 0x12000073) each(sinval, 0x16000073)                    \
    each(hfence_vvma, 0x22000073) each(hfence_gvma, 0x62000073) each(hlv, 0x680542f3) each(hsv, 0x6aa54073)            \
    each(vector, 0x02000057) each(ebreak, 0x00100073) each(zero, 0x00000000) each(ones, 0xffffffff)                    \
    each(custom, 0x0000000b) each(reserved_system, 0xfff00073)

READABLE(CSR_READ)
WRITABLE(CSR_WRITE)
WORDS(WORD)

#define READ_ROW(name, number) {"read-" #name, read_##name},
#define WRITE_ROW(name, number) {"write-" #name, write_##name},
#define WORD_ROW(name, encoding) {"run-" #name, run_##name},

const struct attack instruction_attacks[] = {READABLE(READ_ROW) WRITABLE(WRITE_ROW) WORDS(WORD_ROW){NULL, NULL}};
