// Where what `console` prints goes, when it does not go to the kernel line by line: a script that has the screen draws
// it there itself.

let take;

/** From now on what `console` prints goes to a function, as text of one or more lines. */
export function redirectPrinting(print) {
    take = print;
}

/** For the console: hands a text over; false where nobody wants it. */
export function passOn(text) {
    take?.(text);
    return take !== undefined;
}
