// The stack protector: functions with arrays on the stack put this value before their return address and check
// it when they return. The same in every run; what it has to find is an accident, not an attack. The low byte
// is zero, so that a string that runs over does not go on past it.

#include "app.h"

uintptr_t __stack_chk_guard = 0x5be7d1a94c3f6200;

/// The process ends here with a fault report that has this function's name at its head.
__attribute__((noreturn)) void __stack_chk_fail(void) {
    __builtin_trap();
}
