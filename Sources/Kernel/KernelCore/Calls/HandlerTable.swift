// Made by scripts/reference from the tables in Sources/ABI/FTLTypes; do not edit.

import FTLTypes

extension Syscall {
    /// The call of this number, if there is one.
    @inline(__always)
    init?(number: UInt) {
        guard number < 47 else { return nil }
        // Safe: the numbers have no gaps (DispatchTests), so that the one byte of a case is its number.
        self = unsafe unsafeBitCast(UInt8(truncatingIfNeeded: number), to: Syscall.self)
    }

    /// Whether it is made when the kernel has only its reserve left (`Signature.worksWithoutMemory`).
    var worksWithoutMemory: Bool {
        switch self {
        case .null: true
        case .handleClose: true
        case .channelDiscard: true
        case .sinkRemove: true
        case .sinkWait: true
        case .timerSet: true
        case .timeNow: true
        case .processKill: true
        case .processExit: true
        case .threadYield: true
        case .threadExit: true
        case .vmAreaRead: true
        case .vmAreaWrite: true
        case .vmSpaceUnmap: true
        case .systemShutdown: true
        case .vmAreaLength: true
        case .threadStart: true
        case .randomFill: true
        case .timeReal: true
        case .processInterrupt: true
        case .interruptTake: true
        case .processID: true
        case .processLimit: true
        default: false
        }
    }
}

extension Kernel {
    /// Makes the call, whatever it is.
    func handle(_ call: borrowing Call) throws(FTLError) -> Int {
        switch call.number {
        case .null: try null(call)
        case .consoleWrite: try consoleWrite(call)
        case .handleClose: try handleClose(call)
        case .handleDuplicate: try handleDuplicate(call)
        case .channelCreate: try channelCreate(call)
        case .channelSend: try channelSend(call)
        case .channelRecv: try channelRecv(call)
        case .channelDiscard: try channelDiscard(call)
        case .sinkCreate: try sinkCreate(call)
        case .sinkAdd: try sinkAdd(call)
        case .sinkRemove: try sinkRemove(call)
        case .sinkWait: try sinkWait(call)
        case .timerCreate: try timerCreate(call)
        case .timerSet: try timerSet(call)
        case .timeNow: try timeNow(call)
        case .imageCreate: try imageCreate(call)
        case .processCreate: try processCreate(call)
        case .processInjectHandle: try processInjectHandle(call)
        case .processStart: try processStart(call)
        case .processKill: try processKill(call)
        case .processExit: try processExit(call)
        case .threadCreate: try threadCreate(call)
        case .threadYield: try threadYield(call)
        case .threadExit: try threadExit(call)
        case .vmAreaCreate: try vmAreaCreate(call)
        case .vmAreaRead: try vmAreaRead(call)
        case .vmAreaWrite: try vmAreaWrite(call)
        case .vmSpaceMap: try vmSpaceMap(call)
        case .vmSpaceUnmap: try vmSpaceUnmap(call)
        case .systemShutdown: try systemShutdown(call)
        case .vmAreaLength: try vmAreaLength(call)
        case .threadStart: try threadStart(call)
        case .vmSpaceCreate: try vmSpaceCreate(call)
        case .randomFill: try randomFill(call)
        case .timeReal: try timeReal(call)
        case .consoleRead: try consoleRead(call)
        case .consolePut: try consolePut(call)
        case .processInterrupt: try processInterrupt(call)
        case .interruptTake: try interruptTake(call)
        case .systemProcesses: try systemProcesses(call)
        case .systemHandles: try systemHandles(call)
        case .systemMemory: try systemMemory(call)
        case .systemProcess: try systemProcess(call)
        case .systemTrace: try systemTrace(call)
        case .processID: try processID(call)
        case .processLimit: try processLimit(call)
        case .imageCapture: try imageCapture(call)
        }
    }
}
