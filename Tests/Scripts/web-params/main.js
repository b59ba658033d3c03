// URLSearchParams (URL standard, section 6.2), by itself; web-url has it as part of a URL.
// @ts-nocheck (it passes what is not declared as well, to see what becomes of it)

import { finish, same as check } from "ftl:test";

/** What a function answers, or the name of what it throws. */
function outcome(call) {
    try {
        return call();
    } catch (error) {
        return error instanceof TypeError ? "TypeError" : String(error);
    }
}

const text = (init) => outcome(() => new URLSearchParams(init).toString());
const list = (init) => outcome(() => JSON.stringify([...new URLSearchParams(init)]));

// --- Parsing ---

check("a query", list("a=1&b=2"), '[["a","1"],["b","2"]]');
check("a question mark before it", list("?a=1"), '[["a","1"]]');
check("a second one is a part of it", list("??a=1"), '[["?a","1"]]');
check("no value", list("a&b="), '[["a",""],["b",""]]');
check("no name", list("=1&="), '[["","1"],["",""]]');
check("nothing between", list("&&a&&"), '[["a",""]]');
check("more than one equals sign", list("a=b=c"), '[["a","b=c"]]');
check("pluses are spaces", list("a+b=c+d"), '[["a b","c d"]]');
check("percent-encoded bytes", list("%61=%C3%A9%2B%26%3d"), '[["a","\u00e9+&="]]');
check("ill-formed ones", list("a=%zz%&%4"), '[["a","%zz%"],["%4",""]]');
check("bytes that are no UTF-8", list("a=%ff%c3"), '[["a","\ufffd\ufffd"]]');
check("a byte order mark stays", list("a=%EF%BB%BFx"), '[["a","\ufeffx"]]');
check("characters beyond 16 bits", list("\u{1f600}=%F0%9F%98%80"), '[["\u{1f600}","\u{1f600}"]]');
check("half a pair", list("\ud800"), '[["\ufffd",""]]');
check("nothing", list(""), "[]");
check("undefined", list(undefined), "[]");
check("null is a text", list(null), '[["null",""]]');
check("a number is one too", list(12), '[["12",""]]');
check("a null byte", list("a=%00b"), '[["a","\\u0000b"]]');

// --- Sequences and records ---

check("pairs", list([["a", "1"], ["b", 2]]), '[["a","1"],["b","2"]]');
check("pairs of any iterable", list(new Map([["a", 1], ["b", 2]])), '[["a","1"],["b","2"]]');
check("pairs that are iterables", list([new Set(["a", "b"])]), '[["a","b"]]');
check("other parameters", list(new URLSearchParams("a=1&a=2")), '[["a","1"],["a","2"]]');
check("no pairs", list([]), "[]");
check("a pair of one", list([["a"]]), "TypeError");
check("a pair of three", list([["a", "b", "c"]]), "TypeError");
check("texts for pairs", list(["ab"]), "TypeError");
check("numbers for pairs", list([1]), "TypeError");
check("a text's object", list(Object("ab")), "TypeError");
check("an object", list({ a: 1, b: "\u00e9" }), '[["a","1"],["b","\u00e9"]]');
check("its inherited properties do not count", list(Object.create({ a: 1 }, { b: { value: 2, enumerable: true } })),
    '[["b","2"]]');
check("nor those that are not enumerable", list(Object.defineProperty({ a: 1 }, "b", { value: 2 })), '[["a","1"]]');
check("a symbol for a name", list({ [Symbol("s")]: 1 }), "TypeError");
check("a symbol for a value", list({ a: Symbol("s") }), "TypeError");
check("names that become the same", list({ "\ud800": 1, x: 2, "\ufffd": 3 }), '[["\ufffd","3"],["x","2"]]');
check("a function is an object too", list(Object.assign(() => 1, { a: 1 })), '[["a","1"]]');
check("an iterator that is none", list({ [Symbol.iterator]: 1 }), "TypeError");
check("no iterator after all", list({ [Symbol.iterator]: null, a: 1 }), "TypeError");

// --- Serializing ---

check("what stays as it is", text([["a*-._Z9", "b"]]), "a*-._Z9=b");
check("spaces become pluses", text([["a b", "c  d"]]), "a+b=c++d");
check("all else is encoded", text([["!'()~", "@:/?#[]&=+$,;%"]]),
    "%21%27%28%29%7E=%40%3A%2F%3F%23%5B%5D%26%3D%2B%24%2C%3B%25");
check("bytes of UTF-8", text([["\u00e9", "\u{1f600}"]]), "%C3%A9=%F0%9F%98%80");
check("empty names and values", text("=&a"), "=&a=");
check("controls", text([["\n", "\u0000"]]), "%0A=%00");

// --- Reading and changing ---

const params = new URLSearchParams("a=1&b=2&a=3&c=");
check("get answers the first", params.get("a"), "1");
check("or null", params.get("z"), null);
check("getAll answers all", params.getAll("a").join(), "1,3");
check("or none", params.getAll("z").length, 0);
check("has", params.has("c") && !params.has("z"), true);
check("has with a value", params.has("a", "3") && !params.has("a", "2"), true);
check("a value that is undefined does not count", params.has("a", undefined), true);
check("a value that is null does", params.has("a", null), false);
check("size", params.size, 4);
params.append("a", 4);
check("append", params.toString(), "a=1&b=2&a=3&c=&a=4");
params.set("a", "x");
check("set takes the first one's place", params.toString(), "a=x&b=2&c=");
params.set("d", null);
check("set of a new name", params.toString(), "a=x&b=2&c=&d=null");
params.delete("b");
check("delete", params.toString(), "a=x&c=&d=null");
params.append("c", "y");
params.delete("c", "");
check("delete with a value", params.toString(), "a=x&d=null&c=y");
params.delete("c", "z");
check("delete of what is not there", params.size, 3);

const sorted = new URLSearchParams("z=b&a=b&z=a&a=a");
sorted.sort();
check("sort is stable", sorted.toString(), "a=b&a=a&z=b&z=a");
const units = new URLSearchParams([["\uffff", 1], ["\u{1f600}", 2], ["\ufffd", 3], ["e", 4], ["\u00e9", 5], ["", 6]]);
units.sort();
check("and by code units", [...units.values()].join(), "6,4,5,2,3,1");

// --- Iterating ---

const some = new URLSearchParams("a=1&b=2");
check("keys", [...some.keys()].join(), "a,b");
check("values", [...some.values()].join(), "1,2");
check("entries", [...some.entries()].join(";"), "a,1;b,2");
check("entries are what iterating gives", URLSearchParams.prototype.entries === URLSearchParams.prototype[Symbol.iterator],
    true);
const seen = [];
some.forEach(function (value, name, all) {
    seen.push(`${name}${value}${all === some}${this}`);
}, "T");
check("forEach", seen.join(), "a1trueT,b2trueT");
check("forEach takes a function", outcome(() => some.forEach(1)), "TypeError");
const live = new URLSearchParams("a=1&b=2&c=3");
const names = [];
for (const [name] of live) {
    names.push(name);
    live.delete(name);
}
check("what is changed meanwhile shows", names.join(), "a,c");
const growing = new URLSearchParams("a");
for (const [name] of growing) if (growing.size < 5) growing.append(`${name}x`, "");
check("also what is added", growing.toString(), "a=&ax=&axx=&axxx=&axxxx=");
check("the iterator's next is its own", some.entries().next().value.join(), "a,1");
check("a pair that is changed changes nothing", (([...some][0][0] = "z"), some.toString()), "a=1&b=2");

// --- Arguments ---

check("append needs two", outcome(() => some.append("a")), "TypeError");
check("set too", outcome(() => some.set("a")), "TypeError");
for (const method of ["delete", "get", "getAll", "has", "forEach"]) {
    check(`${method} needs one`, outcome(() => some[method]()), "TypeError");
}
check("without new", outcome(() => URLSearchParams("a")), "TypeError");
check("something else as this", outcome(() => URLSearchParams.prototype.get.call({}, "a")), "TypeError");
check("the tag", Object.prototype.toString.call(some), "[object URLSearchParams]");

finish();
