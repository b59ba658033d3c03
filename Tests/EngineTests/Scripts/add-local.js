// A local variable that is a text, and gets something else while what is added to it is made a text.
function add() {
    var text = "a" + Math.min(1);
    var other = { toString() { text = 1.5; return "b"; } };
    text += other;
    return text;
}
if (add() !== "a1b") throw new Error(add());
function addAgain() {
    var text = "x".repeat(100);
    var other = { valueOf() { text = null; gc(); return "y".repeat(100); } };
    text += other;
    return text;
}
if (addAgain() !== "x".repeat(100) + "y".repeat(100)) throw new Error("addAgain");
