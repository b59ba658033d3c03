// Domain names (URL standard, section 3.3): what is not ASCII in them becomes Punycode, as in UTS #46.
//
// The tables of UTS #46 are not here. Their mapping is built from what the engine knows of Unicode: case and NFKC. So
// are its rules of what is valid: what is unassigned, private, invisible or a space is refused. Where those know more
// than the engine tells, this is stricter or looser: a joiner (U+200C, U+200D) is let through after a virama alone, not
// between letters that join; and the direction of a character follows from the block it is in.

import { decodePunycode, encodePunycode } from "./punycode.js";

/** What the mapping leaves out: UTS #46, status "ignored". */
const ignored = /[\u00ad\u034f\u180b-\u180d\u180f\u200b\u2060\u2064\ufe00-\ufe0f\ufeff\u{e0100}-\u{e01ef}]/gu;
/** Status "disallowed", as far as properties tell; marks, letters, figures, punctuation and symbols are left. */
const disallowed = /[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}\u2ff0-\u2fff\ufffc\ufffd]/u;
/** Blocks of scripts that are written from right to left. */
const rightToLeft = /^[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]$/u;
const european = /^[0-9\u06f0-\u06f9]$/;
const arabic = /^[\u0660-\u0669]$/;
/** Signs that take away a letter's vowel (canonical combining class 9), with a joiner. */
const joined =
    /([\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca\u0e3a\u0f84\u1039\u17d2])[\u200c\u200d]/g;

/** Why a name is refused, as a text; what domainToAscii throws. */
export class DomainFailure {
    constructor(reason) {
        this.reason = reason;
    }
}

/** Code units of a name that is not ASCII; one that is has no bound. Those of the network have 253 characters. */
const longestName = 1024;

/** The domain parser, not strict. Throws DomainFailure. */
export function domainToAscii(domain) {
    if (/^[\0-\x7f]*$/.test(domain)) return domain.toLowerCase();
    // Punycode takes the square of the number of different letters.
    if (domain.length > longestName) throw new DomainFailure(`its host has more than ${longestName} characters`);
    const labels = map(domain).split(".");
    const letters = labels.map(toUnicode);
    for (const label of letters) requireValid(label);
    if (letters.some((label) => [...label].some(isRightToLeft))) letters.forEach(requireOneDirection);
    return letters.map((label) => (/^[\0-\x7f]*$/.test(label) ? label : `xn--${encodePunycode(label)}`)).join(".");
}

/** UTS #46, section 4, steps 1 and 2. */
function map(text) {
    let mapped = text.replace(ignored, "").replace(/\u3002/g, ".");
    for (const character of mapped) {
        // A full stop inside a character (U+2024, U+2488) would divide the name where nobody sees it.
        if (/[^.\uff0e\uff61]/u.test(character) && character.normalize("NFKC").includes(".")) refuse(character);
    }
    for (let before; before !== mapped;) {
        before = mapped;
        mapped = foldCase(mapped).normalize("NFKC").replace(/\u3002/g, ".");
    }
    return mapped;
}

/** Lower case, where case folding is not something else (Unicode, CaseFolding.txt). */
function foldCase(text) {
    return text
        // At the end of a word too: a final sigma is one only where it was written so.
        .replace(/\u03a3/g, "\u03c3")
        .replace(/[\u0345\u1c80-\u1c88\u1f80-\u1fff]/g, (character) => character.toUpperCase())
        .toLowerCase()
        .replace(/[\u13f8-\u13fd\uab70-\uabbf]/g, (character) => character.toUpperCase());
}

/** Step 4: a label that is Punycode already is looked at as what it stands for. */
function toUnicode(label) {
    if (!label.startsWith("xn--")) return label;
    const decoded = /^[\0-\x7f]*$/.test(label) ? decodePunycode(label.slice(4)) : null;
    if (decoded === null || /^[\0-\x7f]*$/.test(decoded) || decoded.includes(".") || map(decoded) !== decoded) {
        throw new DomainFailure(`'${label}' is no Punycode`);
    }
    return decoded;
}

/** UTS #46, section 4.1, criteria 1, 5, 6 and 7. */
function requireValid(label) {
    const found = disallowed.exec(label.replace(/[\0-\x7f]/g, "").replace(joined, "$1"));
    if (found) refuse(found[0]);
    const first = /^\p{M}/u.exec(label);
    if (first) refuse(first[0]);
}

function refuse(character) {
    const code = character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
    throw new DomainFailure(`U+${code} is not allowed in a name of a host`);
}

function isRightToLeft(character) {
    return rightToLeft.test(character) && /[\p{L}\p{Nd}]/u.test(character) && !isNumber(character);
}

/** Of the numbers that go with both directions. */
function isNumber(character) {
    return european.test(character) || arabic.test(character);
}

/** Criterion 9: the Bidi Rule (RFC 5893, section 2), for the labels of a name with letters from right to left. */
function requireOneDirection(label) {
    if (label === "") return;
    const characters = [...label];
    const last = characters.findLast((character) => !/\p{M}/u.test(character));
    const isLeft = (character) =>
        /[\p{L}\p{Nd}]/u.test(character) && !isRightToLeft(character) && !isNumber(character);
    const isRight = isRightToLeft(characters[0]);
    const isWrong = isRight
        ? characters.some(isLeft) || !(isRightToLeft(last) || isNumber(last)) ||
          (characters.some((character) => european.test(character)) && characters.some((one) => arabic.test(one)))
        : !isLeft(characters[0]) || !(isLeft(last) || european.test(last)) ||
          characters.some((character) => isRightToLeft(character) || arabic.test(character));
    if (isWrong) throw new DomainFailure(`'${label}' mixes letters that are written in different directions`);
}
