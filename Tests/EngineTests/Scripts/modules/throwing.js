// For module-errors.js: a module that is named for what is wrong with it, or with what it imports.
throw new RangeError("thrown"); export const value = 4;
