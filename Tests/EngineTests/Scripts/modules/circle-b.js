// For module-errors.js: a module that is named for what is wrong with it, or with what it imports.
import "./circle-a.js"; export const b = 1;
