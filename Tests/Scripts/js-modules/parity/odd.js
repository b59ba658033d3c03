// The other half.

import { even } from "./even.js";

export function odd(number) {
    return number !== 0 && even(number - 1);
}
