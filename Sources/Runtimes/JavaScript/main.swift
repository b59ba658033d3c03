// The runtime image "javascript": a process whose program is a script.
//
// It is started with the script's path in the archive as argument 0, the supervisor channel as handle 0 and a readable
// handle to the archive as handle 1. It ends with status 0 when nothing is left to do or to wait for, with the status
// given to exit(), or with 1 after an error that nobody caught, which it reports first.
//
// With the word "prepare" instead of a path it makes a prepared image of itself, sends that to its supervisor and ends
// (Runtime+Prepare.swift). Whoever has the prepared image starts scripts from it in the same way.

import FTL
import FTLStart

Runtime.resume()
Snapshot.begin()
if Program.arguments.first == Runtime.prepareWord { Runtime.prepare() }
Runtime().run()
