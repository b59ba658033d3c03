// Requests on their way through a channel: each goes out under an id that its reply carries as well (docs/rpc.md).

import FTL

/// A request without a reply yet.
final class Request {
    enum Outcome: ~Copyable {
        case none
        case reply(EngineValue)
        case error(EngineValue)
    }

    let id: UInt32
    /// The number of the kind that answers it.
    let answer: UInt8
    /// What is settled by the reply; undefined where the outcome is kept instead.
    let promise: EngineValue
    /// What is called at the end; or undefined.
    private let finish: EngineValue
    private(set) var outcome = Outcome.none

    init(_ id: UInt32, _ kind: UInt8, promise: consuming EngineValue, finish: consuming EngineValue) {
        (self.id, answer) = (id, kind | MessageKind.replyBit)
        self.promise = promise
        self.finish = finish
    }

    var isOpen: Bool {
        switch outcome {
        case .none: true
        default: false
        }
    }

    /// What the request is called in errors.
    var name: String { MessageKind(rawValue: answer & ~MessageKind.replyBit).map { "\($0.name)" } ?? "request" }

    func visitValues(_ visitor: EngineVisitor) {
        visitor.visit(promise)
        visitor.visit(finish)
    }

    @inline(__always) func settle(_ reply: consuming EngineValue) {
        if promise.isUndefined { outcome = .reply(reply) } else { promise.settle(reply) }
        end()
    }

    func fail(_ reason: borrowing EngineValue) {
        if promise.isUndefined { outcome = .error(reason.duplicate()) } else { promise.reject(reason) }
        end()
    }

    private func end() {
        guard !finish.isUndefined else { return }
        do throws(ScriptFailure) { _ = try finish.call() } catch { _ = Engine.takeException() }
    }

    /// The outcome of one that is not open any more.
    func takeOutcome() throws(ScriptFailure) -> EngineValue {
        var result = Outcome.none
        swap(&result, &outcome)
        switch consume result {
        case .none: return .undefined
        case .reply(let reply): return reply
        case .error(let reason): throw reason.thrown()
        }
    }
}

/// The requests of one channel. Mostly there is one at a time.
struct RequestTable {
    private var first: Request?
    private var others: [UInt32: Request] = [:]
    private var lastId: UInt32 = 0
    /// A reply with an id up to this one answers a request of this end's, if only one that was given up.
    private var highestId: UInt32 = 0

    func visitValues(_ visitor: EngineVisitor) {
        first?.visitValues(visitor)
        for request in others.values { request.visitValues(visitor) }
    }

    func isOwn(_ id: UInt32) -> Bool { id != 0 && id <= highestId }

    @inline(__always) func find(_ id: UInt32) -> Request? {
        if let first, first.id == id { return first }
        return others.isEmpty ? nil : others[id]
    }

    /// The request that a promise is of.
    func find(_ promise: borrowing EngineValue) -> Request? {
        if let first, first.promise.isSame(as: promise) { return first }
        for request in others.values where request.promise.isSame(as: promise) { return request }
        return nil
    }

    /// An id that no request on its way has.
    var nextId: UInt32 {
        var id = lastId
        repeat { id = id == .max ? 1 : id + 1 } while find(id) != nil
        return id
    }

    /// From now on the request waits; its id is `nextId`.
    @inline(__always) mutating func insert(_ request: Request) {
        lastId = request.id
        highestId = max(highestId, lastId)
        if first == nil { first = request } else { others[request.id] = request }
    }

    /// The request waits no more; false where it did not.
    @inline(__always) mutating func remove(_ request: Request) -> Bool {
        if let first, first === request {
            self.first = nil
            return true
        }
        return others.removeValue(forKey: request.id) != nil
    }

    /// All of them, by their ids.
    mutating func removeAll() -> [Request] {
        var all = Array(others.values)
        if let first { all.append(first) }
        (first, others) = (nil, [:])
        return all.sorted { $0.id < $1.id }
    }
}
