// What a process has of what there is too little of for everybody: its quotas, and how much of each it uses. At its
// limit it gets errors, and its neighbours notice nothing.
//
// Pages and processes are charged to whoever started the process as well, and so on up to the first: nobody gets more
// by starting others. The rest is bounded by the number of processes.
//
// Whatever is charged keeps its account, and refunds it when it goes, so an account outlives its process where
// something that the process paid for does.

import FTLTypes

public final class Account {
    /// Of the process that started this one; nil for the first.
    private let parent: Account?
    /// How many are above it.
    private let depth: Int
    private var limits: Quotas
    /// Bytes of memory.
    public private(set) var bytes = 0
    /// Bytes in messages it sent. Messages do not hold their account: its process does, and once that has ended, this
    /// number does as long as it is not zero.
    public private(set) var queued = 0
    private var outlivesProcess = false
    /// Processes below this one.
    private(set) var processes = 0
    /// Address spaces that the process made and no process has yet.
    private(set) var spaces = 0

    /// - Parameter pages: what it may have of memory; the rest is as `Resource.standard` says, or the parent's where
    ///   that is less.
    init(pages: Int, parent: Account?) {
        self.parent = parent
        depth = parent.map { $0.depth + 1 } ?? 0
        limits = Quotas()
        for resource in Resource.allCases {
            let own = resource == .pages ? pages : parent == nil ? resource.range.upperBound : resource.standard
            limits[resource] = min(own, parent?.limits[resource] ?? own)
        }
    }

    func limit(_ resource: Resource) -> Int { limits[resource] }

    /// Bytes of memory it may have.
    public var limit: Int { limits[.pages] * pageSize }

    func setLimit(_ resource: Resource, _ value: Int) { limits[resource] = value }

    func charge(bytes count: Int) throws(FTLError) {
        try forFamily { (account) throws(FTLError) in
            guard count <= account.limit - account.bytes else { throw .limitReached }
        }
        forFamily { $0.bytes += count }
    }

    func refund(bytes count: Int) { forFamily { $0.bytes -= count } }

    /// For this account and those above it.
    @inline(__always)
    private func forFamily<Failure: Error>(_ body: (Account) throws(Failure) -> Void) throws(Failure) {
        var next: Account? = self
        while let account = next {
            try body(account)
            next = account.parent
        }
    }

    func chargeProcess() throws(FTLError) {
        guard depth <= Limits.processNesting else { throw .limitReached }
        try forFamily { (account) throws(FTLError) in
            guard account.processes < account.limits[.processes] else { throw .limitReached }
        }
        forFamily { $0.processes += 1 }
    }

    /// The process has ended.
    func endProcess() {
        parent?.refundProcess()
        guard queued > 0 else { return }
        outlivesProcess = true
        // Safe: `refundLast` balances it.
        _ = unsafe Unmanaged.passRetained(self)
    }

    /// Takes back what `chargeProcess` charged.
    func refundProcess() { forFamily { $0.processes -= 1 } }

    func charge(queued count: Int) throws(FTLError) {
        guard allows(queued: count) else { throw .limitReached }
        add(queued: count)
    }

    @inline(__always)
    func allows(queued count: Int) -> Bool { count <= limits[.queued] &- queued }

    /// What `allows` was asked for.
    @inline(__always)
    func add(queued count: Int) { queued &+= count }

    @inline(__always)
    func refund(queued count: Int) {
        queued &-= count
        if outlivesProcess { refundLast() }
    }

    @inline(never)
    private func refundLast() {
        guard queued == 0 else { return }
        outlivesProcess = false
        // Safe: the reference that `endProcess` took.
        unsafe Unmanaged.passUnretained(self).release()
    }

    func chargeSpace() throws(FTLError) {
        guard spaces < Limits.spacesPerProcess else { throw .limitReached }
        spaces += 1
    }

    func refundSpace() { spaces -= 1 }
}

/// A number for each resource.
private struct Quotas {
    private var values: InlineArray<6, Int> = .init(repeating: 0)

    subscript(resource: Resource) -> Int {
        get { values[Int(resource.rawValue)] }
        set { values[Int(resource.rawValue)] = newValue }
    }
}
