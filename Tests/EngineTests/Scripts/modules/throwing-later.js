// For module-errors.js: a module that is named for what is wrong with it, or with what it imports.
await 0; throw new RangeError("later"); export const value = 6;
