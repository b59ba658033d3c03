// Evaluation of what a person types, and what becomes of it when it is broken off.

import { evaluate as evaluateScript, forgive, onInterrupt } from "ftl:native";

/**
 * Evaluates a script in the global scope, in which `await` may stand outside of functions. Resolves to { value }, the
 * value of its last expression. Throws or rejects with what the script threw; with an InternalError "interrupted"
 * where somebody asked for it to be broken off.
 *
 * @param fileName what the script is called in the stacks of errors.
 */
export async function evaluate(source, fileName) {
    // Not awaited: an interruption that is thrown passes all handlers, also the one below.
    const end = evaluateScript(source, fileName);
    return end.then(undefined, (reason) => {
        forgive(reason);
        throw reason;
    });
}

/**
 * Sets what is called when something else than an evaluation was broken off: a timer, or what follows an `await`. It
 * answers true where the process is to go on; without such a function the process ends.
 */
export { onInterrupt };
