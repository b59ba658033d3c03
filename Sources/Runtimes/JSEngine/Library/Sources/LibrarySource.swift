// The parts of the library that are written in JavaScript, in the order in which they are run when the image is made.
// They are strict code with the engine's natives as `%name(…)`; what they define is bound by then, so that nothing a
// script does to its globals can change how they work.

enum LibrarySource {
    static let count = 3
    static func text(_ i: Int) -> StaticString {
        switch i {
        case 0: return base
        case 1: return sequences
        default: return promises
        }
    }
}
