// A script that does not parse: nothing of it runs, and the report names the place.

console.log("not reached");
const answer = 6 * ;
