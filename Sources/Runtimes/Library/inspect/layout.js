// How the items of an object are laid out in lines.

/** Items of one object. */
export const itemLimit = 100;
/** Characters of one string, one name or one stack. */
export const cutLimit = 10_000;
export const indentStep = "  ";
const lineLength = 76;

/** What stands for the items beyond the limit. */
export function more(size) {
    return size > itemLimit ? `... ${size - itemLimit} more` : "...";
}

/** Short items, as many to a line as fit. */
function fillLines(items, indent) {
    const lines = [];
    for (const item of items) {
        const last = lines.at(-1);
        if (last !== undefined && indent + last.length + item.length + 4 <= lineLength) {
            lines[lines.length - 1] = `${last}, ${item}`;
        } else {
            lines.push(item);
        }
    }
    return lines;
}

/** In one line where they fit, one item to a line otherwise. @param brackets "[]" or "{}". */
export function layOut(label, [open, close], items, indent) {
    const start = label ? `${label} ${open}` : open;
    if (items.length === 0) return start + close;
    const length = items.reduce((sum, item) => sum + item.length + 2, start.length + indent.length);
    if (length <= lineLength && !items.some((item) => item.includes("\n"))) {
        return `${start} ${items.join(", ")} ${close}`;
    }
    const isShort = (item) => item.length <= 12 || item.startsWith("... ");
    const lines = open === "[" && items.every(isShort) ? fillLines(items, indent.length) : items;
    return `${start}\n${lines.map((line) => indent + indentStep + line).join(",\n")}\n${indent}${close}`;
}
