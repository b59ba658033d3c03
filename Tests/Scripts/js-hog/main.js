// Takes memory until there is none. It must end with a report, whatever the last allocation was for.

const kept = [];
let megabytes = 0;
try {
    while (true) {
        kept.push(new Uint8Array(1024 * 1024).fill(1));
        megabytes += 1;
    }
} catch (error) {
    console.log(`${error.name}: ${error.message}, after ${megabytes > 8 ? "many" : "few"} megabytes`);
}
// The rest in small pieces, so that the report itself has to be made without memory.
while (true) kept.push({ next: kept.length, text: `item ${kept.length}` });
