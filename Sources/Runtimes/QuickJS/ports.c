// Ports, which take the events of what a script's loop watches (Sources/Runtimes/Library/core/loop.js), and the usual course of a channel:
// somebody waits for one message, and it comes. Included by quickjs.c, whose unit the engine is.
//
// A port is found by its handle's number without being kept alive by that; one that somebody waits on (it is "held")
// stays. The library's objects are known by their shapes: an object with the shape of the library's own pattern has the
// same properties at the same places, and all are data. Whatever is not as usual is left to the library, which reads and
// writes the same properties; nothing was changed then.

/// The places of a channel's port's properties: in the order of the fields of ChannelPort (Sources/Runtimes/Library/channel/channel-port.js).
enum {
    PORT_HANDLE, PORT_IS_WATCHED, PORT_IS_PEER_CLOSED, PORT_INBOX, PORT_RECEIVER, PORT_TAKER, PORT_RECEIVERS,
    PORT_WAITING, PORT_REQUEST_ID, PORT_REQUEST_ANSWER, PORT_REQUEST, PORT_LAST_ID, PORT_HIGHEST_ID, PORT_OUTBOX,
    PORT_FIELDS,
};

struct port {
    JSObject *object;
    struct port *next;
    /// Of the handle that is watched; 0 for none.
    uint32_t number;
    bool is_held;
};

enum { list_count = 32 };

static JSClassID port_class;
/// The ports that are watched, by their handles' numbers.
static struct port *watched[list_count];
static uint32_t held_count;

/// The patterns' shapes, which their owner keeps, and where a port is in them.
static struct {
    const JSShape *port, *channel, *messages;
    uint32_t port_of_channel, port_of_messages;
    JSValueConst message, result;
} patterns;

// --- Watching and holding ---

static struct port *port_of(JSValueConst value) {
    return JS_GetOpaque(value, port_class);
}

static void forget_port(struct port *port) {
    if (port->number == 0) return;
    struct port **link = &watched[port->number % list_count];
    while (*link != port) link = &(*link)->next;
    *link = port->next;
    port->number = 0;
}

static void finalize_port(JSRuntime *runtime, JSValue value) {
    struct port *port = port_of(value);
    if (port == NULL) return;
    forget_port(port);
    js_free_rt(runtime, port);
}

static struct port *find_port(uint32_t number) {
    struct port *port = watched[number % list_count];
    while (port != NULL && port->number != number) port = port->next;
    return port;
}

/// `new Port()`, for classes that extend it.
static JSValue make_port(JSContext *context, JSValueConst target, int count, JSValueConst *arguments) {
    JSValue object = js_create_from_ctor(context, target, port_class);
    if (JS_IsException(object)) return object;
    struct port *port = js_mallocz(context, sizeof *port);
    if (port == NULL) {
        JS_FreeValue(context, object);
        return JS_EXCEPTION;
    }
    port->object = JS_VALUE_GET_OBJ(object);
    JS_SetOpaque(object, port);
    return object;
}

/// See QuickJS.h.
JSValue engine_make_port_class(JSContext *context) {
    JS_NewClassID(&port_class);
    static const JSClassDef definition = {"Port", .finalizer = finalize_port};
    if (JS_NewClass(context->rt, port_class, &definition) < 0) return JS_EXCEPTION;
    JSValue prototype = JS_NewObject(context);
    if (JS_IsException(prototype)) return prototype;
    JSValue constructor = JS_NewCFunction2(context, make_port, "Port", 0, JS_CFUNC_constructor, 0);
    if (JS_IsException(constructor)) {
        JS_FreeValue(context, prototype);
        return constructor;
    }
    JS_SetConstructor(context, constructor, prototype);
    JS_SetClassProto(context, port_class, prototype);
    return constructor;
}

/// See QuickJS.h.
void engine_watch_port(JSValueConst value, uint32_t number) {
    struct port *port = port_of(value);
    if (port == NULL) return;
    forget_port(port);
    if (number == 0) return;
    // Whoever watched the object before does not any more.
    struct port *other = find_port(number);
    if (other != NULL) forget_port(other);
    port->number = number;
    port->next = watched[number % list_count];
    watched[number % list_count] = port;
}

/// See QuickJS.h.
void engine_hold_port(JSContext *context, JSValueConst value, int is_held) {
    struct port *port = port_of(value);
    if (port == NULL || port->is_held == !!is_held) return;
    port->is_held = is_held;
    if (is_held) {
        held_count++;
        JS_DupValue(context, value);
    } else {
        held_count--;
        JS_FreeValue(context, value);
    }
}

/// See QuickJS.h.
JSValue engine_find_port(JSContext *context, uint32_t number) {
    struct port *port = find_port(number);
    return port != NULL ? JS_DupValue(context, JS_MKPTR(JS_TAG_OBJECT, port->object)) : JS_UNDEFINED;
}

/// See QuickJS.h.
int engine_is_held(JSValueConst value) {
    struct port *port = port_of(value);
    return port != NULL && port->is_held;
}

/// See QuickJS.h.
uint32_t engine_held_ports(void) {
    return held_count;
}

// --- Patterns ---

static const JSShape *shape_of(JSValueConst value) {
    return JS_VALUE_GET_TAG(value) == JS_TAG_OBJECT ? JS_VALUE_GET_OBJ(value)->shape : NULL;
}

/// Where the port is among the properties; their number where it is not there.
static uint32_t find_port_among(JSValueConst value) {
    const JSObject *object = JS_VALUE_GET_OBJ(value);
    uint32_t place = 0;
    while (place < object->shape->prop_count && port_of(object->prop[place].u.value) == NULL) place++;
    return place;
}

/// See QuickJS.h.
int engine_set_patterns(
    JSContext *context, JSValueConst port, JSValueConst channel, JSValueConst messages, JSValueConst message,
    JSValueConst result
) {
    static const char *const names[] = {
        "handle", "isWatched", "isPeerClosed", "inbox", "receiver", "taker", "receivers", "waiting", "requestId",
        "requestAnswer", "request", "lastId", "highestId", "outbox",
    };
    if (port_of(port) == NULL || shape_of(port)->prop_count < PORT_FIELDS) return 0;
    for (int index = 0; index < PORT_FIELDS; index++) {
        JSAtom name = JS_NewAtom(context, names[index]);
        JSAtom atom = JS_VALUE_GET_OBJ(port)->shape->prop[index].atom;
        JS_FreeAtom(context, name);
        if (atom != name) return 0;
    }
    if (shape_of(channel) == NULL || shape_of(messages) == NULL) return 0;
    patterns.port_of_channel = find_port_among(channel);
    patterns.port_of_messages = find_port_among(messages);
    if (patterns.port_of_channel >= shape_of(channel)->prop_count) return 0;
    // After its port: whether it is over, and what it was asked for last.
    if (patterns.port_of_messages + 2 >= shape_of(messages)->prop_count) return 0;
    if (shape_of(message) == NULL || shape_of(message)->prop_count != 5) return 0;
    if (shape_of(result) == NULL || shape_of(result)->prop_count != 2) return 0;
    patterns.port = shape_of(port);
    patterns.channel = shape_of(channel);
    patterns.messages = shape_of(messages);
    patterns.message = message;
    patterns.result = result;
    return 1;
}

/// The properties of a channel's port; NULL for anything else.
static JSProperty *fields_of(JSValueConst value) {
    return patterns.port != NULL && shape_of(value) == patterns.port && port_of(value) != NULL
        ? JS_VALUE_GET_OBJ(value)->prop : NULL;
}

/// A channel's port, or undefined.
static JSValueConst port_of_channel(JSValueConst channel) {
    if (patterns.channel == NULL || shape_of(channel) != patterns.channel) return JS_UNDEFINED;
    return JS_VALUE_GET_OBJ(channel)->prop[patterns.port_of_channel].u.value;
}

static int is_true(JSValueConst value) {
    return JS_VALUE_GET_TAG(value) == JS_TAG_BOOL && JS_VALUE_GET_BOOL(value);
}

static int is_empty(JSValueConst value) {
    if (JS_VALUE_GET_TAG(value) != JS_TAG_OBJECT) return 0;
    const JSObject *array = JS_VALUE_GET_OBJ(value);
    return array->class_id == JS_CLASS_ARRAY && array->fast_array && array->u.array.count == 0;
}

// --- Waiting for a message ---

/// A promise of the next message, where nobody else waits for one; undefined where that is not so.
static JSValue wait_for_message(JSContext *context, JSValueConst port, JSValueConst taker) {
    JSProperty *fields = fields_of(port);
    if (fields == NULL || !is_true(fields[PORT_IS_WATCHED].u.value)) return JS_UNDEFINED;
    if (is_true(fields[PORT_IS_PEER_CLOSED].u.value) || !is_empty(fields[PORT_INBOX].u.value)) return JS_UNDEFINED;
    if (!JS_IsUndefined(fields[PORT_RECEIVER].u.value)) return JS_UNDEFINED;
    JSValue promise = js_promise_new(context, JS_UNDEFINED);
    if (JS_IsException(promise)) {
        JS_FreeValue(context, JS_GetException(context));
        return JS_UNDEFINED;
    }
    engine_hold_port(context, port, 1);
    fields[PORT_RECEIVER].u.value = JS_DupValue(context, promise);
    fields[PORT_TAKER].u.value = JS_DupValue(context, taker);
    fields[PORT_WAITING].u.value = JS_NewInt32(context, JS_VALUE_GET_INT(fields[PORT_WAITING].u.value) + 1);
    return promise;
}

/// See QuickJS.h.
JSValue engine_channel_receive(JSContext *context, JSValueConst channel) {
    return wait_for_message(context, port_of_channel(channel), JS_UNDEFINED);
}

/// See QuickJS.h.
JSValue engine_messages_next(JSContext *context, JSValueConst messages) {
    if (patterns.messages == NULL || shape_of(messages) != patterns.messages) return JS_UNDEFINED;
    JSProperty *fields = JS_VALUE_GET_OBJ(messages)->prop + patterns.port_of_messages;
    if (is_true(fields[1].u.value)) return JS_UNDEFINED;
    JSValue promise = wait_for_message(context, fields[0].u.value, messages);
    if (!JS_IsUndefined(promise)) set_value(context, &fields[2].u.value, JS_DupValue(context, promise));
    return promise;
}

// --- Sending ---

/// See QuickJS.h.
JSValueConst engine_channel_handle(JSValueConst channel) {
    const JSProperty *fields = fields_of(port_of_channel(channel));
    return fields != NULL ? fields[PORT_HANDLE].u.value : JS_UNDEFINED;
}

/// See QuickJS.h.
JSValue engine_begin_request(JSContext *context, JSValueConst channel, uint32_t *id) {
    const JSProperty *fields = fields_of(port_of_channel(channel));
    if (fields == NULL || !is_true(fields[PORT_IS_WATCHED].u.value)) return JS_UNDEFINED;
    if (is_true(fields[PORT_IS_PEER_CLOSED].u.value) || !is_empty(fields[PORT_OUTBOX].u.value)) return JS_UNDEFINED;
    if (!JS_IsUndefined(fields[PORT_REQUEST].u.value)) return JS_UNDEFINED;
    JSValueConst last = fields[PORT_LAST_ID].u.value, highest = fields[PORT_HIGHEST_ID].u.value;
    // Ids that were not used yet: those up to the highest may be in use.
    if (JS_VALUE_GET_TAG(last) != JS_TAG_INT || JS_VALUE_GET_TAG(highest) != JS_TAG_INT) return JS_UNDEFINED;
    if (JS_VALUE_GET_INT(last) < JS_VALUE_GET_INT(highest) || JS_VALUE_GET_INT(last) == INT32_MAX) return JS_UNDEFINED;
    JSValue promise = js_promise_new(context, JS_UNDEFINED);
    if (JS_IsException(promise)) {
        JS_FreeValue(context, JS_GetException(context));
        return JS_UNDEFINED;
    }
    *id = JS_VALUE_GET_INT(last) + 1;
    return promise;
}

/// See QuickJS.h.
void engine_sent_request(JSContext *context, JSValueConst channel, JSValueConst promise, uint32_t id, uint8_t answer) {
    JSValueConst port = port_of_channel(channel);
    JSProperty *fields = fields_of(port);
    engine_hold_port(context, port, 1);
    fields[PORT_WAITING].u.value = JS_NewInt32(context, JS_VALUE_GET_INT(fields[PORT_WAITING].u.value) + 1);
    fields[PORT_LAST_ID].u.value = fields[PORT_HIGHEST_ID].u.value = fields[PORT_REQUEST_ID].u.value =
        JS_NewInt32(context, id);
    fields[PORT_REQUEST_ANSWER].u.value = JS_NewInt32(context, answer);
    fields[PORT_REQUEST].u.value = JS_DupValue(context, promise);
}

// --- An event ---

/// See QuickJS.h.
int engine_begin_delivery(JSContext *context, JSValueConst port, struct engine_delivery *delivery) {
    const JSProperty *fields = fields_of(port);
    if (fields == NULL) return 0;
    uint32_t id = delivery->info >> 32;
    uint8_t kind = delivery->info & 0xff;
    delivery->is_reply = kind >= 0x80 && id != 0;
    if (delivery->is_reply) {
        if (JS_VALUE_GET_TAG(fields[PORT_REQUEST].u.value) != JS_TAG_OBJECT) return 0;
        if (JS_VALUE_GET_TAG(fields[PORT_REQUEST_ID].u.value) != JS_TAG_INT) return 0;
        if ((uint32_t)JS_VALUE_GET_INT(fields[PORT_REQUEST_ID].u.value) != id) return 0;
        if (JS_VALUE_GET_INT(fields[PORT_REQUEST_ANSWER].u.value) != kind) return 0;
    } else {
        if (!is_empty(fields[PORT_INBOX].u.value) || !is_empty(fields[PORT_RECEIVERS].u.value)) return 0;
        if (JS_IsUndefined(fields[PORT_RECEIVER].u.value)) return 0;
    }
    delivery->handle = fields[PORT_HANDLE].u.value;
    JSValue message = engine_new_message(
        context, patterns.message, delivery->info, delivery->words[0], delivery->words[1], &delivery->body);
    delivery->message = message;
    delivery->value = message;
    if (!JS_IsException(message) && !delivery->is_reply && !JS_IsUndefined(fields[PORT_TAKER].u.value)) {
        JSValue values[] = {message, JS_FALSE};
        delivery->value = new_like(context, patterns.result, 2, values);
    }
    if (!JS_IsException(delivery->value)) return 1;
    JS_FreeValue(context, JS_GetException(context));
    return 0;
}

/// See QuickJS.h.
void engine_end_delivery(JSContext *context, JSValueConst port, struct engine_delivery *delivery) {
    JSProperty *fields = fields_of(port);
    JSValue *place = &fields[delivery->is_reply ? PORT_REQUEST : PORT_RECEIVER].u.value;
    JSValue promise = *place, taker = JS_UNDEFINED;
    *place = JS_UNDEFINED;
    if (!delivery->is_reply) {
        taker = fields[PORT_TAKER].u.value;
        fields[PORT_TAKER].u.value = JS_UNDEFINED;
    }
    int waiting = JS_VALUE_GET_INT(fields[PORT_WAITING].u.value) - 1;
    fields[PORT_WAITING].u.value = JS_NewInt32(context, waiting);
    js_promise_settle(context, promise, delivery->value, 0);
    JS_FreeValue(context, delivery->value);
    JS_FreeValue(context, promise);
    JS_FreeValue(context, taker);
    // Looked at again: a message's `then`, if a script gave it one, may have done anything.
    fields = fields_of(port);
    if (fields != NULL && JS_VALUE_GET_INT(fields[PORT_WAITING].u.value) == 0) engine_hold_port(context, port, 0);
}
