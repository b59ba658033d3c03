// The engine itself, with what has to be done from its inside.
//
// Parsing. A module that runs out of memory while it runs has failed for ever: the language keeps its error. So a text
// is parsed only where the limit leaves enough for it, as texts go, to be parsed and run. Nothing is allocated to find
// out; where memory runs out nevertheless, the parser stops (../patches/15-parser-without-memory.patch).

#include "../src/quickjs.c"

/// Bytes that have to be free for a text to be parsed, and as many more for each of its own.
enum { leastForParsing = 128 * 1024, forEachByte = 64 };

static JSValue parse_with_memory(
    JSContext *context, JSValueConst this_value, const char *text, size_t length, const char *name, int flags,
    int scope
) {
    const JSMallocState *state = &context->rt->malloc_state;
    size_t left = state->malloc_limit > state->malloc_size ? state->malloc_limit - state->malloc_size : 0;
    if (left < leastForParsing || length > (left - leastForParsing) / forEachByte) {
        return JS_ThrowOutOfMemory(context);
    }
    return __JS_EvalInternal(context, this_value, text, length, name, flags, scope);
}

/// See QuickJS.h.
JSContext *engine_new_context(JSRuntime *runtime) {
    JSContext *context = JS_NewContext(runtime);
    if (context != NULL) context->eval_internal = parse_with_memory;
    return context;
}

/// See QuickJS.h.
void engine_seed(JSContext *context, uint64_t seed) {
    context->random_state = seed != 0 ? seed : 1;
}

/// See QuickJS.h.
void engine_leave(JSContext *context) {
    JSRuntime *runtime = context->rt;
    JS_RunGC(runtime);
    JS_SetGCThreshold(runtime, 2 * runtime->malloc_state.malloc_size + 256 * 1024);
    runtime->stack_top = 0;
    update_stack_limit(runtime);
    engine_seed(context, 0);
}
