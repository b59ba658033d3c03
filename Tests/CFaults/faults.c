// See faults.h.

#include "faults.h"

static uint64_t variables[2] = {0x0000000100000001, 1}; // c.nop, and nothing to be run

void ftl_fault_jump(uintptr_t address) { __asm__ volatile("jr %0" ::"r"(address)); }
void ftl_fault_load(uintptr_t address) { (void)*(volatile uint8_t *)address; }
void ftl_fault_store(uintptr_t address) { *(volatile uint8_t *)address = 1; }
void ftl_fault_store_code(void) { *(volatile uint8_t *)(uintptr_t)&ftl_fault_store_code = 1; }
void ftl_fault_run_data(void) { __asm__ volatile("jr %0" ::"r"(variables)); }
void ftl_fault_illegal(void) { __asm__ volatile(".4byte 0x0000000b"); } // for extensions of one's own (unprivileged, "RV32/64G Instruction Set Listings")
void ftl_fault_machine_return(void) { __asm__ volatile("mret"); }
void ftl_fault_machine_register(void) {
    uintptr_t value;
    __asm__ volatile("csrr %0, mstatus" : "=r"(value));
}
void ftl_fault_kernel_return(void) { __asm__ volatile("sret"); }
void ftl_fault_page_table(void) { __asm__ volatile("csrw satp, zero"); }
void ftl_fault_breakpoint(void) { __asm__ volatile("ebreak"); }
void ftl_fault_misaligned(void) {
    uintptr_t place = (uintptr_t)variables + 1;
    __asm__ volatile("amoadd.d zero, %0, (%1)" ::"r"(1ul), "r"(place) : "memory");
}
