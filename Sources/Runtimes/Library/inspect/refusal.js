// What is printed of a value that refuses to be looked at.

const unprintable = "[value that cannot be printed]";

/** The text instead of one that could not be made: of an Error, what it says, in case a script broke our tools. */
export function refuse(error, value) {
    // A stack overflow or no memory is not for us to hide.
    if (error instanceof InternalError) throw error;
    try {
        if (value instanceof Error) return `${value.name}: ${value.message}\n${value.stack}`;
    } catch {
        // It cannot be printed, then.
    }
    return unprintable;
}
