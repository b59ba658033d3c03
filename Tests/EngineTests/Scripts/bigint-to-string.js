// Digits of three or five bits do not fill a limb: the last one was taken from the limb behind the number.
for (const radix of [8, 32, 2, 4, 16, 10, 36]) {
    for (let bits = 62n; bits < 200n; bits++) {
        for (const number of [1n << bits, (1n << bits) - 1n, -(1n << bits), -(1n << bits) + 1n]) {
            const text = number.toString(radix);
            let back = 0n;
            for (const digit of text.replace("-", "")) back = back * BigInt(radix) + BigInt(parseInt(digit, radix));
            if ((number < 0n ? -back : back) !== number) throw new Error(`${radix}: ${text}`);
        }
    }
}
