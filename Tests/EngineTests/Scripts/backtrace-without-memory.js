// An error whose stack is being put down when memory runs out: the new error took the place of the old one.
const name = "n".repeat(1 << 20);
function stumble() {
    missing;
}
Object.defineProperty(stumble, "name", { value: name });
for (let bytes = 1 << 20; bytes < 6 << 20; bytes += 1 << 16) {
    try {
        limit(bytes);
        stumble();
    } catch (error) {
    }
}
limit();
// And one for which there is not even an object: its stack was put down nevertheless, which threw the next one.
for (let n = 0; n < 20; n++) {
    try {
        fail(n);
        Symbol.keyFor(1);
    } catch (error) {
    }
    fail();
}
