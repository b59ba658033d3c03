// Bootstrap: the first process, and the supervisor of all others.
//
// It reads the initfs, starts the apps that the boot arguments ask for (or those whose manifests say that they
// start by default), answers what they ask for, and sees how they end. In batch mode it powers the machine off when
// all of them have.

import FTL
import Formats

do throws(FTLError) {
    guard let system = Program.takeHandle(0), let initfs = Program.takeHandle(1), let console = Program.takeHandle(2)
    else { throw .invalidState }
    var bootstrap = try Bootstrap(system: System(system), initfs: VmArea(initfs), terminal: Terminal(console))
    try bootstrap.run()
} catch {
    print("cannot go on: \(error.name)")
    Program.exit(1)
}
