// Half of a cycle.

import { odd } from "./odd.js";

export function even(number) {
    return number === 0 || odd(number - 1);
}

export { odd };
