// Which calls are made how often, and what their words are. Made once: what the table itself answers is allocated anew
// each time.

import FTL
import TestSupport

/// What one word of a call is.
enum Slot {
    case word, deadline, info, address, source, target, body, length, nothing
    case handle(ObjectType?)

    var isHandle: Bool { if case .handle = self { true } else { false } }
}

struct CallList {
    /// Calls that would end the fuzzer; its children make them.
    private static let ends: [Syscall] = [.processExit, .threadExit]
    /// Calls that need what the fuzzer has not got: a console, a right on the system.
    private static let impossible: [Syscall] = [
        .systemShutdown, .systemProcess, .systemTrace, .consoleRead, .consolePut, .threadCreate,
    ]

    let count = Syscall.allCases.count
    private var slots: [[Slot]] = []
    private var numbers: [UInt] = []

    init() {
        for call in Syscall.allCases {
            slots.append(CallList.slots(call))
            for _ in 0..<CallList.weight(call) { numbers.append(call.rawValue) }
        }
    }

    var possible: [Syscall] {
        Syscall.allCases.filter { !CallList.ends.contains($0) && !CallList.impossible.contains($0) }
    }

    func slots(of call: Syscall) -> [Slot] { slots[Int(call.rawValue)] }

    /// The number of a call, or now and then one that is none's.
    func pick(_ random: inout FixedRandom, isChild: Bool) -> UInt {
        if random.below(128) == 0 { return UInt(random.next()) | 64 }
        while true {
            let number = numbers[random.below(numbers.count)]
            if isChild { return number == Syscall.processStart.rawValue ? Syscall.processExit.rawValue : number }
            if number != Syscall.processExit.rawValue, number != Syscall.threadExit.rawValue { return number }
        }
    }

    private static func weight(_ call: Syscall) -> Int {
        switch call {
        case .handleClose, .channelSend, .channelRecv, .sinkWait: 8
        case .channelCreate, .handleDuplicate, .channelDiscard, .sinkAdd, .timerSet, .vmAreaCreate, .vmAreaRead,
            .vmAreaWrite, .vmSpaceMap, .vmSpaceUnmap, .processInjectHandle, .processCreate, .processStart:
            4
        case .sinkCreate, .sinkRemove, .timerCreate, .processKill, .threadCreate, .threadStart,
            .vmSpaceCreate, .randomFill:
            2
        default: 1
        }
    }

    private static func slots(_ call: Syscall) -> [Slot] {
        var slots: [Slot] = []
        for kind in call.signature.arguments {
            switch kind {
            case .word: slots.append(.word)
            case .deadline: slots.append(.deadline)
            case .handle(let type, _), .optionalHandle(let type, _): slots.append(.handle(type))
            case .anyHandle, .consumedHandle: slots.append(.handle(nil))
            case .bytesIn: slots += [.source, .length]
            case .bytesOut: slots += [.target, .length]
            case .info: slots.append(.info)
            case .body: slots.append(.body)
            case .address: slots.append(.address)
            }
        }
        return slots
    }
}
