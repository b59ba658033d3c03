// An object whose initializer throws is taken apart again. The embedded runtime's function for that lets go of what the
// object's superclasses hold and forgets the object's own memory: one more lost with each call that fails in this way,
// which in the kernel anybody could make for ever. The linker puts this one in its place (Package.swift, `--wrap`).
//
// The layout of class metadata (superclass, destroyer, destroyer of the stored properties) is that of EmbeddedShims.h in
// the toolchain.

#ifdef __riscv
#include <stddef.h>

// For this processor Swift has no calling convention of its own.
typedef void (*property_destroyer)(void *object);

void swift_deallocClassInstance(void *object, size_t size, size_t alignment_mask);

/// `metadata` is that of the class whose initializer threw; what that class itself holds was let go of already.
void __wrap_swift_deallocPartialClassInstance(void *object, void *metadata, size_t size, size_t alignment_mask) {
    void **class = *(void ***)object;
    while (class && class != metadata) {
        if (class[2]) ((property_destroyer)class[2])(object);
        class = class[0];
    }
    swift_deallocClassInstance(object, size, alignment_mask);
}
#endif
