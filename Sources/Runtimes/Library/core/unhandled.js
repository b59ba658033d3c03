// Errors that nobody caught, on their way to whoever listens for them. The listeners' side (events/global-target.js) is
// loaded when there is a first one; until then nobody listens, and the process ends.

let listener = { exception: () => false, rejection: () => false };

/** From now on these are called; true where that was all there is to do about it. */
export function onUnhandled(functions) {
    listener = functions;
}

/** Reports an error that nobody caught. */
export function exception(error) {
    return listener.exception(error);
}

/** Reports a rejection that nobody handled. */
export function rejection(reason, promise) {
    return listener.rejection(reason, promise);
}

/** Calls the function; an exception that it leaves to its caller is thrown on unless somebody listened. */
export function guarded(call) {
    try {
        call();
    } catch (error) {
        if (!exception(error)) throw error;
    }
}
