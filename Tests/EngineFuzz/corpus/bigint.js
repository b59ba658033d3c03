// BigInt: values that just need one more digit, and such that have a digit of zeros in front.
for (const value of [-(2n ** 63n), 2n ** 63n, -(2n ** 64n), 2n ** 64n - 1n, -(2n ** 127n), 2n ** 128n]) {
    for (let radix = 2; radix <= 36; radix++) value.toString(radix);
    for (const bits of [0, 1, 63, 64, 65, 127, 128]) [BigInt.asIntN(bits, value), BigInt.asUintN(bits, value)];
    [value * -1n, value / 3n, value % 7n, value >> 63n, value << 1n, ~value, value & -1n, value ^ 5n];
    [Number(value), String(value), BigInt(String(value))];
}
