// The natives: what the module `ftl:native` exports to the library (Sources/Runtimes/Library), and to nothing else. `syscall` is
// the door to the system; the others are what JavaScript itself has no words for.

import FTL

/// The exports of `ftl:native`.
enum Native: Int32, CaseIterable {
    /// `handleNumber(handle)`: the number by which events name the handle; 0 for a closed one.
    case handleNumber
    /// `pending()`: a promise that only `settle` and `reject` settle.
    case pending
    /// `settle(promise, value)`: as the functions do that `new Promise` passes.
    case settle
    /// `reject(promise, reason)`
    case reject
    /// `method(name, function)`: a method of channels or of their messages (see NativeMethod).
    case method
    /// `waitForEvents(sink, events, deadline, mayEnd)`: how many events there are; none where the deadline passed first.
    /// With the fourth argument an event that is alone is taken by its port, where it does that: the answer is 1001 then;
    /// and 1000 where the argument is true and no port is held.
    case waitForEvents
    /// `waitOn(sink, events, state)`: from now on the runtime waits there while the loop has nothing else to do.
    case waitOn
    /// `deliver(port, events, at)`: the port takes the event that begins at that word, or the answer is who takes it.
    case deliver
    /// `watchPort(port, number)`: from now on the port is found by the number of the handle that it watches; by 0 it no
    /// longer is.
    case watchPort
    /// `hold(port, isHeld)`: whether somebody waits on the port, which keeps it alive.
    case hold
    /// `isHeld(port)`: 1 or 0.
    case isHeld
    /// `portOf(number)`: the port that watches the object with that handle, or undefined.
    case portOf
    /// `makeChannel(handle, target)`: a channel, an object of the class `target`, as `new.target` has it.
    case makeChannel
    /// `makeMessages(channel, target)`: what iterates over a channel's messages, likewise.
    case makeMessages
    /// `channelHandle(channel)`: its handle; undefined where that was moved away.
    case channelHandle
    /// `transmit(channel, id, kind, word0, word1, body, owner, handle)`: sends a message that was checked, now. `owner` is
    /// what has the handle, for example a channel.
    case transmit
    /// `post(…)`: the same as soon as there is room; a promise.
    case post
    /// `ask(channel, kind, word0, word1, body, owner, handle, finish)`: a promise of the reply to a request.
    case ask
    /// `askNow(channel, kind, word0, word1, body, owner, handle)`: the reply; nothing of the script runs meanwhile.
    case askNow
    /// `giveUp(channel, promise, reason)`: a request is not waited for any more.
    case giveUp
    /// `room(channel)`: a promise that is fulfilled when the other end takes messages again.
    case room
    /// `closeChannel(channel)`
    case closeChannel
    /// `requireIdle(channel)`: fails where its handle cannot be moved.
    case requireIdle
    /// `takeChannel(channel, successor)`: its handle, which it has no more, and events for the successor.
    case takeChannel
    /// `putChannel(channel, handle)`: gives it back.
    case putChannel
    /// `finish(sequence)`: ends a sequence of messages; the promise of the one that was asked for last, or undefined.
    case finish
    /// `encode(string)`: a Uint8Array of its UTF-8 bytes; half a surrogate pair becomes U+FFFD.
    case encode
    /// `decode(bytes)`: a string; ill-formed bytes become U+FFFD.
    case decode
    /// `install(functions)`: gives the runtime the library's functions (see Hooks).
    case install
    /// `load(module)`: loads a module of the library, at the first use of what it offers, and answers its exports.
    case load
    /// `evaluate(text, name)`: runs a script in which `await` may stand outside functions; a promise of `{ value }`.
    case evaluate
    /// `forgive(error)`: an interruption passes all of a script's handlers; from here on this one can be caught.
    case forgive
    /// `takeInterrupt()`: whether somebody has asked the script to break off; that is then forgotten.
    case takeInterrupt
    /// `promiseState(promise)`: what has become of it: `["pending"]`, `["fulfilled", value]` or `["rejected", reason]`;
    /// undefined for what is no promise. Nobody's handler is called, and the rejection is as unhandled as it was.
    case promiseState
    /// `onInterrupt(function)`: what is called when something was broken off, instead of ending the process.
    case onInterrupt
    /// `detach(buffer)`: takes an ArrayBuffer's memory away; it has no bytes any more.
    case detach
    /// `collect()`: frees what nobody can reach any more, so that finalization callbacks become due.
    case collect
    /// The system calls, functions by their names in the table: see Marshaller.
    case calls
    /// The errors' names by their codes.
    case errors
    /// `start()`: what the process was started with: `name`, `isolation`, `arguments`, `supervisor`.
    case start
    /// The class of handles.
    case handle
    /// The class of ports, for the library to extend.
    case port

    var name: StaticString {
        switch self {
        case .handleNumber: "handleNumber"
        case .pending: "pending"
        case .settle: "settle"
        case .reject: "reject"
        case .method: "method"
        case .waitForEvents: "waitForEvents"
        case .waitOn: "waitOn"
        case .deliver: "deliver"
        case .watchPort: "watchPort"
        case .hold: "hold"
        case .isHeld: "isHeld"
        case .portOf: "portOf"
        case .makeChannel: "makeChannel"
        case .makeMessages: "makeMessages"
        case .channelHandle: "channelHandle"
        case .transmit: "transmit"
        case .post: "post"
        case .ask: "ask"
        case .askNow: "askNow"
        case .giveUp: "giveUp"
        case .room: "room"
        case .closeChannel: "closeChannel"
        case .requireIdle: "requireIdle"
        case .takeChannel: "takeChannel"
        case .putChannel: "putChannel"
        case .finish: "finish"
        case .port: "Port"
        case .encode: "encode"
        case .decode: "decode"
        case .install: "install"
        case .load: "load"
        case .evaluate: "evaluate"
        case .forgive: "forgive"
        case .takeInterrupt: "takeInterrupt"
        case .promiseState: "promiseState"
        case .onInterrupt: "onInterrupt"
        case .detach: "detach"
        case .collect: "collect"
        case .calls: "calls"
        case .errors: "errors"
        case .start: "start"
        case .handle: "Handle"
        }
    }

    /// How the export is made, where it is not a function.
    var constant: (() throws(ScriptFailure) -> EngineValue)? {
        switch self {
        case .calls: { () throws(ScriptFailure) in try Native.makeCalls() }
        case .errors: { () throws(ScriptFailure) in try Native.makeErrors() }
        case .handle: { () throws(ScriptFailure) in try EngineValue.handleConstructor() }
        case .port: { () throws(ScriptFailure) in try NativeObject.portConstructor() }
        default: nil
        }
    }

    func call(_ arguments: EngineArguments) throws(ScriptFailure) -> EngineValue {
        switch self {
        case .handleNumber:
            switch arguments.handle(0) {
            case .open(let number): return try .number(UInt64(number.rawValue))
            case .closed: return try .number(0)
            case .notAHandle: throw .type("handleNumber: not a handle")
            }
        case .pending: return try EngineValue.promise()
        case .settle:
            arguments.value(0).settle(arguments.value(1))
            return .undefined
        case .reject:
            arguments.value(0).reject(arguments.value(1))
            return .undefined
        case .method: return try NativeMethod.make(arguments)
        case .deliver: return try ChannelNatives.deliver(arguments)
        case .waitForEvents: return try ChannelNatives.wait(arguments)
        case .waitOn:
            Loop.waitOn(arguments.value(0), arguments.value(1), arguments.value(2))
            return .undefined
        case .watchPort:
            PortTable.watch(
                try arguments.port(0, "watchPort"), UInt32(truncatingIfNeeded: arguments.integer(1) ?? 0))
            return .undefined
        case .hold:
            try arguments.port(0, "hold").setHeld(arguments.isTrue(1))
            return .undefined
        case .isHeld: return try .number(arguments.port(0, "isHeld").isHeld ? 1 : 0)
        case .portOf:
            return PortTable.find(UInt32(truncatingIfNeeded: arguments.integer(0) ?? 0))?.toValue() ?? .undefined
        case .makeChannel:
            return try NativeObject.make(.channelPort, arguments.value(1), ChannelPort(handle: arguments.value(0)))
        case .makeMessages:
            return try NativeObject.make(.messageSequence, arguments.value(1), MessageSequence(arguments))
        case .channelHandle: return try ChannelNatives.handle(arguments)
        case .transmit:
            try ChannelNatives.transmit(arguments)
            return .undefined
        case .post: return try ChannelNatives.post(arguments)
        case .ask: return try ChannelNatives.ask(arguments)
        case .askNow: return try ChannelNatives.askNow(arguments)
        case .giveUp:
            try arguments.channelPort(0, "giveUp").giveUp(arguments.value(1), arguments.value(2))
            return .undefined
        case .room: return try arguments.channelPort(0, "room").room()
        case .closeChannel:
            try arguments.channelPort(0, "closeChannel").close()
            return .undefined
        case .requireIdle:
            try arguments.channelPort(0, "requireIdle").requireIdle()
            return .undefined
        case .takeChannel: return try ChannelNatives.take(arguments)
        case .putChannel:
            try arguments.channelPort(0, "putChannel").putHandle(arguments.value(1))
            return .undefined
        case .finish:
            guard let sequence = arguments.object(0)?.sequence else { throw .type("finish: not a sequence") }
            return sequence.finish()
        case .encode:
            guard let bytes = try arguments.encoded(0) else { throw .type("encode: not a string") }
            return bytes
        case .decode:
            guard let bytes = try arguments.bytes(0) else { throw .type("decode: neither a typed array nor a buffer") }
            return try bytes.decoded()
        case .install:
            try Hooks.install(arguments.value(0))
            return .undefined
        case .load:
            return try Engine.load(arguments)
        case .evaluate:
            return try Engine.evaluate(arguments)
        case .forgive:
            _ = arguments.value(0).forgiveInterruption()
            return .undefined
        case .takeInterrupt:
            return try .number(Program.takeInterrupt() ? 1 : 0)
        case .promiseState:
            return try Engine.promiseState(of: arguments.value(0))
        case .onInterrupt:
            Hooks.setInterrupt(arguments.value(0))
            return .undefined
        case .detach:
            arguments.value(0).detach()
            return .undefined
        case .collect:
            Engine.collectGarbage()
            return .undefined
        case .start: return try Native.makeStart()
        case .calls, .errors, .handle, .port:
            throw .type("not a function")
        }
    }

    private static func makeCalls() throws(ScriptFailure) -> EngineValue {
        let calls = try EngineValue.object()
        for call in Syscall.allCases where call.signature.isForScripts {
            let name = call.signature.name
            try calls.set(Array(ByteString(stringLiteral: name).bytes), to: engineMakeCall(call, name))
        }
        return calls
    }

    private static func makeErrors() throws(ScriptFailure) -> EngineValue {
        let errors = try EngineValue.array()
        for error in FTLError.allCases {
            try errors.set(error.rawValue, to: .string(ByteString(stringLiteral: error.name).bytes))
        }
        return errors
    }

    private static func makeStart() throws(ScriptFailure) -> EngineValue {
        let start = try EngineValue.object()
        try start.set(Array("name".utf8), to: .string(Program.name.bytes))
        let isolation = ByteString(stringLiteral: Program.isolation.name)
        try start.set(Array("isolation".utf8), to: .string(isolation.bytes))
        let arguments = try EngineValue.array()
        // The first is the script's path.
        for (index, argument) in Program.arguments.dropFirst().enumerated() {
            try arguments.set(index, to: .string(argument.bytes))
        }
        try start.set(Array("arguments".utf8), to: arguments)
        if let handle = Program.takeHandle(0) {
            let supervisor = try EngineValue.closedHandle()
            supervisor.setHandle(handle.release())
            try start.set(Array("supervisor".utf8), to: supervisor)
        }
        return start
    }
}
