// The engine itself, with what has to be done from its inside.
//
// Detaching. The constructor of a typed array looks at the buffer, then asks its new.target for a prototype, which may run the
// script's code, then makes the view, whatever has become of the buffer. If that code detaches the buffer, the view
// shows the memory from address 0 on. So a buffer cannot be detached in there. (Elsewhere the engine looks again.)
//
// Parsing. Where memory runs out in the middle of it, the parser writes before the beginning of a table (a label that
// could not be made has the number -1). So a text is parsed only when there is memory for it, as texts go.

#define JS_DetachArrayBuffer engine_detach_always
#include "../src/quickjs.c"
#undef JS_DetachArrayBuffer

/// See QuickJS.h.
int engine_detach(JSContext *context, JSValueConst buffer) {
    if (!JS_IsObject(buffer)) return 1;
    for (JSStackFrame *frame = context->rt->current_stack_frame; frame != NULL; frame = frame->prev_frame) {
        if (!JS_IsObject(frame->cur_func)) continue;
        JSObject *function = JS_VALUE_GET_OBJ(frame->cur_func);
        if (function->class_id != JS_CLASS_C_FUNCTION) continue;
        if (function->u.cfunc.c_function.constructor_magic != js_typed_array_constructor) continue;
        if (frame->arg_count == 0 || !JS_IsObject(frame->arg_buf[0])) continue;
        if (JS_VALUE_GET_OBJ(frame->arg_buf[0]) == JS_VALUE_GET_OBJ(buffer)) return 0;
    }
    engine_detach_always(context, buffer);
    return 1;
}

/// Bytes that have to be there for a text to be parsed, and as many more for each of its own.
enum { leastForParsing = 128 * 1024, forEachByte = 64 };

static JSValue parse_with_memory(
    JSContext *context, JSValueConst this_value, const char *text, size_t length, const char *name, int flags,
    int scope
) {
    // Whether the limit allows it and the heap has it; the heap keeps it.
    void *memory = length > SIZE_MAX / 2 / forEachByte ? NULL
        : js_malloc_rt(context->rt, leastForParsing + length * forEachByte);
    if (memory == NULL) return JS_ThrowOutOfMemory(context);
    js_free_rt(context->rt, memory);
    return __JS_EvalInternal(context, this_value, text, length, name, flags, scope);
}

/// See QuickJS.h.
JSContext *engine_new_context(JSRuntime *runtime) {
    JSContext *context = JS_NewContext(runtime);
    if (context != NULL) context->eval_internal = parse_with_memory;
    return context;
}
