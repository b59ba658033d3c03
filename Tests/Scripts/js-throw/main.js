// Throws in a nested function: the report has to name the error and every frame with file, line and column.

function inner(value) {
    if (value > 2) throw new RangeError(`${value} is too much`);
    return inner(value + 1);
}

function outer() {
    return inner(0);
}

console.log("about to throw");
outer();
