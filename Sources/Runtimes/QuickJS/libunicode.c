// The engine's own libunicode.c, which scripts/setup fetches.

#include "../../../vendor/quickjs/src/libunicode.c"
