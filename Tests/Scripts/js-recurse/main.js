// Recurses for ever. First it shows that the end of the stack is an error like any other, then it does not catch it.

function descend(depth) {
    return descend(depth + 1) + 1;
}

for (const round of [1, 2, 3]) {
    try {
        descend(0);
    } catch (error) {
        console.log(`round ${round}: ${error.name}: ${error.message}`);
    }
}

// Deep recursion in the engine's own natives.
try {
    let nested = "[".repeat(100000);
    JSON.parse(nested);
} catch (error) {
    console.log(`nested: ${error.name}`);
}

descend(0);
