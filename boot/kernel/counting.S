// Counting references to the kernel's objects, in place of what Swift's runtime brings (which is weak, so that these
// take its place). The runtime counts with atomic instructions and in frames of its own, 17 and 20 instructions; the
// kernel is entered by one hart at a time, so that plain ones do, and counting was a third of a message's way to
// another process and back.
//
// An object's second word is its count, and in the top bit that it is not to be freed. A count of all ones is that of an
// object which is there for ever; zero and what is negative are no objects (Swift, "EmbeddedRuntime").

    .option norelax

    .section .text.swift_retain, "ax"
    .globl swift_retain
    .type swift_retain, @function
swift_retain:                           // (object) -> object
    blez    a0, 1f
    ld      t0, 8(a0)
    addi    t0, t0, 1
    slli    t1, t0, 1                   // without the top bit: zero where the count was all ones
    beqz    t1, 1f
    sd      t0, 8(a0)
1:  ret
    .size swift_retain, . - swift_retain

    .section .text.swift_release, "ax"
    .globl swift_release
    .type swift_release, @function
swift_release:                          // (object)
    blez    a0, 1f
    ld      t0, 8(a0)
    addi    t1, t0, 1
    slli    t1, t1, 1
    beqz    t1, 1f
    addi    t1, t0, -1
    slli    t2, t1, 1
    beqz    t2, 2f
    sd      t1, 8(a0)
1:  ret
2:  li      a1, 1                       // the last reference: the runtime's own takes the object apart
    tail    swift_release_n             // (object, how many)
    .size swift_release, . - swift_release

    .section .note.GNU-stack, "", @progbits
