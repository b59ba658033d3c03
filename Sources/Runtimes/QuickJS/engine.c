// See QuickJS.h.

#include "QuickJS.h"

JSValue engine_undefined(void) {
    return JS_UNDEFINED;
}

JSValue engine_exception(void) {
    return JS_EXCEPTION;
}

JSValue engine_throw(JSContext *context, enum engine_error error, const char *message) {
    switch (error) {
    case ENGINE_TYPE_ERROR:
        return JS_ThrowTypeError(context, "%s", message);
    case ENGINE_RANGE_ERROR:
        return JS_ThrowRangeError(context, "%s", message);
    case ENGINE_REFERENCE_ERROR:
        return JS_ThrowReferenceError(context, "%s", message);
    }
}
