// URL: parsing, resolving, hosts, setters and the rest of the class, case by case (URL standard).
// @ts-nocheck (it passes what is not declared as well, to see what becomes of it)

import { exit, now } from "ftl";
import { failures } from "./failures.js";
import { names, refused } from "./names.js";
import { cases as parsing } from "./parsing.js";
import { cases as places } from "./places.js";
import { setters } from "./setters.js";

let failed = 0;

/** Compares what was found for each case with what is wanted: a line for the group, and one for each that differs. */
function checkAll(what, cases) {
    let wrong = 0;
    for (const { name, found, wanted } of cases) {
        if (found === wanted) continue;
        console.log(`FAILED: ${what}: ${name}: ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`);
        wrong += 1;
    }
    failed += wrong;
    if (wrong === 0) console.log(`ok: ${what} (${cases.length} cases)`);
}

/** What a function answers, or the name of what it throws. */
function outcome(call) {
    try {
        return call();
    } catch (error) {
        return error instanceof TypeError ? "TypeError" : String(error);
    }
}

for (const [what, cases] of Object.entries({ ...parsing, ...places })) {
    checkAll(what, cases.map(([input, base, href]) => ({
        name: JSON.stringify([input, base]),
        found: outcome(() => new URL(input, base ?? undefined).href),
        wanted: href ?? "TypeError",
    })));
    checkAll(`${what}, parsed again`, cases.filter(([, , href]) => href !== null).map(([, , href]) => ({
        name: href, found: outcome(() => new URL(href).href), wanted: href,
    })));
    checkAll(`${what}, whether it can be parsed`, cases.map(([input, base, href]) => ({
        name: JSON.stringify([input, base]), found: URL.canParse(input, base ?? undefined), wanted: href !== null,
    })));
}
for (const [what, inputs] of Object.entries(failures)) {
    checkAll(what, inputs.map((input) => ({
        name: JSON.stringify(input), found: outcome(() => new URL(input).href), wanted: "TypeError",
    })));
    checkAll(`${what}, parsed to null`, inputs.map((input) => ({
        name: JSON.stringify(input), found: URL.parse(input), wanted: null,
    })));
}
checkAll("names of hosts", names.map(([name, host]) => ({
    name: JSON.stringify(name), found: outcome(() => new URL(`http://${name}/`).hostname), wanted: host,
})));
checkAll("names of hosts that are refused", refused.map((name) => ({
    name: JSON.stringify(name), found: outcome(() => new URL(`http://${name}/`).hostname), wanted: "TypeError",
})));
for (const [property, cases] of Object.entries(setters)) {
    checkAll(`setting ${property}`, cases.map(([href, value, wanted]) => {
        const url = new URL(href);
        return { name: JSON.stringify([href, value]), found: outcome(() => (url[property] = value, url.href)), wanted };
    }));
}

const keys = ["origin", "protocol", "username", "password", "host", "hostname", "port", "pathname", "search", "hash"];
const parts = [
    ["http://u:p@h:8/a/b?q#f", "http://h:8,http:,u,p,h:8,h,8,/a/b,?q,#f"],
    ["https://example.org", "https://example.org,https:,,,example.org,example.org,,/,,"],
    ["http://h/?#", "http://h,http:,,,h,h,,/,,"],
    ["ftp://h:21/x", "ftp://h,ftp:,,,h,h,,/x,,"],
    ["wss://[::1]:8/", "wss://[::1]:8,wss:,,,[::1]:8,[::1],8,/,,"],
    ["file://h/x", "null,file:,,,h,h,,/x,,"],
    ["data:x;y?q#f", "null,data:,,,,,,x;y,?q,#f"],
    ["blob:https://h:8/x", "https://h:8,blob:,,,,,,https://h:8/x,,"],
    ["blob:ftp://h/x", "null,blob:,,,,,,ftp://h/x,,"],
    ["blob:x", "null,blob:,,,,,,x,,"],
    ["x://u@h:80/", "null,x:,u,,h:80,h,80,/,,"],
    ["x:/.//a", "null,x:,,,,,,//a,,"],
];
checkAll("parts", parts.map(([href, wanted]) => ({
    name: href, found: keys.map((key) => new URL(href)[key]).join(), wanted,
})));

const url = new URL("http://h/?a=1&b=%20#f");
const params = url.searchParams;
const cases = [];
const check = (name, found, wanted) => cases.push({ name, found, wanted });
check("the parameters are those of the query", [...params].join(";"), "a,1;b, ");
params.append("c", "\u00e9&");
check("a change of the parameters changes the URL", url.href, "http://h/?a=1&b=+&c=%C3%A9%26#f");
params.delete("a");
params.set("b", "2");
check("deleting and setting too", url.search, "?b=2&c=%C3%A9%26");
url.search = "?x=y";
check("a change of the query changes the parameters", params.toString(), "x=y");
url.href = "http://g/?z";
check("also by way of href", params.toString(), "z=");
check("and they are the same object", url.searchParams === params, true);
params.delete("z");
check("no parameters are no query", url.href, "http://g/");
url.search = "?a=~'b";
check("looking at the parameters changes nothing", (url.searchParams.get("a"), url.href), "http://g/?a=~%27b");
url.searchParams.sort();
check("sorting writes the query anew", url.href, "http://g/?a=%7E%27b");
check("a query may begin with a question mark", new URL("http://h/??a").searchParams.has("?a"), true);
url.search = "";
check("setting no query leaves no parameters", params.size, 0);
check("a URL is its href as a string", `${new URL("x:y")}`, "x:y");
check("and as JSON", JSON.stringify({ u: new URL("http://h") }), '{"u":"http://h/"}');
check("its tag", Object.prototype.toString.call(url), "[object URL]");
check("a base may be a URL", new URL("x", new URL("http://h/a/b")).href, "http://h/a/x");
check("the input may be a URL", new URL(new URL("http://h/a")).href, "http://h/a");
check("a base that is none", outcome(() => new URL("http://h/", "x")), "TypeError");
check("no base at all", outcome(() => new URL("x", undefined)), "TypeError");
check("a base of null", outcome(() => new URL("x", null)), "TypeError");
check("no arguments", outcome(() => new URL()), "TypeError");
check("a symbol", outcome(() => new URL(Symbol("x"))), "TypeError");
check("without new", outcome(() => URL("http://h")), "TypeError");
check("a setter on something else", outcome(() => Reflect.set(URL.prototype, "href", "x:y")), "TypeError");
check("href takes URLs alone", outcome(() => (url.href = "x")), "TypeError");
check("and stays as it was", url.href, "http://g/");
check("origin cannot be set", outcome(() => (url.origin = "x")), "TypeError");
check("parse answers a URL", URL.parse("x", "http://h/a/b").href, "http://h/a/x");
check("object URLs are refused", outcome(() => URL.createObjectURL({})), "TypeError");
check("revoking them too", outcome(() => URL.revokeObjectURL("blob:x")), "TypeError");
checkAll("the class", cases);

const reasons = [
    ["x", "base"], ["http://", "host"], ["http://h:99999", "65535"], ["http://a b", '" "'], ["http://1.2.3.256", "IPv4"],
    ["http://[1", "IPv6"], ["http://h:x", "port"], ["http://\ue000", "U+E000"],
];
checkAll("errors name what is wrong", reasons.map(([input, word]) => {
    try {
        return { name: input, found: new URL(input).href, wanted: "an error" };
    } catch (error) {
        return { name: input, found: error.message.includes(word) || error.message, wanted: true };
    }
}));

// Eight times the length may take eight times as long, and not sixty-four times.
const longUrl = (length) =>
    new URL(`http://h/${"a/../".repeat(length)}?${"x".repeat(10 * length)}#${"\u00e9".repeat(length)}`);
const start = now();
longUrl(2_500);
const middle = now();
const long = longUrl(20_000);
checkAll("a long URL", [
    { name: "path", found: long.pathname, wanted: "/" },
    { name: "query", found: long.search.length, wanted: 200_001 },
    { name: "fragment", found: long.hash.length, wanted: 120_001 },
    { name: "time", found: now() - middle < 24 * (middle - start), wanted: true },
]);
console.log(failed === 0 ? "every URL is as it should be" : `${failed} are not as they should be`);
exit(failed === 0 ? 0 : 1);
