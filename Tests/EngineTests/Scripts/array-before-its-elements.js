// Arrays whose elements come from getters, which may have the garbage collected.
const like = { length: 1000, get 0() { gc(); return 0; }, get 500() { gc(); return 500; } };
Array.prototype.toReversed.call(like);
Array.prototype.toSorted.call(like, undefined);
Array.prototype.toSpliced.call(like, 1, 1);
Array.prototype.with.call(like, 1, 1);
for (const method of ["toReversed", "toSorted", "toSpliced", "with"]) {
    const failing = { length: 1000, get 10() { gc(); throw new RangeError("no"); }, get 990() { gc(); throw new RangeError("no"); } };
    try {
        Array.prototype[method].call(failing, method === "toSorted" ? undefined : 1, 1);
        throw new Error(method);
    } catch (error) {
        if (!(error instanceof RangeError)) throw error;
    }
}
