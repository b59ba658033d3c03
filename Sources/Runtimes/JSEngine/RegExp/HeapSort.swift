// Sorting in place without recursion and in n log n steps whatever comes: what patterns contain is chosen by strangers.

enum HeapSort {
    /// Sorts `count` things by asking and swapping. Nothing is swapped where they are in order.
    static func sort(count: UInt64, isLess: (UInt64, UInt64) -> Bool, swap: (UInt64, UInt64) -> Void) {
        var isSorted = true
        if count > 1 { for i in 1..<count where isLess(i, i &- 1) { isSorted = false } }
        if isSorted { return }
        var start = count / 2
        while start > 0 {
            start &-= 1
            sift(start, count, isLess, swap)
        }
        var end = count
        while end > 1 {
            end &-= 1
            swap(0, end)
            sift(0, end, isLess, swap)
        }
    }

    private static func sift(
        _ start: UInt64, _ end: UInt64, _ isLess: (UInt64, UInt64) -> Bool, _ swap: (UInt64, UInt64) -> Void
    ) {
        var root = start
        while true {
            var child = 2 &* root &+ 1
            if child >= end { return }
            if child &+ 1 < end, isLess(child, child &+ 1) { child &+= 1 }
            if !isLess(root, child) { return }
            swap(root, child)
            root = child
        }
    }
}
