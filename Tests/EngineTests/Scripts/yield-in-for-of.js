// A generator that ends at a yield in the head of a for-of: the loop's iterator is not there yet.
function* once() {
    for (const element of yield []);
    return 1;
}
const first = once();
first.next();
if (first.return("end").value !== "end") throw new Error("return");
const second = once();
second.next();
try {
    second.throw(new RangeError("thrown"));
} catch (error) {
    if (!(error instanceof RangeError)) throw error;
}
function* nested() {
    for (const outer of [1, 2]) {
        for (const inner of yield outer) yield inner;
    }
}
const third = nested();
third.next();
third.return(3);
const fourth = nested();
fourth.next();
fourth.next([7]);
fourth.return(3);
