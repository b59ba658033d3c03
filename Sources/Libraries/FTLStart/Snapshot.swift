// A program that prepares itself once, and takes a snapshot of its memory then: processes of that image begin with all of it
// done. The kernel's part is in Image+Snapshot.swift.
//
// The image is the program's variables. So what a program prepares has to lie there: in the arena, which is a part of
// them (boot/app/app.ld). And it may refer to nothing that another process does not have: no handle, no mapping, no
// address of the stack, nothing that it was started with.

#if hasFeature(Embedded)
    import BootApp
    import CFTL
    import FTL
    import FTLTypes

    public enum Snapshot {
        /// Comes before the first object of the program, which was linked with an arena.
        public static func begin() { enterArena() }

        /// Comes after the last one that is in the snapshot: from here on objects come from elsewhere, here and in processes
        /// of the image. Until the image is made there must be none.
        ///
        /// - Throws: `tooLarge` where the arena is too small.
        public static func finish() throws(FTLError) {
            guard leaveArena() else { throw .tooLarge }
            // Or all processes of the image would have the same numbers.
            forgetRandomState()
            Program.forgetTakenHandles()
        }

        /// Makes an image of the program as it is.
        ///
        /// - Throws: `limitReached`, `outOfMemory`.
        public static func makeImage() throws(FTLError) -> Image {
            let result = ftl_syscall(Syscall.imageCapture.rawValue, 0, 0, 0, 0, 0, 0, 0)
            if let error = FTLError(result: result) { throw error }
            return Image(Handle(owning: HandleNumber(rawValue: UInt32(truncatingIfNeeded: result))))
        }

        /// A number that is the same for the same preparations, wherever the program lies. A word of its variables is taken
        /// for an address inside the program if it looks like one; programs of kernel isolation lie where no small number
        /// does. Where one does nevertheless (two integers side by side), or an address does not, two digests differ:
        /// PreparationTests.
        public static var digest: UInt64 {
            let image = ftl_image_start()...ftl_arena_end()
            // Safe: the start info stays as it is while the process lives.
            let info = UInt(bitPattern: unsafe ftl_get_start())
            let base = unsafe UInt(ftl_get_start().pointee.stack_base)
            let stack = unsafe base...base + UInt(ftl_get_start().pointee.stack_size)
            var digest: UInt64 = 0
            for address in stride(from: ftl_writable_start(), to: image.upperBound, by: 8) {
                // Safe: the program's variables are whole pages, all of them readable.
                var word = unsafe UnsafePointer<UInt>(bitPattern: address).unsafelyUnwrapped.pointee
                if image.contains(word) { word &-= image.lowerBound }
                // The first thing a process of the image writes, and what nobody reads any more.
                if word == info || stack.contains(word) { word = 0 }
                // FNV-1a, a word at a time and for those that are not zero.
                let place = UInt64(address - image.lowerBound) / 8
                if word != 0 { digest = (digest ^ UInt64(word) ^ place << 32) &* 0x100_0000_01b3 }
            }
            return digest
        }
    }
#endif
