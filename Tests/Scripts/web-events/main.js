// Events, their targets and their listeners (DOM 2), and errors that nobody catches (HTML 8.1.4).
// @ts-nocheck (it passes what the declarations forbid, on purpose)

import { check, fails, finish, same } from "ftl:test";
import { testRejections } from "./rejections.js";
import { testReports } from "./reports.js";

const turn = () => new Promise((resolve) => setTimeout(resolve, 0));

// --- DOMException ---

const exception = new DOMException("no way", "NotFoundError");
same("an exception's name", exception.name, "NotFoundError");
same("its message", exception.message, "no way");
same("its code", exception.code, 8);
same("as text", String(exception), "NotFoundError: no way");
check("it is an error", exception instanceof Error && exception instanceof DOMException);
same("its prototype's prototype", Object.getPrototypeOf(DOMException.prototype), Error.prototype);
check("its stack begins where it was made", exception.stack.trimStart().startsWith("at <anonymous> (apps/web-events/"),
    exception.stack);
same("the name without one", new DOMException().name, "Error");
same("the message without one", new DOMException().message, "");
same("a name of today's has no code", new DOMException("", "OperationError").code, 0);
same("a constant", DOMException.DATA_CLONE_ERR, 25);
same("a constant of an instance", exception.ABORT_ERR, 20);
same("the tag", Object.prototype.toString.call(exception), "[object DOMException]");
same("no own message", Object.hasOwn(exception, "message"), false);
const codes = [
    "IndexSizeError", "HierarchyRequestError", "WrongDocumentError", "InvalidCharacterError",
    "NoModificationAllowedError", "NotFoundError", "NotSupportedError", "InUseAttributeError", "InvalidStateError",
    "SyntaxError", "InvalidModificationError", "NamespaceError", "InvalidAccessError", "TypeMismatchError",
    "SecurityError", "NetworkError", "AbortError", "URLMismatchError", "QuotaExceededError", "TimeoutError",
    "InvalidNodeTypeError", "DataCloneError",
].map((name) => new DOMException("", name).code);
same("all codes", codes.join(), "1,3,4,5,7,8,9,10,11,12,13,14,15,17,18,19,20,21,22,23,24,25");

// --- Event ---

const event = new Event("a", { bubbles: true, cancelable: true, composed: true });
same("type", event.type, "a");
check("options", event.bubbles && event.cancelable && event.composed);
check("defaults", !new Event("a").bubbles && !new Event("a").cancelable && !new Event("a").composed);
check("no target yet", event.target === null && event.currentTarget === null && event.srcElement === null);
same("no phase yet", event.eventPhase, Event.NONE);
same("no path yet", event.composedPath().length, 0);
same("a script's own is not trusted", event.isTrusted, false);
check("isTrusted is the event's own", Object.hasOwn(event, "isTrusted"));
same("and cannot be changed", Object.getOwnPropertyDescriptor(event, "isTrusted").configurable, false);
check("its time", event.timeStamp > 0 && event.timeStamp <= performance.now(), event.timeStamp);
same("constants", [Event.NONE, Event.CAPTURING_PHASE, event.AT_TARGET, event.BUBBLING_PHASE].join(), "0,1,2,3");
same("the type is text", new Event(null).type, "null");
await fails("no type", "TypeError", () => new Event());
await fails("an init that is no object", "TypeError", () => new Event("a", 1));
await fails("a call without new", "TypeError", () => Event("a"));
event.preventDefault();
check("canceled", event.defaultPrevented && !event.returnValue);
const fixed = new Event("a");
fixed.preventDefault();
check("not to be canceled", !fixed.defaultPrevented && fixed.returnValue);
fixed.returnValue = false;
check("not by returnValue either", !fixed.defaultPrevented);
fixed.cancelBubble = true;
fixed.cancelBubble = false;
same("cancelBubble stays", fixed.cancelBubble, true);
fixed.initEvent("b", true, true);
check("initEvent", fixed.type === "b" && fixed.bubbles && fixed.cancelable && !fixed.cancelBubble);
same("the members can be enumerated", Object.keys(Event.prototype).includes("preventDefault"), true);
same("detail", new CustomEvent("a", { detail: 7 }).detail, 7);
same("detail without one", new CustomEvent("a").detail, null);
const custom = new CustomEvent("a");
custom.initCustomEvent("b", false, true, [1]);
check("initCustomEvent", custom.type === "b" && custom.cancelable && custom.detail[0] === 1);
same("the tag of an event", String(custom), "[object CustomEvent]");
const message = new MessageEvent("message", { data: 1, origin: "o", lastEventId: "i", ports: [] });
check("a MessageEvent", message.data === 1 && message.origin === "o" && message.lastEventId === "i");
check("its defaults", new MessageEvent("a").data === null && new MessageEvent("a").source === null);
check("its ports are frozen", Object.isFrozen(message.ports));
const failure = new ErrorEvent("error", { message: "m", filename: "f", lineno: 3, colno: -1, error: exception });
same("an ErrorEvent", [failure.message, failure.filename, failure.lineno, failure.colno].join(), "m,f,3,4294967295");
same("its error", failure.error, exception);
same("without one", new ErrorEvent("error").error, undefined);
await fails("a PromiseRejectionEvent without a promise", "TypeError", () => new PromiseRejectionEvent("a", {}));
await fails("nor an init", "TypeError", () => new PromiseRejectionEvent("a"));

// --- Listeners ---

const target = new EventTarget();
let calls = [];
const note = (name) => () => calls.push(name);
/** What the listeners noted while the event was dispatched. */
function dispatch(to, dispatched) {
    calls = [];
    to.dispatchEvent(typeof dispatched === "string" ? new Event(dispatched) : dispatched);
    return calls.join();
}

const first = note("first");
target.addEventListener("a", first);
target.addEventListener("a", note("second"));
target.addEventListener("a", first);
target.addEventListener("b", note("other"));
same("in order, each once", dispatch(target, "a"), "first,second");
target.addEventListener("a", first, true);
same("one that captures is another, and comes first", dispatch(target, "a"), "first,first,second");
target.removeEventListener("a", first, { capture: true });
target.removeEventListener("a", first, { once: true });
same("removed", dispatch(target, "a"), "second");
target.addEventListener("a", null);
target.removeEventListener("a", undefined);
same("none is no listener", dispatch(target, "a"), "second");
await fails("a listener that is a number", "TypeError", () => target.addEventListener("a", 1));
await fails("no listener", "TypeError", () => target.addEventListener("a"));
await fails("a signal that is none", "TypeError", () => target.addEventListener("a", () => {}, { signal: {} }));
await fails("a signal that is null", "TypeError", () => target.addEventListener("a", () => {}, { signal: null }));
await fails("dispatching what is no event", "TypeError", () => target.dispatchEvent({ type: "a" }));
await fails("dispatching nothing", "TypeError", () => target.dispatchEvent());

const once = new EventTarget();
once.addEventListener("a", () => calls.push("once") && once.dispatchEvent(new Event("a")), { once: true });
same("once, even from within", dispatch(once, "a"), "once");
same("and no more", dispatch(once, "a"), "");

const seen = {};
const looked = new EventTarget();
looked.addEventListener("a", function (event) {
    Object.assign(seen, {
        self: this, target: event.target, current: event.currentTarget, phase: event.eventPhase,
        path: event.composedPath(), trusted: event.isTrusted,
    });
});
const lookedAt = new Event("a", { bubbles: true });
looked.dispatchEvent(lookedAt);
check("the target, and this", seen.self === looked && seen.target === looked && seen.current === looked);
same("the phase", seen.phase, Event.AT_TARGET);
check("the path is the target", seen.path.length === 1 && seen.path[0] === looked);
same("not trusted", seen.trusted, false);
check("afterwards", lookedAt.target === looked && lookedAt.currentTarget === null && lookedAt.eventPhase === 0);
same("no path afterwards", lookedAt.composedPath().length, 0);
check("can be dispatched again", looked.dispatchEvent(lookedAt));

const held = new EventTarget();
held.addEventListener("a", (event) => calls.push("one") && event.stopImmediatePropagation());
held.addEventListener("a", note("two"));
same("stopped at once", dispatch(held, "a"), "one");
const phases = new EventTarget();
phases.addEventListener("a", note("late"));
phases.addEventListener("a", (event) => calls.push("early") && event.stopPropagation(), true);
phases.addEventListener("a", note("early too"), true);
same("stopped after those that capture", dispatch(phases, "a"), "early,early too");
const stopped = new Event("a");
stopped.stopPropagation();
same("stopped before it began", dispatch(phases, stopped), "");
same("but not the next time", dispatch(phases, stopped), "early,early too");

const canceling = new EventTarget();
canceling.addEventListener("a", (event) => event.preventDefault());
same("canceled: false", canceling.dispatchEvent(new Event("a", { cancelable: true })), false);
same("not to be canceled: true", canceling.dispatchEvent(new Event("a")), true);
const passive = new EventTarget();
passive.addEventListener("a", (event) => event.preventDefault(), { passive: true });
same("a passive listener cannot", passive.dispatchEvent(new Event("a", { cancelable: true })), true);

const object = { handleEvent(event) { calls.push(this === object ? event.type : "not me"); } };
const objects = new EventTarget();
objects.addEventListener("a", object);
same("an object's handleEvent", dispatch(objects, "a"), "a");
object.handleEvent = note("changed");
same("is looked up each time", dispatch(objects, "a"), "changed");

const changing = new EventTarget();
const removed = note("removed");
changing.addEventListener("a", () => {
    calls.push("changes");
    changing.removeEventListener("a", removed);
    changing.addEventListener("a", note("added"), { once: true });
});
changing.addEventListener("a", removed);
same("removed meanwhile: not called; added meanwhile: not yet", dispatch(changing, "a"), "changes");

const within = new EventTarget();
let refused;
within.addEventListener("a", (event) => {
    try {
        within.dispatchEvent(event);
    } catch (error) {
        refused = error;
    }
});
within.dispatchEvent(new Event("a"));
same("an event cannot be dispatched while it is", refused.name, "InvalidStateError");

const controller = new AbortController();
const signaled = new EventTarget();
signaled.addEventListener("a", note("until aborted"), { signal: controller.signal });
same("with a signal", dispatch(signaled, "a"), "until aborted");
controller.abort();
same("after it is aborted", dispatch(signaled, "a"), "");
signaled.addEventListener("a", note("too late"), { signal: controller.signal });
same("with one that is aborted already", dispatch(signaled, "a"), "");

class Door extends EventTarget {
    open() {
        return this.dispatchEvent(new CustomEvent("open", { detail: "wide" }));
    }
}
const door = new Door();
let how;
door.addEventListener("open", ({ detail }) => (how = detail));
check("a class of a script's own", door.open() && how === "wide");
await fails("a target's method without a target", "TypeError", () => {
    const { addEventListener } = EventTarget.prototype;
    addEventListener.call({}, "a", () => {});
});

// --- Event handlers ---

const { port1 } = new MessageChannel();
const handler = note("handler");
same("no handler", port1.onclose, null);
port1.onclose = handler;
port1.addEventListener("close", note("listener"));
same("a handler", port1.onclose, handler);
same("is called like a listener", dispatch(port1, "close"), "handler,listener");
port1.onclose = note("changed");
same("a changed one keeps its place", dispatch(port1, "close"), "changed,listener");
port1.onclose = "text";
same("what is no object is none", port1.onclose, null);
same("and is not called", dispatch(port1, "close"), "listener");
port1.onclose = () => calls.push("again") && false;
const cancelable = new Event("close", { cancelable: true });
same("set again it comes last", dispatch(port1, cancelable), "listener,again");
check("its false cancels", cancelable.defaultPrevented);
const silent = {};
port1.onclose = silent;
same("an object that cannot be called stays", port1.onclose, silent);
same("and does nothing", dispatch(port1, "close"), "listener");
port1.close();

await turn();
await testReports();
await testRejections();
finish();
