// Found in place of the system's header, which the engine includes only for its Atomics object. A process has one
// thread that runs scripts, so there is nothing for Atomics to do: this takes the switch for it back. The engine
// also expects malloc_usable_size, whose header it includes only on systems that it knows.

#include <malloc.h>
#undef CONFIG_ATOMICS
