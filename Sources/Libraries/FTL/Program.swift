// What this program is and was started with.

import CFTL
import Synchronization

/// Which of the handles it started with were taken already, one bit each.
private let takenHandles = Atomic<UInt32>(0)

/// This program.
public enum Program {
    /// The name it was started under.
    public static var name: ByteString {
        // Safe because the start info and what it points to stay as they are while the program runs.
        unsafe ByteString(
            Array(
                UnsafeBufferPointer(
                    start: ftl_get_start().pointee.name, count: Int(ftl_get_start().pointee.name_length))))
    }

    /// The number of its process.
    public static var processID: UInt64 {
        // Safe: as above.
        unsafe ftl_get_start().pointee.process_id
    }

    /// What keeps it inside its memory.
    public static var isolation: Isolation {
        // Safe: as above.
        unsafe Isolation(rawValue: UInt(ftl_get_start().pointee.isolation)) ?? .kernel
    }

    /// What it got at its start.
    public static var arguments: [ByteString] {
        // Safe: as above.
        let bytes = unsafe Array(
            UnsafeBufferPointer(
                start: ftl_get_start().pointee.arguments, count: Int(ftl_get_start().pointee.arguments_length)))
        var arguments: [ByteString] = []
        var argument: [UInt8] = []
        for byte in bytes {
            if byte == 0 {
                arguments.append(ByteString(argument))
                argument = []
            } else {
                argument.append(byte)
            }
        }
        return arguments
    }

    /// Takes the ownership of a handle that the program was started with. The first is its supervisor's channel,
    /// which `Supervisor` takes.
    ///
    /// - Returns: nil where there is none at this index, or it was taken already.
    public static func takeHandle(_ index: Int) -> Handle? {
        guard index >= 0, index < 32 else { return nil }
        let number = ftl_start_handle(index)
        guard number != 0 else { return nil }
        let bit: UInt32 = 1 << UInt32(index)
        guard takenHandles.bitwiseOr(bit, ordering: .relaxed).oldValue & bit == 0 else { return nil }
        return Handle(owning: HandleNumber(rawValue: number))
    }

    /// Makes as if none had been taken: for a program that takes a snapshot of itself, as another process has others.
    public static func forgetTakenHandles() { takenHandles.store(0, ordering: .relaxed) }

    /// Whether somebody has asked this program to break off what it is doing, since this was asked last.
    public static func takeInterrupt() -> Bool { ((try? call(.interruptTake)) ?? 0) != 0 }

    /// Ends the program, all its threads included.
    ///
    /// - Parameter status: 0 says that all is well.
    public static func exit(_ status: Int = 0) -> Never {
        _ = try? call(.processExit, UInt(bitPattern: status))
        fatalError()
    }
}
