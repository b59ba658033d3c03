// Quantifiers in each other double the code of what they quantify.
let source = "a";
for (let i = 0; i < 46; i++) source = "(?:" + source + "|)+";
try {
    new RegExp(source).exec("a");
    throw new Error("it was compiled");
} catch (error) {
    if (!(error instanceof SyntaxError && /too large/.test(error.message))) throw error;
}
