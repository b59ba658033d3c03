// Each of the allocations fails once, alone and with all that follow, while a regular expression is compiled and run.
const sources = [
    "a|b|c|d", "(?<first>a+)|(?<second>b)", "(?<a>x)(?<bcdefghijklmnop>y)?", "(?<=(?:a|b){2,3}?)c*?|\\b(?:xyz)", "[a-z\\d]|(?:(?:a|bb)*?){2,}?",
    "(?<n>" + "a|".repeat(40) + "b)\\k<n>", "((((a)|b)|c)|d)*?" + "|(e)".repeat(20),
];
for (const source of sources) {
    for (const count of [1, 1e9]) {
        for (let n = 0; ; n++) {
            fail(n, count);
            try {
                const match = new RegExp(source, "di").exec("xabcabc");
                String(match?.groups?.n) + Object.keys(match?.indices?.groups ?? {});
            } catch (error) {
                if (!fail()) throw error;
                continue;
            }
            if (!fail()) break;
        }
    }
}
