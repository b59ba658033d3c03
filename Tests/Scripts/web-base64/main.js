// atob and btoa (HTML 8.3).
// @ts-nocheck (it passes what the declarations forbid, on purpose)

import { check, fails, finish, same } from "ftl:test";

// --- btoa ---

const vectors = [
    ["", ""], ["f", "Zg=="], ["fo", "Zm8="], ["foo", "Zm9v"], ["foob", "Zm9vYg=="], ["fooba", "Zm9vYmE="],
    ["foobar", "Zm9vYmFy"], ["\0", "AA=="], ["\0\0\0", "AAAA"], ["\xff", "/w=="], ["\xff\xff", "//8="],
    ["\xff\xff\xff", "////"], ["\xfb\xef\xbe", "++++"], ["é", "6Q=="], ["\x80\x81", "gIE="],
];
for (const [text, base64] of vectors) {
    same(`btoa of ${JSON.stringify(text)}`, btoa(text), base64);
    same(`atob of it`, atob(base64), text);
}
same("btoa of undefined", btoa(undefined), "dW5kZWZpbmVk");
same("btoa of null", btoa(null), "bnVsbA==");
same("btoa of 7", btoa(7), "Nw==");
same("btoa of 12.5", btoa(12.5), "MTIuNQ==");
same("btoa of an object", btoa({ toString: () => "foo" }), "Zm9v");
await fails("btoa of nothing", "TypeError", () => btoa());
await fails("btoa of a symbol", "TypeError", () => btoa(Symbol("a")));
await fails("btoa of Ā", "InvalidCharacterError", () => btoa("Ā"));
await fails("btoa of a character that is two units", "InvalidCharacterError", () => btoa("a😀"));
await fails("btoa of one at the end", "InvalidCharacterError", () => btoa("aaaaa\u0100"));
const refused = await new Promise((resolve) => {
    try {
        btoa("ab\u1234");
    } catch (error) {
        resolve(error);
    }
});
check("a DOMException of the code 5", refused instanceof DOMException && refused.code === 5);

// --- atob: what is forgiven ---

const forgiven = [
    ["YQ", "a"], ["YWI", "ab"], ["YQ==", "a"], [" YQ==", "a"], ["Y\tQ\n=\f=\r ", "a"], ["Y Q", "a"], [" ", ""],
    ["YQ = =", "a"], ["YR", "a"], ["YWJ", "ab"], ["ab==", "i"], ["abc=", "i\xb7"], ["abcd", "i\xb7\x1d"],
    ["//8", "\xff\xff"], ["", ""], ["\n\n", ""], ["A A A A", "\0\0\0"],
];
for (const [base64, text] of forgiven) same(`atob of ${JSON.stringify(base64)}`, atob(base64), text);

// --- atob: what is not ---

const wrong = [
    "a", "=", "==", "===", "====", "a=", "a==", "a===", "ab=", "ab===", "ab====", "abc==", "abc===", "abcd=", "abcd==",
    "abcde", "abcde=", "=a", "=aaa", "a=b", "ab=c", "ab==cd", "abc=d", "ab\u00a0=", "YQ\u000b==", "YQ\0==", "-_-_",
    "a-", "ab!d", "ab\ufeffcd", "Zm9v*", "\u2003YQ==", "YQ==\u0085", "é",
];
for (const base64 of wrong) {
    await fails(`atob of ${JSON.stringify(base64)}`, "InvalidCharacterError", () => atob(base64));
}
await fails("atob of nothing", "TypeError", () => atob());
await fails("atob of undefined: nine characters", "InvalidCharacterError", () => atob(undefined));
same("atob of null", atob(null), "\x9e\xe9e");
same("atob of 12", atob(12), "\xd7");
await fails("atob of NaN and one more", "InvalidCharacterError", () => atob("NaN?"));

// --- All of it ---

let all = "";
for (let byte = 0; byte < 256; byte++) all += String.fromCharCode(byte);
same("all bytes come back", atob(btoa(all)), all);
same("their length", btoa(all).length, 344);
const long = all.repeat(100);
same("also a long text", atob(btoa(long)), long);
same("a long text with white space in it", atob(btoa(long).replace(/.{76}/g, "$&\r\n")), long);
let state = 1;
let isRight = true;
for (let length = 0; length < 100; length++) {
    let text = "";
    for (let at = 0; at < length; at++) {
        state = (Math.imul(state, 1103515245) + 12345) >>> 0;
        text += String.fromCharCode(state >>> 24);
    }
    isRight &&= atob(btoa(text)) === text && atob(btoa(text).replace(/=/g, "")) === text;
}
check("texts of every length up to 99 come back, with padding and without", isRight);

finish();
