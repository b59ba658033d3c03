// Throws an error that cannot be looked at, after breaking what the library looks with. The report names the place.

const error = new RangeError("hidden");
Object.defineProperty(error, "message", {
    get() {
        throw new Error("not to be looked at");
    },
});
console.log(error);
String.prototype.split = () => {
    throw new Error("not to be split");
};
throw new RangeError("still told");
