// The least that a script says. What it costs to run one is measured on it (docs/performance.md).

console.log("hello");
