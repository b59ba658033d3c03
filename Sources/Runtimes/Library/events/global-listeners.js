// Who listens to the global object: between the module that makes the list (global-target.js) and the one that tells the
// list of errors (report.js), which the list's own dispatching uses. So neither imports the other.

let list;

/** The global object's listeners, or undefined where there never was one. */
export function globalListeners() {
    return list;
}

/** From now on the global object has these. */
export function setGlobalListeners(listeners) {
    list = listeners;
}
