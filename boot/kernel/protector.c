// What the stack protector of Swift's compiler compares: a word that a function with raw buffers puts above them
// and checks before it returns. It finds overruns by mistake; a fixed value does that, and there is nobody in the
// kernel to keep it secret from.
#include <stdint.h>

uint64_t __stack_chk_guard = 0x5af0c3a10d2b7e00; // with a zero byte, so that copying a string does not restore it
