// The library that Swift apps import. It re-exports the ABI's types, so `import FTL` is all that an app needs.
//
// Objects of the kernel are noncopyable values that own their handle and close it when they go out of scope.
// Waiting on a `Sink` is the only thing that blocks; what else seems to (`Client`, `Clock.sleep`) does so on a
// sink of its own.

@_exported public import FTLTypes
