// Counting references to the kernel's objects, in place of what Swift's runtime brings (the linker puts these in its place).
// The runtime counts with atomic instructions and in frames of its own, 17 and 20 instructions; the
// kernel is entered by one hart at a time, so that plain ones do, and counting was a third of a message's way to
// another process and back.
//
// An object's second word is its count, and in the top bit that it is not to be freed. A count of all ones is that of an
// object which is there for ever; zero and what is negative are no objects (Swift, "EmbeddedRuntime").

    .option norelax

    .section .text.__wrap_swift_retain, "ax"
    .globl __wrap_swift_retain
    .type __wrap_swift_retain, @function
__wrap_swift_retain:                           // (object) -> object
    blez    a0, 1f
    ld      t0, 8(a0)
    addi    t0, t0, 1
    slli    t1, t0, 1                   // without the top bit: zero where the count was all ones
    beqz    t1, 1f
    sd      t0, 8(a0)
1:  ret
    .size __wrap_swift_retain, . - __wrap_swift_retain

    .section .text.__wrap_swift_release, "ax"
    .globl __wrap_swift_release
    .type __wrap_swift_release, @function
__wrap_swift_release:                          // (object)
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
2:  li      t1, -1                      // the last reference: while the object is taken apart, whoever counts it
    srli    t1, t1, 1                   // is to find one that is there for ever
    or      t0, t0, t1
    sd      t0, 8(a0)
    ld      t0, 0(a0)
    ld      t0, 8(t0)                   // what it is: the second word is the function that takes it apart
    jr      t0
    .size __wrap_swift_release, . - __wrap_swift_release

    .section .text.__wrap_swift_isUniquelyReferenced_nonNull_native, "ax"
    .globl __wrap_swift_isUniquelyReferenced_nonNull_native
    .type __wrap_swift_isUniquelyReferenced_nonNull_native, @function
__wrap_swift_isUniquelyReferenced_nonNull_native:  // (object) -> bool
    ld      a0, 8(a0)
    addi    a0, a0, -1
    seqz    a0, a0
    ret
    .size __wrap_swift_isUniquelyReferenced_nonNull_native, . - __wrap_swift_isUniquelyReferenced_nonNull_native

    .section .note.GNU-stack, "", @progbits
