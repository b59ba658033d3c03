// The engine's own libregexp.c, which scripts/setup fetches.

#include "../../../vendor/quickjs/src/libregexp.c"
