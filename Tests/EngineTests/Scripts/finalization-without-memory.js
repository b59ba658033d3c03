// Callbacks are made ready while the garbage is collected; memory for one runs out, and for its error it is collected.
const registry = new FinalizationRegistry(() => {});
// Of the kind of that error, so that it takes no more than itself.
const keep = [Object.create(InternalError.prototype)];
for (let length = 2e6, bytes = 64; length < 4e7; length *= 1.6, bytes += 64) {
    for (let i = 0; i < 100; i++) registry.register({ i }, { held: i });
    // Past the size at which it is collected, by something that is no object.
    const text = "x".repeat(length);
    try {
        limit(bytes);
        keep.push({ text: 1 }, { text: 2 }, { text: 3 });
    } catch {
    }
    limit();
}
