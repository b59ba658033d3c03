// Values as text, for people: what console prints and what an uncaught error is reported with. Whatever a value does
// when it is looked at (getters, proxies), this does not throw; and however large it is, the text is not, nor the work.
//
// Nothing tells a script that an object is a proxy, so a proxy is looked at through its traps. One that throws is
// "[value that cannot be printed]" wherever it stands.

import { Inspector } from "./inspector.js";
import { refuse } from "./refusal.js";

/**
 * The name of a method that answers what an object is printed as: a text that is printed as it is, or a value that is
 * printed in its place, with the name of the object's class before it.
 */
export { inspected } from "./inspector.js";

/** One value as text. @param depth how many objects inside one another are shown; null: as many as can be. */
export function inspect(value, { depth } = {}) {
    try {
        return new Inspector(depth).describe(value, [], "");
    } catch (error) {
        return refuse(error, value);
    }
}
