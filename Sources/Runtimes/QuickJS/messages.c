// Messages as the library makes and reads them most: from the engine's inside, without a property set by its name.
// Included by quickjs.c, whose unit the engine is.
//
// What is read here is only looked at: a property counts where it is data, of the object or of its prototypes, so that
// nothing of a script's runs. For all else the answer is "not plain", and the library reads it in the long way.

// --- Messages to be sent ---

enum { kind_count = 16 };

static struct {
    JSAtom atom;
    uint8_t number;
} kinds[kind_count];

/// That of a message which does not say.
static uint8_t default_kind;

static struct {
    JSAtom kind, id, words, body, handle, signal;
} parts;

/// See QuickJS.h.
int engine_define_messages(JSContext *context, const struct engine_kind *given, int count, uint8_t default_number) {
    default_kind = default_number;
    static const char *const names[] = {"kind", "id", "words", "body", "handle", "signal"};
    JSAtom *atoms[] = {&parts.kind, &parts.id, &parts.words, &parts.body, &parts.handle, &parts.signal};
    for (int index = 0; index < 6; index++) {
        *atoms[index] = JS_NewAtom(context, names[index]);
        if (*atoms[index] == JS_ATOM_NULL) return 0;
    }
    if (count > kind_count) return 0;
    for (int index = 0; index < count; index++) {
        kinds[index].atom = JS_NewAtom(context, given[index].name);
        kinds[index].number = given[index].number;
        if (kinds[index].atom == JS_ATOM_NULL) return 0;
    }
    return 1;
}

static int is_none(JSValueConst value) {
    return JS_IsUndefined(value) || JS_IsNull(value);
}

/// A 64-bit word, as requireWord in Sources/Runtimes/Library/core/check.js has them.
static int read_word(JSValueConst value, uint64_t *word) {
    switch (JS_VALUE_GET_TAG(value)) {
    case JS_TAG_INT:
        *word = JS_VALUE_GET_INT(value);
        return JS_VALUE_GET_INT(value) >= 0;
    case JS_TAG_FLOAT64: {
        double number = JS_VALUE_GET_FLOAT64(value);
        if (!(number >= 0 && number <= 0x1p53)) return 0;
        *word = (uint64_t)number;
        return (double)*word == number;
    }
    case JS_TAG_SHORT_BIG_INT:
        *word = JS_VALUE_GET_SHORT_BIG_INT(value);
        return JS_VALUE_GET_SHORT_BIG_INT(value) >= 0;
    default:
        return engine_big_word(value, word);
    }
}

static int read_kind(JSContext *context, JSValueConst value, uint64_t *number) {
    *number = default_kind;
    if (JS_IsUndefined(value)) return 1;
    if (JS_VALUE_GET_TAG(value) != JS_TAG_STRING) return 0;
    const JSString *string = JS_VALUE_GET_STRING(value);
    // A name that a script has written is an atom; one that it has put together is read in the long way.
    if (string->atom_type != JS_ATOM_TYPE_STRING) return 0;
    for (int index = 0; index < kind_count && kinds[index].atom != JS_ATOM_NULL; index++) {
        if (context->rt->atom_array[kinds[index].atom] == string) {
            *number = kinds[index].number;
            return 1;
        }
    }
    return 0;
}

/// The words and the body of a message; the length goes into its info word.
static int read_content(JSValueConst words, JSValueConst body, struct engine_message *message) {
    size_t length = 0;
    message->words[0] = message->words[1] = 0;
    message->body = NULL;
    if (!JS_IsUndefined(words)) {
        if (JS_VALUE_GET_TAG(words) != JS_TAG_OBJECT) return 0;
        const JSObject *array = JS_VALUE_GET_OBJ(words);
        if (array->class_id != JS_CLASS_ARRAY || !array->fast_array || array->u.array.count != 2) return 0;
        const JSValue *values = array->u.array.u.values;
        if (JS_VALUE_GET_TAG(array->prop[0].u.value) != JS_TAG_INT || JS_VALUE_GET_INT(array->prop[0].u.value) != 2) {
            return 0;
        }
        if (!read_word(values[0], &message->words[0]) || !read_word(values[1], &message->words[1])) return 0;
    }
    if (!is_none(body)) {
        if (engine_find_memory(body, &message->body, &length) != ENGINE_MEMORY || length > UINT16_MAX) return 0;
    }
    message->info |= length << 16;
    return 1;
}

/// Whether the property is data or not there at all; its value then.
static int read_field(JSObject *object, JSAtom atom, JSValueConst *value) {
    for (JSObject *holder = object; holder != NULL; holder = holder->shape->proto) {
        JSProperty *property;
        const JSShapeProperty *entry = find_own_property(&property, holder, atom);
        if (entry != NULL) {
            *value = property->u.value;
            return !(entry->flags & JS_PROP_TMASK);
        }
        if (holder->is_exotic) return 0;
    }
    *value = JS_UNDEFINED;
    return 1;
}

/// See QuickJS.h.
int engine_read_message(JSContext *context, JSValueConst value, struct engine_message *message) {
    if (JS_VALUE_GET_TAG(value) != JS_TAG_OBJECT) return 0;
    JSObject *object = JS_VALUE_GET_OBJ(value);
    if (object->class_id != JS_CLASS_OBJECT) return 0;
    JSValueConst kind, id, words, body, handle;
    if (!read_field(object, parts.kind, &kind) || !read_field(object, parts.id, &id)) return 0;
    if (!read_field(object, parts.words, &words) || !read_field(object, parts.body, &body)) return 0;
    if (!read_field(object, parts.handle, &handle) || !is_none(handle)) return 0;
    uint64_t kind_number, id_number = 0;
    if (!read_kind(context, kind, &kind_number)) return 0;
    if (!JS_IsUndefined(id) && (!read_word(id, &id_number) || id_number > UINT32_MAX || JS_IsBigInt(context, id))) {
        return 0;
    }
    message->info = id_number << 32 | kind_number;
    return read_content(words, body, message);
}

/// See QuickJS.h.
int engine_read_request(JSValueConst body, JSValueConst options, struct engine_message *message) {
    JSValueConst words = JS_UNDEFINED;
    if (!JS_IsUndefined(options)) {
        if (JS_VALUE_GET_TAG(options) != JS_TAG_OBJECT) return 0;
        JSObject *object = JS_VALUE_GET_OBJ(options);
        JSValueConst signal, handle, other;
        if (object->class_id != JS_CLASS_OBJECT) return 0;
        if (!read_field(object, parts.signal, &signal) || !JS_IsUndefined(signal)) return 0;
        if (!read_field(object, parts.handle, &handle) || !is_none(handle)) return 0;
        if (!read_field(object, parts.words, &words) || JS_IsNull(words)) return 0;
        if (!read_field(object, parts.body, &other)) return 0;
        if (is_none(body)) body = other;
    }
    return read_content(words, body, message);
}

// --- Messages that were received ---

/// A new object with the same properties as the template, which are all data, and these values, which it takes.
static JSValue new_like(JSContext *context, JSValueConst template, int count, JSValue *values) {
    const JSObject *from = JS_VALUE_GET_OBJ(template);
    JSValue result = JS_EXCEPTION;
    if (from->class_id == JS_CLASS_OBJECT && from->shape->prop_count == count) {
        result = JS_NewObjectFromShape(context, js_dup_shape(from->shape), JS_CLASS_OBJECT);
    }
    for (int index = 0; index < count; index++) {
        if (JS_IsException(result)) JS_FreeValue(context, values[index]);
        else JS_VALUE_GET_OBJ(result)->prop[index].u.value = values[index];
    }
    return result;
}

/// The word as a Number where one can hold it, as wordAt in Sources/Runtimes/Library/core/words.js does it.
static JSValue new_word(JSContext *context, uint64_t word) {
    return word < (uint64_t)1 << 53 ? JS_NewInt64(context, (int64_t)word) : JS_NewBigUint64(context, word);
}

static JSValue new_pair(JSContext *context, uint64_t first, uint64_t second) {
    JSValue pair = JS_NewArray(context);
    if (JS_IsException(pair)) return pair;
    JSObject *array = JS_VALUE_GET_OBJ(pair);
    JSValue one = new_word(context, first), other = new_word(context, second);
    if (JS_IsException(one) || JS_IsException(other) || expand_fast_array(context, array, 2) < 0) {
        JS_FreeValue(context, one);
        JS_FreeValue(context, other);
        JS_FreeValue(context, pair);
        return JS_EXCEPTION;
    }
    array->u.array.u.values[0] = one;
    array->u.array.u.values[1] = other;
    array->u.array.count = 2;
    array->prop[0].u.value = JS_NewInt32(context, 2);
    return pair;
}

/// Nothing: such a buffer's memory lies behind its description.
static void free_nothing(JSRuntime *runtime, void *opaque, void *memory) {
    (void)runtime, (void)opaque, (void)memory;
}

/// A Uint8Array of zeroes.
static JSValue new_bytes(JSContext *context, size_t length, uint8_t **start) {
    JSValue buffer = JS_NewObjectClass(context, JS_CLASS_ARRAY_BUFFER);
    if (JS_IsException(buffer)) return buffer;
    JSArrayBuffer *description = js_malloc(context, sizeof *description + length);
    JSValue bytes = description == NULL ? JS_EXCEPTION : JS_NewObjectClass(context, JS_CLASS_UINT8_ARRAY);
    if (JS_IsException(bytes)) {
        js_free(context, description);
        JS_FreeValue(context, buffer);
        return bytes;
    }
    *start = (uint8_t *)(description + 1);
    memset(*start, 0, length);
    description->byte_length = length;
    description->data = *start;
    description->detached = description->shared = FALSE;
    description->opaque = NULL;
    description->free_func = free_nothing;
    init_list_head(&description->array_list);
    JS_SetOpaque(buffer, description);
    // Takes the buffer.
    if (typed_array_init(context, bytes, buffer, 0, length)) {
        JS_FreeValue(context, bytes);
        return JS_EXCEPTION;
    }
    return bytes;
}

/// See QuickJS.h.
JSValue engine_new_message(
    JSContext *context, JSValueConst template, uint64_t info, uint64_t word0, uint64_t word1, uint8_t **body
) {
    JSValue values[] = {
        JS_UNDEFINED, JS_NewUint32(context, info >> 32), new_pair(context, word0, word1),
        new_bytes(context, info >> 16 & 0xffff, body), JS_NULL,
    };
    for (int index = 0; index < kind_count && kinds[index].atom != JS_ATOM_NULL; index++) {
        if (kinds[index].number != (info & 0xff)) continue;
        values[0] = JS_AtomToString(context, kinds[index].atom);
        break;
    }
    if (JS_IsException(values[2]) || JS_IsException(values[3])) {
        JS_FreeValue(context, values[0]);
        JS_FreeValue(context, values[2]);
        JS_FreeValue(context, values[3]);
        return JS_EXCEPTION;
    }
    return new_like(context, template, 5, values);
}

/// See QuickJS.h.
JSValue engine_new_result(JSContext *context, JSValueConst template, JSValue value) {
    JSValue values[] = {value, JS_FALSE};
    return new_like(context, template, 2, values);
}

/// See QuickJS.h.
void engine_set_message_handle(JSContext *context, JSValueConst message, JSValue handle) {
    set_value(context, &JS_VALUE_GET_OBJ(message)->prop[4].u.value, handle);
}
