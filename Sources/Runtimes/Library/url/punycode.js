// Punycode (RFC 3492): the letters of one label of a domain name as ASCII, and back.

const base = 36;
const lowest = 1;
const highest = 26;
const skew = 38;
const damp = 700;
const firstBias = 72;
const firstPoint = 0x80;

/** Section 6.1. */
function adapt(delta, count, isFirst) {
    let rest = isFirst ? Math.floor(delta / damp) : Math.floor(delta / 2);
    rest += Math.floor(rest / count);
    let steps = 0;
    while (rest > ((base - lowest) * highest) / 2) {
        rest = Math.floor(rest / (base - lowest));
        steps += base;
    }
    return steps + Math.floor(((base - lowest + 1) * rest) / (rest + skew));
}

function threshold(place, bias) {
    return Math.min(Math.max(place - bias, lowest), highest);
}

/** Section 6.3. */
export function encodePunycode(text) {
    const points = [...text].map((character) => character.codePointAt(0));
    const basic = points.filter((point) => point < firstPoint);
    const later = [...new Set(points.filter((point) => point >= firstPoint))].sort((a, b) => a - b);
    let digits = "";
    let delta = 0;
    let bias = firstBias;
    let handled = basic.length;
    let last = firstPoint;
    for (const next of later) {
        delta += (next - last) * (handled + 1);
        for (const point of points) {
            if (point < next) delta += 1;
            if (point !== next) continue;
            digits += encodeDelta(delta, bias);
            bias = adapt(delta, handled + 1, handled === basic.length);
            delta = 0;
            handled += 1;
        }
        delta += 1;
        last = next + 1;
    }
    return basic.map((point) => String.fromCharCode(point)).join("") + (basic.length > 0 ? "-" : "") + digits;
}

/** A number of variable length: its digits a to z are 0 to 25, 0 to 9 are 26 to 35. */
function encodeDelta(delta, bias) {
    const digit = (value) => String.fromCharCode(value < 26 ? 0x61 + value : 0x30 + value - 26);
    let text = "";
    let rest = delta;
    for (let place = base; ; place += base) {
        const limit = threshold(place, bias);
        if (rest < limit) return text + digit(rest);
        text += digit(limit + ((rest - limit) % (base - limit)));
        rest = Math.floor((rest - limit) / (base - limit));
    }
}

function valueOf(digit) {
    const code = digit.charCodeAt(0);
    if (code >= 0x30 && code <= 0x39) return code - 0x30 + 26;
    const letter = code | 0x20;
    return letter >= 0x61 && letter <= 0x7a ? letter - 0x61 : base;
}

/** Section 6.2. Null for what is no Punycode. */
export function decodePunycode(text) {
    const end = text.lastIndexOf("-");
    const points = [...text.slice(0, Math.max(end, 0))].map((character) => character.codePointAt(0));
    let [index, next, bias, at] = [0, firstPoint, firstBias, end > 0 ? end + 1 : 0];
    while (at < text.length) {
        const before = index;
        let weight = 1;
        for (let place = base; ; place += base) {
            if (at === text.length) return null;
            const digit = valueOf(text[at++]);
            if (digit >= base) return null;
            index += digit * weight;
            const limit = threshold(place, bias);
            if (digit < limit) break;
            weight *= base - limit;
            if (index > 0x7fff_ffff) return null;
        }
        const count = points.length + 1;
        bias = adapt(index - before, count, before === 0);
        next += Math.floor(index / count);
        index %= count;
        if (next > 0x10_ffff || (next >= 0xd800 && next <= 0xdfff)) return null;
        points.splice(index++, 0, next);
    }
    return points.map((point) => String.fromCodePoint(point)).join("");
}
