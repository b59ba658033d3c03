// Date as the language has it (ECMAScript, section 21.4): the engine's, with UTC for local time. The system's clock is
// not asked here.
// @ts-nocheck (it passes what is not declared as well, to see what becomes of it)

import { finish, same as check } from "ftl:test";

/** What a function answers, or the name of what it throws. */
function outcome(call) {
    try {
        return call();
    } catch (error) {
        return error.name;
    }
}

const largest = 8.64e15;
const first2024 = 1_704_067_200_000;

// --- Parsing: the interchange format (21.4.1.32) ---

const parsed = {
    "2024": first2024,
    "2024-01": first2024,
    "2024-01-01": first2024,
    "2024-06": 1_717_200_000_000,
    "2024-02-29": 1_709_164_800_000,
    "2024-01-01T00:00Z": first2024,
    "2024-01-01T00:00": first2024,
    "2024-01-01T10:30:15": first2024 + 37_815_000,
    "2024-01-01T10:30:15.5Z": first2024 + 37_815_500,
    "2024-01-01T10:30:15.123Z": first2024 + 37_815_123,
    "2024-01-01T10:30:15.123999Z": first2024 + 37_815_123,
    "2024-01-01T10:00+05:30": first2024 + 16_200_000,
    "2024-01-01T10:00:00-08:00": first2024 + 64_800_000,
    "2024-01-01T24:00:00Z": first2024 + 86_400_000,
    "+002024-01-01T00:00:00Z": first2024,
    "1970-01-01T00:00:00Z": 0,
    "1969-12-31T23:59:59.999Z": -1,
    "0000-01-01T00:00:00Z": -62_167_219_200_000,
    "-000001-01-01T00:00:00Z": -62_198_755_200_000,
    "+275760-09-13T00:00:00.000Z": largest,
    "-271821-04-20T00:00:00.000Z": -largest,
    // What is no date in that format.
    "+275760-09-13T00:00:00.001Z": NaN,
    "-271821-04-19T23:59:59.999Z": NaN,
    "-000000-01-01T00:00:00Z": NaN,
    "2024-13-01": NaN,
    "2024-01-32": NaN,
    "2024-01-01T25:00:00Z": NaN,
    "2024-01-01T24:00:01Z": NaN,
    "2024-01-01T00:60:00Z": NaN,
    "2024-01-01T00:00:60Z": NaN,
    "2024-01-01T00:00:00+": NaN,
    "": NaN,
    "x": NaN,
    // What toString and toUTCString give (21.4.3.2).
    "Mon Jan 01 2024 00:00:00 GMT+0000": first2024,
    "Mon Jan 01 2024 00:00:00 GMT+0100": first2024 - 3_600_000,
    "Mon, 01 Jan 2024 00:00:00 GMT": first2024,
    "Mon Jan 01 2024": first2024,
    // What else people write.
    "Jan 1, 2024": first2024,
    "1 January 2024 10:00 UTC": first2024 + 36_000_000,
    "2024-01-01 10:00": first2024 + 36_000_000,
    "1/2/2024": first2024 + 86_400_000,
};
for (const [text, time] of Object.entries(parsed)) check(`Date.parse(${JSON.stringify(text)})`, Date.parse(text), time);
check("a constructor parses texts too", new Date("2024-01-01").getTime(), first2024);
check("a Date is not read as a text", new Date(new Date(1.5)).getTime(), 1);
check("toString can be read again", Date.parse(new Date(first2024).toString()), first2024);
check("toUTCString too", Date.parse(new Date(first2024).toUTCString()), first2024);
check("and toISOString, at both ends", Date.parse(new Date(-largest).toISOString()), -largest);
check("years before the first, read from toString", Date.parse(new Date("-000001-01-01T00:00:00Z").toISOString()),
    -62_198_755_200_000);

// --- Formatting ---

const date = new Date(first2024 + 37_815_123);
check("toISOString", date.toISOString(), "2024-01-01T10:30:15.123Z");
check("toJSON", JSON.stringify({ date }), '{"date":"2024-01-01T10:30:15.123Z"}');
check("toUTCString", date.toUTCString(), "Mon, 01 Jan 2024 10:30:15 GMT");
check("toDateString", date.toDateString(), "Mon Jan 01 2024");
check("toString", /^Mon Jan 01 2024 10:30:15 GMT\+0000/.test(date.toString()), true);
check("toTimeString", /^10:30:15 GMT\+0000/.test(date.toTimeString()), true);
check("toISOString at the end of time", new Date(largest).toISOString(), "+275760-09-13T00:00:00.000Z");
check("and at its beginning", new Date(-largest).toISOString(), "-271821-04-20T00:00:00.000Z");
check("the year 0", new Date(-62_167_219_200_000).toISOString(), "0000-01-01T00:00:00.000Z");
check("before it", new Date("-000001-01-01T00:00:00Z").toISOString(), "-000001-01-01T00:00:00.000Z");
check("a negative year in toString", new Date("-000001-01-01T00:00:00Z").toDateString(), "Fri Jan 01 -0001");
check("an early year in toUTCString", new Date("0099-03-01T00:00:00Z").toUTCString(), "Sun, 01 Mar 0099 00:00:00 GMT");
check("a text by default", `${date}`, date.toString());
check("a number where one is wanted", +date, date.getTime());
check("a text when it is added", date + 1, `${date}1`);
check("locales are accepted", typeof date.toLocaleString("de-DE", { timeZone: "UTC" }), "string");

// --- Invalid dates ---

const invalid = new Date(NaN);
check("an invalid date as text", String(invalid), "Invalid Date");
check("toUTCString of one", invalid.toUTCString(), "Invalid Date");
check("toISOString of one", outcome(() => invalid.toISOString()), "RangeError");
check("toJSON of one", JSON.stringify(invalid), "null");
check("getters of one", invalid.getFullYear(), NaN);
check("setFullYear makes it valid", new Date(NaN).setFullYear(2024, 0, 1), first2024);
check("other setters do not", new Date(NaN).setHours(1), NaN);
check("beyond the end", new Date(largest + 1).getTime(), NaN);
check("beyond it by setting", new Date(largest).setMilliseconds(1), NaN);
check("a symbol", outcome(() => new Date(Symbol("x"))), "TypeError");
check("a BigInt", outcome(() => new Date(1n)), "TypeError");
check("a getter on something else", outcome(() => Date.prototype.getTime.call({})), "TypeError");

// --- Parts ---

check("local time is UTC", date.getTimezoneOffset(), 0);
const local = [date.getFullYear(), date.getMonth(), date.getDate(), date.getDay(), date.getHours(), date.getMinutes(),
    date.getSeconds(), date.getMilliseconds()];
check("local parts", local.join(), "2024,0,1,1,10,30,15,123");
check("parts in UTC", [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate(), date.getUTCDay(), date.getUTCHours(),
    date.getUTCMinutes(), date.getUTCSeconds(), date.getUTCMilliseconds()].join(), local.join());
check("a day before the epoch", new Date(-1).getDay(), 3);
check("parts of a constructor", new Date(2024, 0, 1, 10, 30, 15, 123).getTime(), date.getTime());
check("Date.UTC", Date.UTC(2024, 0, 1, 10, 30, 15, 123), date.getTime());
check("with a year alone", Date.UTC(2024), first2024);
check("with nothing", Date.UTC(), NaN);
check("two digits are of the last century", new Date(99, 0).getFullYear(), 1999);
check("100 is a year", new Date(100, 0).getFullYear(), 100);
check("-1 is one too", Date.UTC(-1, 0), -62_198_755_200_000);
check("months beyond the year", new Date(2023, 12, 1).getTime(), first2024);
check("months before it", new Date(2025, -12, 1).getTime(), first2024);
check("days beyond the month", new Date(2024, 1, 30).toDateString(), "Fri Mar 01 2024");
check("day 0", new Date(2024, 2, 0).getDate(), 29);
check("a year that is no leap year", new Date(1900, 2, 0).getDate(), 28);
check("one that is", new Date(2000, 2, 0).getDate(), 29);
check("parts of numbers do not count", new Date(2024.9, 0.9, 1.9).getTime(), first2024);
check("a part that is no number", new Date(2024, NaN).getTime(), NaN);
check("times are whole", new Date(1.9).getTime(), 1);
check("towards zero", new Date(-1.9).getTime(), -1);
check("no -0", new Date(-0).getTime(), 0);

// --- Setters ---

/** The time after a setter was called with these values. */
const set = (method, ...values) => {
    const changed = new Date(date);
    const answer = changed[method](...values);
    return answer === changed.getTime() ? changed.toISOString() : `answers ${answer}`;
};
check("setFullYear", set("setFullYear", 2023, 1, 29), "2023-03-01T10:30:15.123Z");
check("setMonth", set("setMonth", 14), "2025-03-01T10:30:15.123Z");
check("setDate", set("setDate", 0), "2023-12-31T10:30:15.123Z");
check("setHours", set("setHours", 25, 61, 61, 1001), "2024-01-02T02:02:02.001Z");
check("setMinutes", set("setMinutes", -1), "2024-01-01T09:59:15.123Z");
check("setSeconds", set("setSeconds", 0, 0), "2024-01-01T10:30:00.000Z");
check("setMilliseconds", set("setMilliseconds", 1000), "2024-01-01T10:30:16.000Z");
check("setUTCHours", set("setUTCHours", 0), "2024-01-01T00:30:15.123Z");
check("setTime", set("setTime", 0), "1970-01-01T00:00:00.000Z");

// --- The class ---

check("Date as a function gives a text", typeof Date(0), "string");
check("length", Date.length, 7);
check("now is a whole number", Number.isInteger(Date.now()), true);
check("a new date is now", Math.abs(new Date() - Date.now()) < 5000, true);
check("toPrimitive wants a known hint", outcome(() => date[Symbol.toPrimitive]("x")), "TypeError");
check("toJSON of anything with toISOString", Date.prototype.toJSON.call({ toISOString: () => "x" }), "x");
check("a subclass", new (class extends Date {})(5).getTime(), 5);
check("a date from before it is less", new Date(1) < new Date(2), true);

finish();
