// A promise is asked for its "then" while an async generator hands it over, and that goes on with the generator.
let iterator;
let hits = 0;
let inside = false;
Object.defineProperty(Object.prototype, "then", { configurable: true, get() {
    if (inside || !iterator) return undefined;
    inside = true;
    hits++;
    if (hits === 1) iterator.return(0);
    else if (hits === 2) { iterator.next(1); iterator.return(1); }
    else if (hits < 6) { iterator.throw(2).catch(() => {}); gc(); }
    inside = false;
    return undefined;
} });
let resolve;
async function* generate() { try { yield 1; await new Promise(done => { resolve = done; }); yield 2; } finally { yield 3; await 0; } }
iterator = generate();
(async () => {
    await null;
    iterator.next(); iterator.next(); iterator.return(5);
    for (let i = 0; i < 20; i++) { await null; resolve?.(0); gc(); }
    iterator.next(); iterator.return(7);
})();
