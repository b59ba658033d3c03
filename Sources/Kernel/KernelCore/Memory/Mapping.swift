// One range of a process's addresses, and what is there.

/// One mapped range. Its pages are those of `area` from `areaPage` on.
final class Mapping {
    /// Who asked for it, and so who may end it: they and those before them in this list.
    enum Origin: Int {
        /// The kernel: what the process is started with.
        case start
        /// The process itself. Whoever else could end it could replace the heap under a program whose safety rests on
        /// its compiler.
        case process
        /// Whoever has a handle to the space.
        case holder
    }

    let range: Range<UInt>
    let area: VmArea
    let areaPage: Int
    let permissions: Permissions
    let origin: Origin
    /// Pages below it that stay unmapped as long as it is there.
    let guardPages: Int

    init(
        range: Range<UInt>, area: VmArea, areaPage: Int, permissions: Permissions, origin: Origin, guardPages: Int
    ) {
        self.origin = origin
        self.guardPages = guardPages
        self.range = range
        self.area = area
        self.areaPage = areaPage
        self.permissions = permissions
    }

    func areaOffset(of address: UInt) -> Int { areaPage * pageSize + Int(address - range.lowerBound) }
}
