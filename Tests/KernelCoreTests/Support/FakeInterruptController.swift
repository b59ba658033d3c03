// An interrupt controller as the RISC-V PLIC is, for one hart: devices ask for as long as they want something, a source that
// is claimed is told of again only after it was completed, and what the real one would do wrong without a word stops the
// test here (PLIC specification 1.0.0, "Interrupt Claim Process", "Interrupt Completion").

import KernelCore

final class FakeInterruptController: InterruptController {
    /// Sources whose devices want something now.
    var levels: Set<InterruptSource> = []
    private(set) var enabled: Set<InterruptSource> = []
    private(set) var masked: Set<InterruptSource> = []
    private(set) var claimed: Set<InterruptSource> = []

    /// Whether the hart is interrupted.
    var isPending: Bool { next != nil }

    private var next: InterruptSource? {
        levels.intersection(enabled).subtracting(masked).subtracting(claimed).min()
    }

    func claim() -> InterruptSource? {
        guard let source = next else { return nil }
        claimed.insert(source)
        return source
    }

    func complete(_ source: InterruptSource) {
        precondition(enabled.contains(source), "completed while it is not enabled: it would never interrupt again")
        precondition(claimed.remove(source) != nil, "completed though it was not claimed")
    }

    func enable(_ source: InterruptSource) { enabled.insert(source) }

    func setMasked(_ source: InterruptSource, _ isMasked: Bool) {
        if isMasked { masked.insert(source) } else { masked.remove(source) }
    }
}
