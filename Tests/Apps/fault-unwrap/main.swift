// Takes what is not there, which must end this program and no other.

import FTL

print("the first of no arguments: \(Program.arguments.first!.string)")
