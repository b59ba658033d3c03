// An interrupt controller as the RISC-V PLIC is, for one hart: devices ask for as long as they want something, a source that
// is claimed is told of again only after it was completed, and what the real one would do wrong without a word stops the
// test here (PLIC specification 1.0.0, "Interrupt Claim Process", "Interrupt Completion").

import KernelCore

public final class FakeInterruptController: InterruptController {
    public init() {}

    /// Sources whose devices want something now.
    public var levels: Set<InterruptSource> = []
    public private(set) var enabled: Set<InterruptSource> = []
    public private(set) var masked: Set<InterruptSource> = []
    public private(set) var claimed: Set<InterruptSource> = []

    /// Whether the hart is interrupted.
    public var isPending: Bool { next != nil }

    private var next: InterruptSource? {
        levels.intersection(enabled).subtracting(masked).subtracting(claimed).min()
    }

    public func claim() -> InterruptSource? {
        guard let source = next else { return nil }
        claimed.insert(source)
        return source
    }

    public func complete(_ source: InterruptSource) {
        precondition(enabled.contains(source), "completed while it is not enabled: it would never interrupt again")
        precondition(claimed.remove(source) != nil, "completed though it was not claimed")
    }

    public func enable(_ source: InterruptSource) { enabled.insert(source) }

    public func setMasked(_ source: InterruptSource, _ isMasked: Bool) {
        if isMasked { masked.insert(source) } else { masked.remove(source) }
    }
}
