// The heap's functions under the names that C code and Swift's runtime call. Sources/Libraries/FTLStart/Memory.swift defines
// them under others: a Swift compiler does not let a function be called `malloc`, because it believes to know what
// such a function does. Here they come before any library's, and each is in a section of its own, so that a program
// has only those it calls.

    .option norelax

    .macro name public, own
    .section .text.\public, "ax"
    .globl \public
    .type \public, @function
\public:
    tail    \own
    .size \public, . - \public
    .endm

    name    malloc, ftl_malloc
    name    free, ftl_free
    name    calloc, ftl_calloc
    name    realloc, ftl_realloc
    name    aligned_alloc, ftl_aligned_alloc
    name    posix_memalign, ftl_posix_memalign
    name    malloc_usable_size, ftl_malloc_usable_size

    .section .note.GNU-stack, "", @progbits
