// Errors that nobody caught, on their way to whoever listens for them. The listeners' side (events/global-target.js) is
// loaded when there is a first one; until then nobody is told, and the process ends.

let told = { exception: () => false, rejection: () => false };

/** From now on these are told; true where that was all there is to do about it. */
export function onUnhandled(listener) {
    told = listener;
}

/** Tells of an error that nobody caught. */
export function exception(error) {
    return told.exception(error);
}

/** Tells of a rejection that nobody handled. */
export function rejection(reason, promise) {
    return told.rejection(reason, promise);
}

/** Calls the function; an exception that it leaves to its caller is thrown on unless somebody was told. */
export function guarded(call) {
    try {
        call();
    } catch (error) {
        if (!exception(error)) throw error;
    }
}
