// For module-errors.js: a module with which nothing is wrong.
export const value = 3;
