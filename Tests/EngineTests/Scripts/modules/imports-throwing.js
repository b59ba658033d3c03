// For module-errors.js: a module that is named for what is wrong with it, or with what it imports.
import './throwing.js'; import './good.js'; export const value = 7
