// A program that prepares itself once, and has its memory captured then: processes of that image begin with all of it
// done. The kernel's part is in Image+Capture.swift.
//
// The image is the program's variables. So what a program prepares has to lie there: in the arena, which is a part of
// them (boot/app/app.ld). And it may refer to nothing that another process does not have: no handle, no mapping, no
// address of the stack, nothing that it was started with.

#if hasFeature(Embedded)
    import BootApp
    import CFTL
    import FTL
    import FTLTypes

    public enum Capture {
        /// Comes before the first object of the program, which was linked with an arena.
        public static func begin() { enterArena() }

        /// Makes an image of the program as it is. From here on its objects come from elsewhere, here and in processes of
        /// the image.
        ///
        /// A word of its variables is an address inside the program if it looks like one. Programs of kernel isolation
        /// lie where no small number looks like that; what two integers side by side may do, a test compares the
        /// images of two processes for (PreparedScriptTests).
        ///
        /// - Throws: `tooLarge` where the arena is too small; `limitReached`, `outOfMemory`.
        public static func end() throws(FTLError) -> Image {
            guard leaveArena() else { throw .tooLarge }
            // Or all processes of the image would have the same numbers.
            forgetRandomState()
            let image = ftl_image_start()..<ftl_arena_end()
            let length = UInt(image.count) / 64
            // Not of the heap, whose state is captured too.
            guard let marks = unsafe mapOutside((length + 4095) & ~4095) else { throw .outOfMemory }
            for address in stride(from: ftl_writable_start(), to: image.upperBound, by: 8) {
                // Safe: the program's variables are whole pages, all of them readable.
                let word = unsafe UnsafePointer<UInt>(bitPattern: address).unsafelyUnwrapped.pointee
                // An end of something may be the end of all.
                guard image.lowerBound <= word, word <= image.upperBound else { continue }
                let bit = (address - image.lowerBound) / 8
                // Safe: there is a bit for each word of the program.
                unsafe marks.assumingMemoryBound(to: UInt8.self)[Int(bitPattern: bit / 8)] |= 1 << UInt8(bit % 8)
            }
            let result = ftl_syscall(
                Syscall.imageCapture.rawValue, UInt(bitPattern: marks), length, 0, 0, 0, 0, 0)
            if let error = FTLError(result: result) { throw error }
            return Image(Handle(owning: HandleNumber(rawValue: UInt32(truncatingIfNeeded: result))))
        }
    }
#endif
