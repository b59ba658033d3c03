// What a process has taken of the memory that it shares with everybody: its pages, the images it made, the message
// bodies it sent that were not received yet. At its limit it gets errors, and its neighbours notice nothing.
//
// Whatever is charged keeps its account, and refunds it when it goes, so an account outlives its process where
// something that the process paid for does.

import FTLTypes

public final class Account {
    /// Bytes.
    public let limit: Int
    public private(set) var bytes = 0
    /// Address spaces that the process made and no process has yet.
    private(set) var spaces = 0

    public init(limit: Int) { self.limit = limit }

    func charge(bytes count: Int) throws(FTLError) {
        guard count <= limit - bytes else { throw .limitReached }
        bytes += count
    }

    func refund(bytes count: Int) { bytes -= count }

    func chargeSpace() throws(FTLError) {
        guard spaces < Limits.spacesPerProcess else { throw .limitReached }
        spaces += 1
    }

    func refundSpace() { spaces -= 1 }
}
