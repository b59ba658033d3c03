// The engine's own dtoa.c, which scripts/setup fetches.

#include "../../../vendor/quickjs/src/dtoa.c"
