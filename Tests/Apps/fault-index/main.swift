// Reads behind the end of an array, which must end this program and no other.

import FTL

let numbers = [1, 2, 3]
// The index is not known before the program runs, so that the compiler cannot refuse it.
print("the fourth of three: \(numbers[numbers.count + Program.arguments.count])")
