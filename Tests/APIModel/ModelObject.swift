// Kernel objects as the model has them: as little as it takes to say what a call answers. Arrays are searched from
// one end to the other; nothing here is meant to be fast, or to work as the kernel does.

import FTLTypes

enum ModelObject {
    case channel(ModelChannel)
    case sink(ModelSink)
    case timer(ModelTimer)
    case area(ModelArea)
    case process(ModelProcess)

    var type: ObjectType {
        switch self {
        case .channel: .channel
        case .sink: .sink
        case .timer: .timer
        case .area: .vmArea
        case .process: .process
        }
    }

    /// The object as one that a sink can report about, where it is one.
    var source: ModelSource? {
        switch self {
        case .channel(let channel): channel
        case .timer(let timer): timer
        case .process(let process): process
        case .sink, .area: nil
        }
    }
}

struct ModelHandle {
    let object: ModelObject
    let rights: Rights
}

/// A memory area: its bytes.
final class ModelArea {
    var bytes: [UInt8]

    init(count: Int) { bytes = [UInt8](repeating: 0, count: count) }
}

/// A timer. It fires when the model's time is moved to its deadline.
final class ModelTimer: ModelSource {
    var handleCount = 1
    var deadline: UInt64 = 0
    var isArmed = false
    var hasFired = false

    override var hasEvent: Bool { hasFired }

    override func takeEvent() -> ModelEvent {
        hasFired = false
        return ModelEvent(kind: .timer, word0: deadline)
    }

    func fire() {
        isArmed = false
        hasFired = true
        notify()
    }
}
