// The bits that the digits of a text need were counted in an int, which they do not fit.
try {
    BigInt("1".repeat(79536500));
    throw new Error("a number too large was made");
} catch (error) {
    if (!(error instanceof RangeError)) throw error;
}
if (BigInt("123456789012345678901234567890") !== 123456789012345678901234567890n) throw new Error("digits");
