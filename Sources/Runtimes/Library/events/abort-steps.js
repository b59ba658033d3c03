// What is to happen when a signal is aborted (DOM 3.2, abort algorithms), for whoever waits on one. Apart from the
// class, because listeners of events wait on signals, and a signal is a target of events. What belongs to a signal is
// in the signal: the engine never collects a key of a WeakMap whose value leads back to it.

/** The state of an AbortSignal, or undefined for what is none. Without the class there are no signals. */
let stateOf = () => undefined;

/** For AbortSignal: how its states are found. Each is { isAborted, steps, changed }. */
export function defineSignals(lookup) {
    stateOf = lookup;
}

export function isAbortSignal(value) {
    return stateOf(value) !== undefined;
}

export function isAborted(signal) {
    return stateOf(signal).isAborted;
}

/** Calls the function when the signal is aborted, before its listeners. Does nothing where that has been. */
export function addAbortStep(signal, step) {
    const state = stateOf(signal);
    if (state.isAborted) return;
    state.steps.add(step);
    state.changed();
}

/** Takes that back. */
export function removeAbortStep(signal, step) {
    const state = stateOf(signal);
    if (state.steps.delete(step)) state.changed();
}
