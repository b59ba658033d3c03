// What a program does wrong that cannot be written in safe Swift, for the app `victim` alone: machine code that jumps and
// reaches where there is nothing, and instructions that the processor refuses. Each traps at its first instruction but
// one, so that nothing of anybody's is harmed: not in kernel isolation either, where machine code could do more.

#pragma once
#include <stdint.h>

/// Jumps to an address.
void ftl_fault_jump(uintptr_t address);
/// Reads a byte.
void ftl_fault_load(uintptr_t address);
/// Writes a byte.
void ftl_fault_store(uintptr_t address);
/// Writes its own code.
void ftl_fault_store_code(void);
/// Runs what is a variable.
void ftl_fault_run_data(void);
/// An instruction that there is not.
void ftl_fault_illegal(void);
/// Returns from a trap of the machine's.
void ftl_fault_machine_return(void);
/// Reads a register of the machine's.
void ftl_fault_machine_register(void);
/// Returns from a trap of the kernel's. For user isolation.
void ftl_fault_kernel_return(void);
/// Replaces the page table. For user isolation.
void ftl_fault_page_table(void);
/// Calls a debugger that is not there.
void ftl_fault_breakpoint(void);
/// Adds to a word that is not where words are, in one indivisible step, which only the right place allows.
void ftl_fault_misaligned(void);
