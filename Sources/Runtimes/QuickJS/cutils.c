// The engine's own cutils.c, which scripts/setup fetches.

#include "../../../vendor/quickjs/src/cutils.c"
