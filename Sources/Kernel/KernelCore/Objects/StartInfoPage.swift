// What a program gets to know when it starts, in read-only memory of its own: the `ftl_start_info` of the ABI, then the
// name and the arguments it points to.

import CFTL
import FTLTypes

struct StartInfoPage {
    static let handleLimit = Int(FTL_START_HANDLES)
    // Safe: only the layout of the type is asked for.
    private static let infoLength = unsafe MemoryLayout<ftl_start_info>.size

    /// Where the program finds it.
    let address: UInt
    private let area: VmArea
    private let process: Process
    private let entry: UInt

    init(of process: Process, _ kernel: Kernel) throws(FTLError) {
        let length =
            StartInfoPage.infoLength + process.name.bytes.count + process.arguments.bytes.count
        area = try VmArea(length: length, memory: kernel.memory, account: process.account)
        try area.populate(offset: 0, count: length)
        address = try process.space.map(area, count: area.pageCount, .read)
        self.process = process
        switch process.space.isolation {
        case .kernel: entry = kernel.machine.syscallEntry
        case .user: entry = try process.space.map(kernel.userCall, count: 1, [.read, .execute])
        }
    }

    func fill(stack: Range<UInt>) {
        let (name, arguments) = (process.name.bytes, process.arguments.bytes)
        let nameAt = StartInfoPage.infoLength
        let argumentsAt = nameAt + name.count
        var words: [UInt64] = [
            UInt64(FTL_ABI_VERSION), UInt64(entry), UInt64(pageSize), UInt64(process.id),
            UInt64(address) + UInt64(nameAt), UInt64(name.count),
            UInt64(address) + UInt64(argumentsAt), UInt64(arguments.count),
            UInt64(stack.lowerBound), UInt64(stack.count), UInt64(process.space.isolation.rawValue),
            UInt64(process.startHandles.count),
        ]
        // Handle numbers are 32 bits each, two to a word.
        for index in stride(from: 0, to: StartInfoPage.handleLimit, by: 2) {
            words.append(handle(index) | handle(index + 1) << 32)
        }
        // Safe: the bytes of three arrays, copied into an area that was made long enough for them.
        unsafe words.withUnsafeBytes { unsafe area.copyIn(offset: 0, from: $0) }
        unsafe name.withUnsafeBytes { unsafe area.copyIn(offset: nameAt, from: $0) }
        unsafe arguments.withUnsafeBytes { unsafe area.copyIn(offset: argumentsAt, from: $0) }
    }

    private func handle(_ index: Int) -> UInt64 {
        index < process.startHandles.count ? UInt64(process.startHandles[index].rawValue) : 0
    }
}
