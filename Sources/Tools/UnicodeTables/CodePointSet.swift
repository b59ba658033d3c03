// Sets of code points as the places where membership changes: of two such lists the symmetric difference is the one set
// that is cheap to store, for most properties differ from another in a few places only.

struct CodePointSet: Equatable {
    /// Ascending. Membership is false before the first, true from there to the second, and so on.
    private(set) var toggles: [Int] = []

    init() {}
    init(_ ranges: [ClosedRange<Int>]) {
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if toggles.last == range.lowerBound { toggles.removeLast() } else { toggles.append(range.lowerBound) }
            toggles.append(range.upperBound + 1)
        }
    }

    func contains(_ point: Int) -> Bool { toggles.prefix { $0 <= point }.count % 2 == 1 }

    var ranges: [ClosedRange<Int>] {
        stride(from: 0, to: toggles.count, by: 2).map { toggles[$0]...toggles[$0 + 1] - 1 }
    }

    /// What is in one of the two and not in both.
    func symmetricDifference(_ other: CodePointSet) -> CodePointSet {
        var result = CodePointSet()
        result.toggles.reserveCapacity(toggles.count + other.toggles.count)
        var i = 0
        var j = 0
        while i < toggles.count || j < other.toggles.count {
            if j == other.toggles.count || (i < toggles.count && toggles[i] < other.toggles[j]) {
                result.toggles.append(toggles[i])
                i += 1
            } else if i == toggles.count || other.toggles[j] < toggles[i] {
                result.toggles.append(other.toggles[j])
                j += 1
            } else {
                i += 1
                j += 1
            }
        }
        return result
    }
    func union(_ other: CodePointSet) -> CodePointSet { CodePointSet(merge(ranges + other.ranges)) }
    func subtracting(_ other: CodePointSet) -> CodePointSet {
        union(other).symmetricDifference(other)
    }
    private func merge(_ ranges: [ClosedRange<Int>]) -> [ClosedRange<Int>] {
        var merged: [ClosedRange<Int>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = merged.last, range.lowerBound <= last.upperBound + 1 {
                merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        return merged
    }

    /// The distances between the toggles, the first from -1 on, so that none is 0; a 0 ends the list.
    var bytes: [UInt8] {
        var previous = -1
        var bytes: [UInt8] = []
        for toggle in toggles {
            bytes += variable(toggle - previous)
            previous = toggle
        }
        return bytes + [0]
    }
}

/// A number in groups of seven bits, the lowest first, the highest bit set in all bytes but the last.
func variable(_ number: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = number
    while rest >= 128 {
        bytes.append(UInt8(rest & 127 | 128))
        rest >>= 7
    }
    return bytes + [UInt8(rest)]
}
