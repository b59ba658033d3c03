// How many columns text takes on a terminal, and where its characters begin and end: a character is a code point with
// the marks that stand on it. Terminals differ about the rarer ones; this is what most of them do (Unicode's East Asian
// Width, UAX 11, wide and full-width; pictures are wide).

/** First and last code points of what is two columns wide. */
const wide = [
    [0x1100, 0x115f], [0x231a, 0x231b], [0x2329, 0x232a], [0x23e9, 0x23ec], [0x25fd, 0x25fe], [0x2614, 0x2615],
    [0x2648, 0x2653], [0x26a1, 0x26a1], [0x26bd, 0x26be], [0x2705, 0x2705], [0x270a, 0x270b], [0x2728, 0x2728],
    [0x274c, 0x274c], [0x2753, 0x2755], [0x2795, 0x2797], [0x2b50, 0x2b50], [0x2e80, 0x303e], [0x3041, 0x4dbf],
    [0x4e00, 0xa4cf], [0xa960, 0xa97f], [0xac00, 0xd7a3], [0xf900, 0xfaff], [0xfe30, 0xfe6f], [0xff00, 0xff60],
    [0xffe0, 0xffe6], [0x1f300, 0x1f64f], [0x1f680, 0x1f6ff], [0x1f7e0, 0x1f7eb], [0x1f900, 0x1f9ff],
    [0x1fa70, 0x1faff], [0x20000, 0x3fffd],
];
const marks = /^[\p{Mn}\p{Me}\p{Cf}]$/u;
const softHyphen = 0xad;

/** Columns of a code point: 0, 1 or 2. */
export function widthOf(codePoint) {
    if (codePoint < 0x300) return codePoint < 0x20 || (codePoint >= 0x7f && codePoint < 0xa0) ? 0 : 1;
    if (codePoint !== softHyphen && marks.test(String.fromCodePoint(codePoint))) return 0;
    for (const [first, last] of wide) {
        if (codePoint < first) return 1;
        if (codePoint <= last) return 2;
    }
    return 1;
}

/** Columns of a text. */
export function textWidth(text) {
    let width = 0;
    for (const character of text) width += widthOf(character.codePointAt(0));
    return width;
}

function isMark(text, at) {
    const unit = text.charCodeAt(at);
    return unit >= 0x300 && widthOf(text.codePointAt(at)) === 0;
}

/** Where the character that begins at an index ends. */
export function nextBoundary(text, at) {
    if (at >= text.length) return text.length;
    let end = at + (text.codePointAt(at) > 0xffff ? 2 : 1);
    while (end < text.length && isMark(text, end)) end += text.codePointAt(end) > 0xffff ? 2 : 1;
    return end;
}

/** Where the character before an index begins. */
export function previousBoundary(text, at) {
    let start = at;
    while (start > 0) {
        start -= 1;
        const unit = text.charCodeAt(start);
        const isSecondHalf = unit >= 0xdc00 && unit <= 0xdfff;
        if (isSecondHalf && start > 0 && text.codePointAt(start - 1) > 0xffff) start -= 1;
        if (!isMark(text, start)) break;
    }
    return start;
}
