// Never ends, and never waits for anything.

import FTL

print("running for ever")
while true { nullCall() }
