// Dies, in the way that its first argument names, with its hands full: whatever a program can hold, this one holds then.
// The app `deaths` starts it, thousands of times, and looks at what is left.

import FTL

guard let kind = Program.arguments.first, let handle = Program.takeHandle(0) else { Program.exit(98) }
let belongings: Belongings
do throws(FTLError) {
    belongings = try Belongings(Channel(handle))
} catch {
    Program.exit(97)
}
die(kind, belongings)
