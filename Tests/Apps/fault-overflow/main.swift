// Adds beyond the largest number, which must end this program and no other.

import FTL

let most = UInt8.max - UInt8(Program.arguments.count)
print("one more than the most: \(most + 1)")
