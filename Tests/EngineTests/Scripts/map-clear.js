// An iterator that stands at a deleted entry, and is itself in the map that is cleared.
for (const kind of [Map, Set]) {
    const map = new kind();
    (() => {
        const iterator = map.values();
        if (kind === Map) map.set(1, iterator).set(2, 2); else map.add(iterator).add(2);
        iterator.next();
        iterator.next();
    })();
    map.delete(2);
    map.clear();
    if (map.size !== 0) throw new Error("size");
}
