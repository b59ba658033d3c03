// The least that a program can be: what starting and ending one costs is measured on it (docs/performance.md).

import FTL
