// What was prepared is not collected, and holds what it refers to; what came later is collected, and lets go of what was
// prepared.
const kept = { map: new Map(), list: [] };
const weak = {};
let passedOn = { child: { name: "child" } };
weak.passedOn = new WeakRef(passedOn);
weak.child = new WeakRef(passedOn.child);
let inCycle = { name: "in a cycle" };
let finished = 0;
const registry = new FinalizationRegistry(() => finished++);
leave();

function check(holds, what) {
    if (!holds) throw new Error(what);
}

// Cycles that only what was prepared holds.
(() => {
    const cycle = { kept };
    cycle.self = cycle;
    kept.list.push(cycle);
    kept.map.set("cycle", { cycle });
})();
// Garbage in cycles, one of which holds something that was prepared.
(() => {
    for (let index = 0; index < 100; index++) {
        const cycle = { index };
        cycle.self = cycle;
        registry.register(cycle, index);
    }
    const cycle = { inCycle };
    cycle.self = cycle;
    registry.register(cycle, 100);
})();
inCycle = undefined;
// Something that was prepared, and only what came later holds it.
let holder = { passedOn, others: [] };
holder.others.push(holder);
passedOn = undefined;
for (let round = 0; round < 5; round++) {
    gc();
    jobs();
    check(holder.passedOn.child.name === "child", "what is held is there");
    check(kept.list[0].self === kept.list[0] && kept.map.get("cycle").cycle === kept.list[0], "so is what holds it");
}
check(finished === 101, `${finished} are finished`);
// Its child goes with it: nobody counted more references than there are.
holder.passedOn = undefined;
gc();
check(weak.passedOn.deref() === undefined && weak.child.deref() === undefined, "what nobody holds is freed");
