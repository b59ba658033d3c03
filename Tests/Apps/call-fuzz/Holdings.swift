// The handles that the fuzzer knows it has. Of a fixed size, so that choosing one never allocates: memory may be what has
// run out.

import FTL
import TestSupport

struct Holdings {
    private static let limit = 384
    private var numbers = [UInt32](repeating: 0, count: limit)
    private var types = [ObjectType?](repeating: nil, count: limit)
    private(set) var count = 0
    /// Numbers that were closed or sent away lately.
    private var closed = [UInt32](repeating: 1, count: 16)

    /// - Parameter type: nil where nobody knows.
    /// - Returns: false where there is no room; then it is the caller's to close.
    mutating func add(_ number: UInt32, _ type: ObjectType?) -> Bool {
        guard count < Holdings.limit else { return false }
        numbers[count] = number
        types[count] = type
        count += 1
        return true
    }

    mutating func remove(_ number: UInt32) {
        closed[Int(number) & 15] = number
        guard let index = numbers[..<count].firstIndex(of: number) else { return }
        count -= 1
        numbers[index] = numbers[count]
        types[index] = types[count]
    }

    func type(of number: UInt32) -> ObjectType? {
        guard let index = numbers[..<count].firstIndex(of: number) else { return nil }
        return types[index]
    }

    /// Some handle, of the type where one is found soon.
    func pick(_ type: ObjectType?, _ random: inout FixedRandom) -> UInt32 {
        guard count > 0 else { return 0 }
        var index = random.below(count)
        guard let type else { return numbers[index] }
        for _ in 0..<min(count, 48) {
            if types[index] == type { return numbers[index] }
            index = index + 1 < count ? index + 1 : 0
        }
        return numbers[index]
    }

    /// A number that was one of ours.
    func pickClosed(_ random: inout FixedRandom) -> UInt32 { closed[random.below(16)] }

    /// Takes one out of the list, to be closed.
    mutating func popLast() -> UInt32? {
        guard count > 0 else { return nil }
        count -= 1
        return numbers[count]
    }
}
