// Rejections that nobody handles (HTML 8.1.6.3): told to the listeners of the global object, who decide whether that was
// all.

import { check, same } from "ftl:test";

const turn = () => new Promise((resolve) => setTimeout(resolve, 0));

/** The "unhandledrejection" events that come while something happens; each is prevented from going further. */
async function rejectionsOf(happen) {
    const events = [];
    const listener = (event) => {
        event.preventDefault();
        events.push(event);
    };
    addEventListener("unhandledrejection", listener);
    happen();
    await turn();
    removeEventListener("unhandledrejection", listener);
    return events;
}

export async function testRejections() {
    const reason = new Error("no");
    let promise;
    const [told] = await rejectionsOf(() => (promise = Promise.reject(reason)));
    check("a rejection is an event", told instanceof PromiseRejectionEvent && told.type === "unhandledrejection");
    check("with its reason and its promise", told.reason === reason && told.promise === promise);
    check("which can be canceled", told.cancelable && told.defaultPrevented);

    const several = await rejectionsOf(() => [1, 2, 3].forEach((number) => Promise.reject(number)));
    same("each of several is told, in order", several.map((event) => event.reason).join(), "1,2,3");

    const handled = await rejectionsOf(() => {
        const late = Promise.reject(1);
        Promise.resolve().then(() => late.catch(() => {}));
    });
    same("one that is handled in time is not", handled.length, 0);

    const [later] = await rejectionsOf(() => queueMicrotask(() => void Promise.reject(reason)));
    check("one from a job is told", later.reason === reason);

    let isCalled = false;
    globalThis.onunhandledrejection = (event) => {
        isCalled = true;
        event.preventDefault();
    };
    Promise.reject(reason);
    await turn();
    globalThis.onunhandledrejection = null;
    check("the handler onunhandledrejection is called", isCalled);
}
