// Names of functions and blocks around a function: without memory for one more, the table was read at -1.
let a = 1, b = 2;
const { c } = { c: 3 };
function f(d) {
    let e = 4;
    return () => () => [a, b, c, d, e, (0, eval)("(x) => { with ({}) return () => x; }"), eval("() => a + d + e")];
}
f(1)()();
