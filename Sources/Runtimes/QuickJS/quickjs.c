// The engine itself, with what has to be done from its inside.
//
// Parsing. A module that runs out of memory while it runs has failed for ever: the language keeps its error. So a text
// is parsed only where the limit leaves enough for it, as texts go, to be parsed and run. Nothing is allocated to find
// out; where memory runs out nevertheless, the parser stops (../patches/15-parser-without-memory.patch).

#include "../../../vendor/quickjs/src/quickjs.c"

#include "QuickJS.h"

#include <stdbool.h>

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

/// What was prepared. It is not collected: to find out what is garbage, a process would have to write to all of it, and so
/// have a copy. To the collector it is like the stack, something that holds objects. (It is still freed where nothing
/// refers to it any more, and not where only garbage in a cycle did.)
static struct list_head prepared_objects;

/// See QuickJS.h.
void engine_leave(JSContext *context) {
    JSRuntime *runtime = context->rt;
    JS_RunGC(runtime);
    // The list of all objects gets another head.
    list_add_tail(&prepared_objects, &runtime->gc_obj_list);
    list_del(&runtime->gc_obj_list);
    init_list_head(&runtime->gc_obj_list);
    JS_SetGCThreshold(runtime, 2 * runtime->malloc_state.malloc_size + 256 * 1024);
    runtime->stack_top = 0;
    update_stack_limit(runtime);
    engine_seed(context, 0);
    runtime->mf = *engine_end_preparing();
}

// --- Memory and numbers, as calls need them ---

/// See QuickJS.h. Looks only: where the engine's own functions say no they throw, which costs thousands of instructions.
enum engine_memory engine_find_memory(JSValueConst value, uint8_t **start, size_t *length) {
    if (JS_VALUE_GET_TAG(value) != JS_TAG_OBJECT) return ENGINE_NO_MEMORY;
    const JSObject *object = JS_VALUE_GET_OBJ(value);
    if (object->class_id == JS_CLASS_ARRAY_BUFFER) {
        const JSArrayBuffer *buffer = object->u.array_buffer;
        if (buffer == NULL || buffer->detached) return ENGINE_NO_MEMORY;
        *start = buffer->data;
        *length = buffer->byte_length;
        return ENGINE_MEMORY;
    }
    if (object->class_id < JS_CLASS_UINT8C_ARRAY || object->class_id > JS_CLASS_FLOAT64_ARRAY) return ENGINE_NO_MEMORY;
    const JSTypedArray *view = object->u.typed_array;
    if (view == NULL) return ENGINE_NO_MEMORY;
    const JSArrayBuffer *buffer = view->buffer->u.array_buffer;
    if (buffer->detached) return ENGINE_NO_MEMORY;
    size_t total = buffer->byte_length;
    if (view->offset > total || view->length > total - view->offset) return ENGINE_MEMORY_BEYOND_BUFFER;
    *start = buffer->data == NULL ? NULL : buffer->data + view->offset;
    *length = view->length;
    return ENGINE_MEMORY;
}

/// See QuickJS.h.
int engine_big_word(JSValueConst value, uint64_t *word) {
    if (JS_VALUE_GET_TAG(value) != JS_TAG_BIG_INT) return 0;
    // Two's complement, as short as it can be.
    const JSBigInt *number = JS_VALUE_GET_PTR(value);
    enum { limbs = 64 / JS_LIMB_BITS };
    if (js_bigint_sign(number) || number->len > limbs + 1) return 0;
    if (number->len == limbs + 1 && number->tab[limbs] != 0) return 0;
    uint64_t result = 0;
    for (uint32_t index = 0; index < number->len && index < limbs; index++) {
        result |= (uint64_t)number->tab[index] << (index * JS_LIMB_BITS);
    }
    *word = result;
    return 1;
}

// --- Promises ---

/// See QuickJS.h.
JSValue engine_new_promise(JSContext *context) {
    return js_promise_new(context, JS_UNDEFINED);
}

/// See QuickJS.h.
void engine_settle_promise(JSContext *context, JSValueConst promise, JSValueConst value, int is_rejected) {
    const JSPromiseData *data = JS_GetOpaque(promise, JS_CLASS_PROMISE);
    if (data == NULL || data->promise_state != JS_PROMISE_PENDING) return;
    js_promise_settle(context, promise, value, is_rejected);
}

// --- Calls ---

/// See QuickJS.h.
int engine_require_stack(JSContext *context, size_t length) {
    if (!js_check_stack_overflow(context->rt, length)) return 1;
    JS_ThrowStackOverflow(context);
    return 0;
}

// --- Objects with something of Swift's ---

/// See QuickJS.h.
JSValue engine_new_object(JSContext *context, JSValueConst target, JSClassID class_id) {
    return js_create_from_ctor(context, target, class_id);
}

/// See QuickJS.h.
void *engine_opaque(JSValueConst value, JSClassID first, uint32_t count) {
    if (JS_VALUE_GET_TAG(value) != JS_TAG_OBJECT) return NULL;
    const JSObject *object = JS_VALUE_GET_OBJ(value);
    return object->class_id - first < count ? object->u.opaque : NULL;
}

/// See QuickJS.h.
int64_t engine_opaque_number(JSValueConst value, JSClassID class_id) {
    if (JS_VALUE_GET_TAG(value) != JS_TAG_OBJECT) return -1;
    const JSObject *object = JS_VALUE_GET_OBJ(value);
    return object->class_id == class_id ? (int64_t)(uintptr_t)object->u.opaque : -1;
}

#include "messages.c"
