// Where everything is. Sv39 translates 39 bits; this kernel lives in the upper half of the positive ones:
//
//   0x3f80000000  the kernel, as it was linked                         rx, r, rw; stacks with guard pages
//   0x3f00000000  device registers                                     rw
//   0x3000000000  the direct map: physical address + this              rw; kernel code and initrd r
//   0x2000000000  programs of kernel isolation, in windows of 2 MiB    as their segments say
//   0x0000000000  programs of user isolation; page 0 is never mapped
//
// Not the negative half, where kernels usually are: Embedded Swift takes an object at a negative address for an
// immortal one, and a string keeps its kind in the top bits of its address (docs/memory.md has the evidence).
// Nothing is mapped both writable and executable.

public enum AddressSpace {
    public static let directMap: UInt = 0x30_0000_0000
    public static let programs: Range<UInt> = 0x20_0000_0000..<0x28_0000_0000
    /// From the second unit that one page table covers on, so that null pointers with an offset are faults, too.
    static let users: Range<UInt> = 0x20_0000..<0x20_0000_0000
    static let devices: UInt = 0x3f_0000_0000
    /// Linked address minus physical address of the kernel's image.
    static let imageOffset: UInt = 0x3f_0000_0000
}
