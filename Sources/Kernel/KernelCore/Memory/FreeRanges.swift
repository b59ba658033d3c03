// Which memory is free when the kernel begins: what the machine has, without what somebody is using already.

/// The whole pages that a range touches.
public func wholePages(_ range: Range<UInt64>) -> Range<UInt> {
    let mask = UInt64(pageSize - 1)
    let end = range.upperBound.addingReportingOverflow(mask)
    return UInt(range.lowerBound & ~mask)..<UInt((end.overflow ? .max : end.partialValue) & ~mask)
}

/// The same addresses, none of them twice.
public func withoutOverlaps(_ ranges: [Range<UInt>]) -> [Range<UInt>] {
    var result: [Range<UInt>] = []
    for range in ranges { result += subtract(result, from: [range]) }
    return result
}

/// The parts of `ranges` that are in none of `holes`, in order.
public func subtract(_ holes: [Range<UInt>], from ranges: [Range<UInt>]) -> [Range<UInt>] {
    var result = ranges.filter { !$0.isEmpty }
    for hole in holes where !hole.isEmpty {
        var rest: [Range<UInt>] = []
        for range in result {
            let before = range.lowerBound..<max(range.lowerBound, min(range.upperBound, hole.lowerBound))
            let after = min(range.upperBound, max(range.lowerBound, hole.upperBound))..<range.upperBound
            if !before.isEmpty { rest.append(before) }
            if !after.isEmpty { rest.append(after) }
        }
        result = rest
    }
    return result.sorted { $0.lowerBound < $1.lowerBound }
}
