// Where the kernel's objects come from and go, in place of what Swift's runtime brings (as counting.S): that goes through three functions and a guard of its own for what is one call, and a
// process takes some dozens of objects.
//
// An object's first word says what it is, its second is its count (Swift, "EmbeddedRuntime").

    .option norelax

    .section .text.__wrap_swift_slowAlloc, "ax"
    .globl __wrap_swift_slowAlloc
    .type __wrap_swift_slowAlloc, @function
__wrap_swift_slowAlloc:                        // (size, alignment less one, all ones for any) -> block
    addi    a1, a1, 1
    li      t0, 16
    bltu    t0, a1, 1f
    tail    ftl_malloc
1:  tail    ftl_malloc_aligned          // (size, alignment)
    .size __wrap_swift_slowAlloc, . - __wrap_swift_slowAlloc

    .section .text.__wrap_swift_allocObject, "ax"
    .globl __wrap_swift_allocObject
    .type __wrap_swift_allocObject, @function
__wrap_swift_allocObject:                      // (what it is, size, alignment less one) -> object
    addi    sp, sp, -16
    sd      ra, 8(sp)
    sd      a0, 0(sp)
    mv      a0, a1
    mv      a1, a2
    call    __wrap_swift_slowAlloc
    beqz    a0, 1f
    ld      t0, 0(sp)
    sd      t0, 0(a0)
    li      t0, 1
    sd      t0, 8(a0)
    ld      ra, 8(sp)
    addi    sp, sp, 16
    ret
1:  unimp                               // Swift has no way to fail where there is no memory
    .size __wrap_swift_allocObject, . - __wrap_swift_allocObject

    .section .text.__wrap_swift_deallocClassInstance, "ax"
    .globl __wrap_swift_deallocClassInstance
    .type __wrap_swift_deallocClassInstance, @function
__wrap_swift_deallocClassInstance:             // (object, size, alignment less one)
    ld      t0, 8(a0)
    bltz    t0, 1f                      // on the stack
    tail    ftl_free
1:  ret
    .size __wrap_swift_deallocClassInstance, . - __wrap_swift_deallocClassInstance

    .section .note.GNU-stack, "", @progbits
