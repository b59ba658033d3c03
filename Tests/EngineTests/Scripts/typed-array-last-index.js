// The start of the search, from the end: a fraction rounded to "behind the last".
const array = new Uint8Array(16);
if (array.lastIndexOf(0, -1e-20) !== 0) throw new Error("lastIndexOf");
if (array.lastIndexOf(0, -0.5) !== 0) throw new Error("lastIndexOf");
if (array.lastIndexOf(0, -1.5) !== 15) throw new Error("lastIndexOf");
