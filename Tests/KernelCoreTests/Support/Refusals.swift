// Refuses one request for memory, whichever one likes: pages of programs, bodies of messages, page tables, contexts of
// threads, and the reserve without which a call that makes objects does not begin.

@testable import KernelCore
@testable import KernelTesting

final class Refusals: MemoryObserver {
    /// Whether requests are counted: what a test does besides the calls it tests is not to be refused.
    var isOn = false
    /// What was asked for, in order.
    private(set) var requests: [String] = []
    /// Which request is refused, from 0 on.
    private let refused: Int?

    init(refusing refused: Int?, in system: TestSystem) {
        self.refused = refused
        system.memory.probe.observer = self
        system.machine.refuses = { [unowned self] in self.refuses($0) }
    }

    /// Whether the request to refuse has come.
    var hasRefused: Bool { refused.map { $0 < requests.count } ?? false }

    private func refuses(_ what: String) -> Bool {
        guard isOn else { return false }
        requests.append(what)
        return requests.count - 1 == refused
    }

    func refuses(_ request: MemoryRequest) -> Bool { refuses("\(request)") }
    func didAllocate(_ page: PageNumber, count: Int) {}
    func willFree(_ page: PageNumber, count: Int) {}
}
