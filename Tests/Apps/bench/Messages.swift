// Messages between two processes: there and back.

import FTL

/// - Parameter echo: the program bench-echo.
func measureMessages(_ echo: borrowing Image) throws(FTLError) {
    let short = (0..<64).map { UInt8($0 * 3) }
    let long = (0..<Limits.bodyLength).map { UInt8(truncatingIfNeeded: $0 * 3) }
    let peer = try Peer.start(echo)
    Figure("channel-swift", try sample(count: 200) { () throws(FTLError) in try peer.exchange(short.span) }).report()
    try require(peer.lastAnswer(wasFrom: short))

    // The same with a handle, which goes along both ways.
    let area = try VmArea(length: 4096)
    var handle: Handle? = area.intoHandle()
    let withHandle = try sample(count: 200) { () throws(FTLError) in try peer.exchange(short.span, &handle) }
    Figure("handle-swift", withHandle).report()
    guard let returned = handle.take() else { throw .malformed }
    try require(try VmArea(returned).length() == 4096)

    // 16 KiB there, 64 bytes back.
    Figure("large-swift", try sample(count: 100) { () throws(FTLError) in try peer.exchange(long.span) }).report()
    try require(peer.lastAnswer(wasFrom: long))
    try peer.end()
    try measureCopy()
}

/// 16 KiB that are copied as one: an array is copied element by element, which costs bytes sixteen times as much.
private typealias Block = InlineArray<2048, UInt64>

/// What it costs to copy 16 KiB once: the unit in which the bar of the large message is given.
private func measureCopy() throws(FTLError) {
    var blocks = (Block { UInt64($0) }, Block(repeating: 0))
    Figure("copy-16k", try sample(count: 100) { copy(blocks.0, to: &blocks.1) }).report()
    try require(blocks.1.indices.allSatisfy { blocks.1[$0] == UInt64($0) })
}

/// Not inlined, so that no copy can be left out because nobody looks at it.
@inline(never)
private func copy(_ block: borrowing Block, to target: inout Block) { target = copy block }
