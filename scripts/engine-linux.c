// Runs the module that is named (Tests/Scripts/bench-compute/work.js) on the engine's build for Linux, for scripts/bench: its
// export `work` once to warm up and then as often as is said. Each pass of `mark` is one more round, which is what
// scripts/budget.c counts instructions between.

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "QuickJS.h"

__attribute__((noinline)) void mark(void) {
    __asm__ volatile("");
}

static _Noreturn void fail(JSContext *context, const char *what) {
    const char *text = context == NULL ? NULL : JS_ToCString(context, JS_GetException(context));
    fprintf(stderr, "engine-linux: %s%s%s\n", what, text == NULL ? "" : ": ", text == NULL ? "" : text);
    exit(1);
}

static char *read_file(const char *name, size_t *length) {
    FILE *file = fopen(name, "r");
    char *text = malloc(1 << 20);
    if (file == NULL || text == NULL) fail(NULL, "the module cannot be read");
    *length = fread(text, 1, (1 << 20) - 1, file);
    text[*length] = 0;
    fclose(file);
    return text;
}

static int64_t work(JSContext *context, JSValueConst function) {
    JSValue result = JS_Call(context, function, JS_UNDEFINED, 0, NULL);
    int64_t number;
    if (JS_IsException(result) || JS_ToInt64(context, &number, result) < 0) fail(context, "the work failed");
    return number;
}

int main(int argc, char **argv) {
    int rounds = argc == 3 ? atoi(argv[2]) : 0;
    if (rounds < 1) fail(NULL, "a module and a number of rounds are needed");
    size_t length;
    char *text = read_file(argv[1], &length);
    JSRuntime *runtime = engine_new_runtime();
    JSContext *context = runtime == NULL ? NULL : engine_new_context(runtime);
    if (context == NULL) fail(NULL, "no memory for the engine");
    JSValue module = JS_Eval(context, text, length, argv[1], JS_EVAL_TYPE_MODULE | JS_EVAL_FLAG_COMPILE_ONLY);
    if (JS_IsException(module)) fail(context, "the module is wrong");
    JSModuleDef *definition = JS_VALUE_GET_PTR(module);
    if (JS_IsException(JS_EvalFunction(context, module))) fail(context, "the module failed");
    JSValue function = JS_GetPropertyStr(context, JS_GetModuleNamespace(context, definition), "work");
    int64_t result = work(context, function);
    printf("result %" PRId64 "\n", result);
    fflush(stdout);
    mark();
    for (int round = 0; round < rounds; round++) {
        if (work(context, function) != result) fail(NULL, "another result");
        mark();
    }
    return 0;
}
