// Requests on their way: which replies a client still waits for, and those that came before they were asked for.
//
// Invariant: an entry is in the table exactly as long as its ticket can still get the reply. So the table, and with it
// what early replies take up, is bounded by the tickets there are, and those by `Client.ticketLimit`.

/// A request that was sent, and the right to its reply: `Client.reply(to:)`.
///
/// Dropping the ticket forgets the request. A reply that is there is dropped with it, one that comes later when it
/// comes; a handle in it is closed. The service does not learn of it: it has the request already.
public struct Ticket: ~Copyable {
    let entry: PendingReply
    let table: ReplyTable

    init(_ entry: PendingReply, _ table: ReplyTable) {
        self.entry = entry
        self.table = table
    }

    deinit { table.remove(entry) }

    /// Forgets the request, as going out of scope does.
    public consuming func cancel() {}
}

/// What became of one request.
final class PendingReply {
    let id: UInt32
    let kind: MessageKind
    /// The reply, where it came and nobody has asked for it yet.
    var message: Message?
    /// Why the reply could not be received.
    var failure: FTLError?

    init(id: UInt32, kind: MessageKind) {
        self.id = id
        self.kind = kind
    }

    var isSettled: Bool {
        switch message {
        case .some: true
        case .none: failure != nil
        }
    }
}

/// The requests of one client whose replies somebody has a ticket for.
final class ReplyTable {
    private var entries: [PendingReply] = []
    private var lastID: UInt32 = 0
    /// The service is gone: what has not come will not come.
    var isPeerGone = false

    /// - Throws: `limitReached` where there are `Client.ticketLimit` already.
    func add(_ kind: MessageKind) throws(FTLError) -> PendingReply {
        guard entries.count < Client.ticketLimit else { throw .limitReached }
        // 0 stays free for messages that are no request. An id in use is passed over when the numbers come round.
        repeat { lastID = lastID == .max ? 1 : lastID + 1 } while find(lastID) != nil
        let entry = PendingReply(id: lastID, kind: kind)
        entries.append(entry)
        return entry
    }

    func find(_ id: UInt32) -> PendingReply? { entries.first { $0.id == id } }

    func contains(_ entry: PendingReply) -> Bool { entries.contains { $0 === entry } }

    func remove(_ entry: PendingReply) {
        entries.removeAll { $0 === entry }
        entry.message = nil
    }
}
