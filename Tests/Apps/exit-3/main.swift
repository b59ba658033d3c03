// Ends with a status that says that not all is well.

import FTL

Program.exit(3)
