// The two things that a program's first instructions leave for the rest of it.

#include "ftl.h"

const struct ftl_start_info *ftl_start;
uintptr_t ftl_thread_entry;
