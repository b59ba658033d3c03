// The editor, by what is seen on a screen of 80 columns.

import { complete, History, textWidth } from "ftl:terminal";
import { check } from "./check.js";
import { Typist } from "./typist.js";

const [left, right, up, down, home, end, del] =
    ["\x1b[D", "\x1b[C", "\x1b[A", "\x1b[B", "\x1b[H", "\x1b[F", "\x1b[3~"];

function seen(keys, options) {
    return new Typist(options).type(keys).seen;
}

export function checkEditing() {
    check("the prompt", seen(""), "> |");
    check("typing", seen("abc"), "> abc|");
    check("left and right", seen(`abc${left}${left}${right}`), "> ab|c");
    check("not beyond the ends", seen(`ab${left.repeat(5)}`), "> |ab");
    check("typing in the middle", seen(`ac${left}b`), "> ab|c");
    check("backspace", seen(`abc${left}\x7f`), "> a|c");
    check("delete", seen(`abc${home}${del}`), "> |bc");
    check("Ctrl-D in a line deletes", seen("abc\x01\x04"), "> |bc");
    check("home and end", seen(`abc${home}x${end}y`), "> xabcy|");
    check("Ctrl-A and Ctrl-E", seen("abc\x01x\x05y"), "> xabcy|");
    check("Ctrl-B and Ctrl-F", seen("abc\x02\x02\x06"), "> ab|c");
    check("Ctrl-K", seen(`abcd${left}${left}\x0b`), "> ab|");
    check("Ctrl-U", seen(`abcd${left}\x15`), "> |d");
    check("Ctrl-W", seen("one two.three  \x17"), "> one |");
    check("what was killed comes back", seen("abc def\x17\x01\x19"), "> def|abc");
    check("alt-b stops at names", seen("one two.three\x1bb\x1bb"), "> one |two.three");
    check("alt-f", seen("one two.three\x01\x1bf\x1bf"), "> one two|.three");
    check("alt-d", seen("one two\x01\x1bd"), "> | two");
    check("alt-backspace", seen("one two.three\x1b\x7f"), "> one two.|");
    check("Ctrl-T in the line", seen(`abcd${left}${left}\x14`), "> acb|d");
    check("Ctrl-T at its end", seen("abcd\x14"), "> abdc|");
    check("Ctrl-T alone does nothing", seen("a\x14"), "> a|");
    check("Ctrl-L clears the screen", new Typist().type("x\rabc\x0c").screen.rows, ["> abc"]);
    check("characters of two columns", seen(`漢字${left}a`), "> 漢a|字");
    check("backspace takes a character with its marks", seen("ae\u0301\u0302\x7f"), "> a|");
    check("so does going left", seen(`ae\u0301b${left}${left}x`), "> ax|e\u0301b");
    check("and a character outside the first plane", seen("a😀\x7fb"), "> ab|");
    check("in pieces of one byte", new Typist().type(`aé漢😀${left}${left}x`, 1).seen, "> aéx|漢😀");
    check("widths", ["a", "é", "漢", "😀", "e\u0301", "\u200b", "｡"].map(textWidth), [1, 1, 2, 2, 1, 0, 1]);
    checkLines();
    checkLongLines();
    checkHistory();
    checkCompletion();
}

function checkLines() {
    const typist = new Typist().type("1+1\r\x03abc\x03\x04");
    check("lines, Ctrl-C, Ctrl-D on an empty line", typist.actions, [
        { type: "line", text: "1+1", isPasted: false }, { type: "interrupt" }, { type: "interrupt" }, { type: "end" },
    ]);
    check("what stays on the screen", typist.screen.rows, ["> 1+1", "> ^C", "> abc^C", ">", ">"]);
    const pasted = new Typist().type("\x1b[200~if (x) {\n\ty()\n}\x1b[201~\r");
    check("lines of a paste", pasted.actions, [
        { type: "line", text: "if (x) {", isPasted: true }, { type: "line", text: "    y()", isPasted: true },
        { type: "line", text: "}", isPasted: false },
    ]);
}

function checkLongLines() {
    const digits = Array.from({ length: 30 }, (_, index) => `${index}`.padStart(4, ".")).join("");
    const typist = new Typist().type(digits, 7);
    check("a long line shows its end", typist.seen, `> ${digits.slice(-76)}|`);
    check("at its start it shows that", typist.type("\x01").seen, `> |${digits.slice(0, 77)}`);
    typist.type("\x1b[C".repeat(100));
    check("the cursor stays on the screen", typist.seen, `> ${digits.slice(24, 100)}|${digits.slice(100, 101)}`);
    check("it never wraps", typist.screen.rows.length, 1);
    check("wide characters do not hang over", new Typist().type("漢".repeat(60)).seen, `> ${"漢".repeat(38)}|`);
    const large = "x".repeat(100_000);
    const pasted = new Typist().type(`"${large}"\r`, 1024);
    check("100 kB in one line", pasted.actions[0].text === `"${large}"`, true);
    const lines = "let some = 'thing';\r".repeat(5000);
    const blind = new Typist({ isBlind: true });
    check("100 kB in many lines", blind.type(lines, 1000).actions.length, 5000);
    check("a redraw begins with a return and repeats the whole", drawn("漢".repeat(300)).startsWith("\r> "), true);
    check("and is short", drawn(`${"e\u0301\u0302\u0303".repeat(300)}`).length < 1000, true);
}

/** What the editor sends for one more character. */
function drawn(text) {
    const { editor } = new Typist().type(text);
    editor.press({ name: "text", text: "x" });
    return editor.takeOutput();
}

function checkHistory() {
    const history = new History({ entries: 4, characters: 40 });
    for (const line of ["one", "two", "three", "two", " ", ""]) history.add(line);
    check("blank lines are not kept, and none twice", history.entries, ["one", "three", "two"]);
    const type = (keys) => seen(keys, { history });
    check("up", type(up), "> two|");
    check("up and up", type(up + up), "> three|");
    check("not beyond the first", type(up.repeat(9)), "> one|");
    check("down", type(up + up + down), "> two|");
    check("down again is what was typed", type(`${up}${up}${down}${down}`), "> |");
    check("only lines with that beginning", type(`t${up}${up}`), "> three|");
    check("down to what was typed of it", type(`t${up}${up}${down}${down}`), "> t|");
    check("no such line rings the bell", new Typist({ history }).type(`x${up}`).screen.bells, 1);
    check("Ctrl-P and Ctrl-N", type("\x10\x10\x0e"), "> two|");
    check("a line from it can be edited", type(`${up}\x7fist`), "> twist|");
    for (const line of ["a", "b", "c", "d"]) history.add(line);
    check("it is bounded in lines", history.entries, ["a", "b", "c", "d"]);
    history.add("x".repeat(38));
    check("and in characters", history.entries.length, 3);
    history.add("x".repeat(41));
    check("what is longer than all is not kept", history.entries.length, 3);
    history.add("if (x) {\n}");
    check("lines of several lines are shown in one", type(up), "> if (x) {\u21b5}|");
}

function checkCompletion() {
    let calls = 0;
    const scope = {
        alpha: { beta: { gamma: 1, general: 2 }, get getter() { calls += 1; return {}; } },
        alphabet: "text", list: Array(100_000).fill(0), bytes: new Uint8Array(1_000_000), "no-name": 1, ünder: 1,
    };
    const names = (text) => complete(text, scope).candidates;
    check("globals", names("alp"), ["alpha", "alphabet"]);
    check("keywords", names("con"), ["const", "constructor", "continue"]);
    check("nothing for nothing", names("alpha "), []);
    check("properties", names("alpha."), ["beta", "getter"]);
    check("of properties", names("alpha.beta.g"), ["gamma", "general"]);
    check("with a question mark", names("alpha?.beta?.gam"), ["gamma"]);
    check("after an operator", names("1+alpha.be"), ["beta"]);
    check("in brackets and templates", [names("f(alpha.b"), names("`${alpha.b")], [["beta"], ["beta"]]);
    check("not in quotes", [names("f('alpha.b"), names("\"alp"), names("\"a\" + alpha.b")], [[], [], ["beta"]]);
    check("after three dots", names("[...alphab"), ["alphabet"]);
    check("of strings", names("alphabet.toUp"), ["toUpperCase"]);
    check("inherited ones", names("list.findL"), ["findLast", "findLastIndex"]);
    check("not through a getter", [names("alpha.getter.x"), calls], [[], 0]);
    check("not through a call", [names("alpha().b"), names("alpha[0].b"), names("'x'.toS")], [[], [], []]);
    check("not of numbers", [names("1.to"), names("12alp")], [[], []]);
    check("not of what is not there", names("nothing.at.all"), []);
    check("indices are no names", names("bytes.0").concat(names("list.")).includes("0"), false);
    check("only what can be written", names("no").includes("no-name"), false);
    check("letters of other alphabets", names("ün"), ["ünder"]);
    const refusing = new Proxy({}, { ownKeys() { throw new Error("no"); } });
    check("of what refuses", complete("it.x", { it: refusing }).candidates, []);
    const typist = () => new Typist({ complete: (text) => complete(text, scope) });
    check("Tab adds what all have in common", typist().type("al\t").seen, "> alpha|");
    check("then it lists them", typist().type("al\t\t").screen.rows, ["> alpha", "alpha     alphabet", "> alpha"]);
    check("one candidate is taken", typist().type("alpha.b\t.ga\t").seen, "> alpha.beta.gamma|");
    check("in the middle of a line", typist().type(`x(alpha.b)${left}\t`).seen, "> x(alpha.beta|)");
    check("none rings the bell", typist().type("zz\t").screen.bells, 1);
    check("Tab where there is no name indents", typist().type("\tx = \t").seen, ">     x =     |");
}
