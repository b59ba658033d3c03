// Errors that nobody catches, and who is told of them: listeners of the global object.
// @ts-nocheck (it passes what the declarations forbid, on purpose)

import { check, fails, same } from "ftl:test";

const turn = () => new Promise((resolve) => setTimeout(resolve, 0));

/** The "error" events that come while something happens; each is prevented from going further. */
async function errorsOf(happen) {
    const events = [];
    const listener = (event) => {
        event.preventDefault();
        events.push(event);
    };
    addEventListener("error", listener);
    await happen();
    await turn();
    removeEventListener("error", listener);
    return events;
}

export async function testReports() {
    const error = new Error("from a listener");
    const target = new EventTarget();
    let isNextCalled = false;
    target.addEventListener("a", () => {
        throw error;
    });
    target.addEventListener("a", () => (isNextCalled = true));
    const [told] = await errorsOf(() => check("dispatching does not throw", target.dispatchEvent(new Event("a"))));
    check("the next listener is called all the same", isNextCalled);
    check("the global object is told", told instanceof ErrorEvent && told.error === error, told);
    check("by the platform, at the global object", told.isTrusted && told.target === globalThis && told.cancelable);
    same("in words", told.message, "Uncaught Error: from a listener");
    check("and where", told.filename.endsWith("reports.js") && told.lineno > 20 && told.colno > 0, told.filename);

    const broken = new EventTarget();
    broken.addEventListener("a", {});
    const [without] = await errorsOf(() => broken.dispatchEvent(new Event("a")));
    same("a listener without handleEvent is an error", without.error.name, "TypeError");

    const [reported] = await errorsOf(() => reportError("text"));
    same("reportError takes anything", reported.error, "text");
    await fails("but not nothing", "TypeError", () => reportError());

    const [late] = await errorsOf(async () => {
        setTimeout(() => {
            throw new RangeError("from a timer");
        }, 0);
        await turn();
    });
    same("an error of a timer, prevented, ends nothing", late.error.message, "from a timer");

    const [job] = await errorsOf(async () => {
        queueMicrotask(() => {
            throw new RangeError("from a job");
        });
        await turn();
    });
    same("nor does one of a microtask", job.error.message, "from a job");

    let count = 0;
    const failing = (event) => {
        event.preventDefault();
        count += 1;
        throw new Error("from a listener to errors (to be seen on the console)");
    };
    addEventListener("error", failing);
    reportError(1);
    removeEventListener("error", failing);
    same("an error of a listener to errors is not told again", count, 1);

    reportError(new Error("nobody listens (to be seen on the console)"));
    check("and the process goes on", true);

    const arguments_ = [];
    globalThis.onerror = (...given) => {
        arguments_.push(...given);
        return true;
    };
    check("onerror is a handler", typeof onerror === "function");
    reportError(error);
    same("onerror gets five arguments", arguments_.length, 5);
    check("message first, error last", arguments_[0].endsWith("from a listener") && arguments_[4] === error);
    let isPrevented;
    const last = (event) => (isPrevented = event.defaultPrevented);
    addEventListener("error", last);
    reportError(error);
    same("its true prevents", isPrevented, true);
    removeEventListener("error", last);
    globalThis.onerror = null;
    same("taken away", onerror, null);

    const own = [];
    addEventListener("mine", (event) => own.push(event.target === globalThis), { once: true });
    check("the global object's own dispatchEvent", dispatchEvent(new Event("mine")) && own[0]);
    same("no handler for rejections", onunhandledrejection, null);
    const event = new PromiseRejectionEvent("unhandledrejection", { promise: Promise.resolve(), reason: 4 });
    globalThis.onunhandledrejection = (given) => own.push(given.reason);
    dispatchEvent(event);
    same("onunhandledrejection", own[1], 4);
    globalThis.onunhandledrejection = null;

    check("performance.now goes on", performance.now() > 0 && performance.now() <= performance.now());
    check("its origin", Math.abs(performance.timeOrigin + performance.now() - Date.now()) < 1000);
    same("as JSON", JSON.parse(JSON.stringify(performance)).timeOrigin, performance.timeOrigin);
    await fails("there is only one", "TypeError", () => new Performance());
}
