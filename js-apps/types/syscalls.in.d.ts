// The system calls themselves, as scripts make them; a template like ftl.in.d.ts.

declare module "ftl" {
    /** Every call that a script can make. Each throws FtlError where the kernel refuses. */
    interface Syscalls {
        // generated: calls
    }

    /** Every call that a script can make, by its name. */
    const syscalls: Readonly<Syscalls>;
}
