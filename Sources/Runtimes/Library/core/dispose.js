// The symbols of ECMAScript's explicit resource management (2025 proposal, stage 4), for an engine that lacks them: a
// method under `Symbol.dispose` closes an object, and does nothing where it is closed already.

for (const name of ["dispose", "asyncDispose"]) {
    if (!(name in Symbol)) Object.defineProperty(Symbol, name, { value: Symbol(`Symbol.${name}`) });
}
