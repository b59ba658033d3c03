// Runs one script on the engine of this repository, built for the machine one develops on, under sanitizers. Scripts
// of ../Scripts show what the engine once did wrong; scripts/engine-host builds this.
//
// A script gets, beside the language:
// - print(text), gc(), jobs() to run those that are due, detach(buffer) as structuredClone does it
// - leave(), after which everything there is is as what was prepared is in a process of the prepared image
// - limit(bytes), how much more memory the engine may have from now on; none given, no limit
// - fail(n, count), to let `count` allocations fail (none given, all that follow), the n-th from now on the first; and
//   fail(), to end that and say whether any has
// - interrupt(n), to be interrupted at the engine's n-th look
// In its first line it can ask to be a `module`, or for a `stack` of so many bytes.
//
// Status: 0 it ran to its end, 1 it threw, 2 it cannot be run; the sanitizers' is theirs.

#include "QuickJS.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// Memory that is not written yet holds what a value of the engine's would be that points nowhere, and freed memory what
// is no value at all. What the engine holds at its end it keeps, as it does on the target.
const char *__asan_default_options(void) {
    return "detect_leaks=0:allocator_may_return_null=1:malloc_fill_byte=255:max_malloc_fill_size=1000000000"
           ":free_fill_byte=254:max_free_fill_size=65536";
}

const char *__ubsan_default_options(void) {
    return "print_stacktrace=1";
}

static int looksLeft = -1;
static int64_t allocationsLeft = -1, failuresLeft;
static int hasFailed;

static int fails(void) {
    if (allocationsLeft < 0 || allocationsLeft-- > 0) return 0;
    allocationsLeft = --failuresLeft > 0 ? 0 : -1;
    hasFailed = 1;
    return 1;
}

// What the engine's allocator (shim/memory.c) calls in place of the system's.
void *host_malloc(size_t size) {
    return fails() ? NULL : malloc(size);
}

void *host_realloc(void *block, size_t size) {
    return fails() ? NULL : realloc(block, size);
}

static JSValue print(JSContext *context, JSValueConst this_value, int count, JSValueConst *arguments) {
    const char *text = JS_ToCString(context, arguments[0]);
    if (text == NULL) return JS_EXCEPTION;
    puts(text);
    JS_FreeCString(context, text);
    return JS_UNDEFINED;
}

static JSValue collect(JSContext *context, JSValueConst this_value, int count, JSValueConst *arguments) {
    JS_RunGC(JS_GetRuntime(context));
    return JS_UNDEFINED;
}

static JSValue leave(JSContext *context, JSValueConst this_value, int count, JSValueConst *arguments) {
    engine_leave(context);
    JS_UpdateStackTop(JS_GetRuntime(context));
    return JS_UNDEFINED;
}

static JSValue detach(JSContext *context, JSValueConst this_value, int count, JSValueConst *arguments) {
    JS_DetachArrayBuffer(context, arguments[0]);
    return JS_UNDEFINED;
}

static JSValue limit(JSContext *context, JSValueConst this_value, int count, JSValueConst *arguments) {
    JSMemoryUsage usage;
    int64_t more = -1;
    if (!JS_IsUndefined(arguments[0]) && JS_ToInt64(context, &more, arguments[0]) != 0) return JS_EXCEPTION;
    JS_ComputeMemoryUsage(JS_GetRuntime(context), &usage);
    JS_SetMemoryLimit(JS_GetRuntime(context), more < 0 ? (size_t)-1 : (size_t)(usage.malloc_size + more));
    return JS_UNDEFINED;
}

static JSValue fail(JSContext *context, JSValueConst this_value, int count, JSValueConst *arguments) {
    int64_t first = -1, failures = INT64_MAX;
    int had_failed = hasFailed;
    allocationsLeft = -1;
    hasFailed = 0;
    if (count > 0 && JS_ToInt64(context, &first, arguments[0]) != 0) return JS_EXCEPTION;
    if (count > 1 && JS_ToInt64(context, &failures, arguments[1]) != 0) return JS_EXCEPTION;
    allocationsLeft = first;
    failuresLeft = failures;
    return JS_NewBool(context, had_failed);
}

static JSValue jobs(JSContext *context, JSValueConst this_value, int count, JSValueConst *arguments) {
    JSContext *job_context;
    for (int status; (status = JS_ExecutePendingJob(JS_GetRuntime(context), &job_context)) != 0;) {
        if (status < 0) JS_FreeValue(context, JS_GetException(context));
    }
    return JS_UNDEFINED;
}

static JSValue interrupt(JSContext *context, JSValueConst this_value, int count, JSValueConst *arguments) {
    return JS_ToInt32(context, &looksLeft, arguments[0]) == 0 ? JS_UNDEFINED : JS_EXCEPTION;
}

static int look(JSRuntime *runtime, void *unused) {
    return looksLeft >= 0 && looksLeft-- == 0;
}

static char *read_file(const char *path, size_t *length) {
    FILE *file = fopen(path, "rb");
    if (file == NULL) return NULL;
    fseek(file, 0, SEEK_END);
    *length = ftell(file);
    rewind(file);
    char *text = malloc(*length + 1);
    if (fread(text, 1, *length, file) != *length) abort();
    text[*length] = 0;
    fclose(file);
    return text;
}

static JSModuleDef *load(JSContext *context, const char *path, void *unused) {
    size_t length;
    char *text = read_file(path, &length);
    if (text == NULL) {
        JS_ThrowReferenceError(context, "no module '%s'", path);
        return NULL;
    }
    JSValue module = JS_Eval(context, text, length, path, JS_EVAL_TYPE_MODULE | JS_EVAL_FLAG_COMPILE_ONLY);
    free(text);
    if (JS_IsException(module)) return NULL;
    JSModuleDef *definition = JS_VALUE_GET_PTR(module);
    JS_FreeValue(context, module);
    return definition;
}

static int report(JSContext *context) {
    JS_SetMemoryLimit(JS_GetRuntime(context), -1);
    allocationsLeft = -1;
    JSValue error = JS_GetException(context);
    const char *text = JS_ToCString(context, error);
    JSValue stack = JS_IsObject(error) ? JS_GetPropertyStr(context, error, "stack") : JS_UNDEFINED;
    const char *where = JS_IsString(stack) ? JS_ToCString(context, stack) : NULL;
    fprintf(stderr, "%s\n%s", text != NULL ? text : "(no text)", where != NULL ? where : "");
    return 1;
}

static void define(JSContext *context, const char *name, JSCFunction *function) {
    JSValue global = JS_GetGlobalObject(context);
    JS_SetPropertyStr(context, global, name, JS_NewCFunction(context, function, name, 1));
    JS_FreeValue(context, global);
}

int main(int count, char **arguments) {
    setvbuf(stdout, NULL, _IOLBF, 0);
    size_t length;
    char *text = count == 2 ? read_file(arguments[1], &length) : NULL;
    if (text == NULL) {
        fprintf(stderr, "usage: engine SCRIPT\n");
        return 2;
    }
    char head[200];
    snprintf(head, sizeof head, "%.*s", (int)strcspn(text, "\n"), text);
    const char *stack = strstr(head, "stack ");

    JSRuntime *runtime = engine_new_runtime();
    // As on the target, where the whole stack is 1 MB; a frame under sanitizers takes some times as much.
    JS_SetMaxStackSize(runtime, stack != NULL ? strtoul(stack + 6, NULL, 10) : 4 << 20);
    JS_SetModuleLoaderFunc(runtime, NULL, load, NULL);
    JS_SetInterruptHandler(runtime, look, NULL);
    JSContext *context = engine_new_context(runtime);
    define(context, "print", print);
    define(context, "gc", collect);
    define(context, "leave", leave);
    define(context, "detach", detach);
    define(context, "limit", limit);
    define(context, "fail", fail);
    define(context, "interrupt", interrupt);
    define(context, "jobs", jobs);

    int is_module = strstr(head, "module") != NULL;
    JSValue result = JS_Eval(
        context, text, length, arguments[1], is_module ? JS_EVAL_TYPE_MODULE : JS_EVAL_TYPE_GLOBAL);
    if (JS_IsException(result)) return report(context);
    JSContext *job_context;
    for (int status; (status = JS_ExecutePendingJob(runtime, &job_context)) != 0;) {
        if (status < 0) return report(context);
    }
    if (JS_IsObject(result) && JS_PromiseState(context, result) == JS_PROMISE_REJECTED) {
        JS_Throw(context, JS_PromiseResult(context, result));
        return report(context);
    }
    JS_FreeValue(context, result);
    JS_RunGC(runtime);
    return 0;
}
