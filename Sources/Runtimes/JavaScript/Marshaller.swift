// Through here scripts make every system call. It knows no call: it follows the call's plan (CallPlan), which says what
// becomes of each argument.
//
// What a script can name:
//   - a number where the table says number,
//   - memory only as a typed array or ArrayBuffer of its own (never an address),
//   - a handle only as a handle object (never a number).
// Calls whose table rows hold addresses are refused. Nothing of the script's runs between the check of the arguments
// and the end of the call, so what was checked is what the kernel sees.

import FTL

/// The argument words of one call.
typealias CallWords = InlineArray<7, UInt>

enum Marshaller {
    /// Makes the call of that number.
    static func call(_ number: Int, _ arguments: borrowing EngineArguments) throws(ScriptFailure) -> EngineValue {
        let plan = CallPlan.all[number]
        guard arguments.count == plan.count else { throw miscounted(number, arguments.count) }
        // The objects for the result are made first: between the look at the arguments and the call nothing may be
        // allocated, or memory might move; after the call nothing may fail, or a handle would be lost.
        switch plan.result {
        case .handle:
            let handle = try EngineValue.closedHandle()
            let result = try perform(plan, number, arguments)
            guard result != 0 else { return .undefined }
            handle.setHandle(HandleNumber(rawValue: UInt32(truncatingIfNeeded: result)))
            return handle
        case .handlePair:
            let pair = try EngineValue.array()
            let first = try EngineValue.closedHandle()
            let second = try EngineValue.closedHandle()
            try pair.set(0, to: first.duplicate())
            try pair.set(1, to: second.duplicate())
            let result = try perform(plan, number, arguments)
            first.setHandle(HandleNumber(rawValue: UInt32(truncatingIfNeeded: result)))
            second.setHandle(HandleNumber(rawValue: UInt32(truncatingIfNeeded: result >> 32)))
            return pair
        case .word:
            return try .number(UInt64(try perform(plan, number, arguments)))
        case .nothing, .never, .address:
            _ = try perform(plan, number, arguments)
            return .undefined
        }
    }

    /// The arguments as the call's words. The addresses among them are good until the engine allocates.
    @inline(__always)
    private static func words(
        _ plan: borrowing CallPlan, _ number: Int, _ arguments: borrowing EngineArguments
    ) throws(ScriptFailure) -> CallWords {
        var words = CallWords(repeating: 0)
        let count = plan.count
        var (index, next) = (0, 0)
        while index < count {
            switch plan.arguments[index] {
            case .word:
                guard let value = arguments.integer(index) else { throw bad("a whole number", index, number) }
                words[next] = UInt(value)
            case .info:
                guard let value = arguments.integer(index) else { throw bad("a whole number", index, number) }
                // The length is the body's own.
                words[next] = UInt(value) & ~0xffff_0000
            case .handle:
                words[next] = try handle(arguments, index, number)
            case .optionalHandle:
                if !arguments.isNone(index) { words[next] = try handle(arguments, index, number) }
            case .memory:
                guard let bytes = try arguments.bytes(index) else {
                    throw bad("a typed array or an ArrayBuffer", index, number)
                }
                words[next] = bytes.address
                words[next + 1] = bytes.count
                next += 1
            case .body:
                guard !arguments.isNone(index) else { break }
                guard let bytes = try arguments.bytes(index) else {
                    throw bad("a typed array, an ArrayBuffer or null", index, number)
                }
                guard bytes.count <= UInt(Limits.bodyLength) else { throw failure(.tooLarge, number) }
                words[next] = bytes.address
                words[plan.info] |= bytes.count << 16
            case .refused:
                throw failure(.unsupported, number)
            }
            next += 1
            index += 1
        }
        return words
    }

    /// The number of an open handle, as the call's argument.
    @inline(__always)
    static func handle(
        _ arguments: borrowing EngineArguments, _ index: Int, _ number: Int
    ) throws(ScriptFailure) -> UInt {
        switch arguments.handle(index) {
        case .open(let number): return UInt(number.rawValue)
        case .closed: throw closed(index, number)
        case .notAHandle: throw bad("a handle", index, number)
        }
    }

    /// Makes the call. The handles that it took are closed objects afterwards.
    @inline(__always)
    private static func perform(
        _ plan: borrowing CallPlan, _ number: Int, _ arguments: borrowing EngineArguments
    ) throws(ScriptFailure) -> UInt {
        var result = unsafe make(number, try words(plan, number, arguments))
        if result < 0 { result = try repeated(result, plan, number, arguments) }
        if plan.takesHandle { forgetHandles(number, arguments) }
        return UInt(bitPattern: result)
    }

    /// Makes a call again that failed for want of handles: the script may have let go of some that are not collected yet.
    ///
    /// - Parameter result: what it answered.
    @inline(never)
    private static func repeated(
        _ result: Int, _ plan: borrowing CallPlan, _ number: Int, _ arguments: borrowing EngineArguments
    ) throws(ScriptFailure) -> Int {
        var result = result
        if FTLError(result: result) == .limitReached {
            Engine.collectGarbage()
            result = unsafe make(number, try words(plan, number, arguments))
        }
        if let error = FTLError(result: result) { throw failure(error, number) }
        return result
    }

    /// Makes a call that names no memory.
    @inline(__always)
    static func perform(_ call: Syscall, _ words: CallWords) throws(ScriptFailure) -> UInt {
        let number = Int(call.rawValue)
        var result = unsafe make(number, words)
        if FTLError(result: result) == .limitReached {
            Engine.collectGarbage()
            result = unsafe make(number, words)
        }
        if let error = FTLError(result: result) { throw failure(error, number) }
        return UInt(bitPattern: result)
    }

    /// The handles that a call took are closed objects from now on.
    @inline(never)
    private static func forgetHandles(_ number: Int, _ arguments: borrowing EngineArguments) {
        let row = signature(number)
        for (index, parameter) in row.parameters.enumerated()
        where parameter.kind == .consumedHandle || number == Int(Syscall.handleClose.rawValue) {
            guard case .open = arguments.handle(index) else { continue }
            arguments.forgetHandle(index)
        }
    }

    /// Safe to call with words whose addresses are of memory that the engine has not moved since.
    @unsafe @inline(__always)
    private static func make(_ number: Int, _ words: CallWords) -> Int {
        guard let call = Syscall(rawValue: UInt(number)) else { return 0 }
        return unsafe syscall(call, words[0], words[1], words[2], words[3], words[4], words[5], words[6])
    }

    // --- What goes wrong ---

    private static func signature(_ number: Int) -> Signature {
        // There is a row for each function that a script has.
        Syscall(rawValue: UInt(number))!.signature
    }

    @inline(never)
    private static func miscounted(_ number: Int, _ count: Int) -> ScriptFailure {
        let row = signature(number)
        return .type("\(row.name): takes \(row.parameters.count) arguments, not \(count)")
    }

    @inline(never)
    private static func closed(_ index: Int, _ number: Int) -> ScriptFailure {
        let row = signature(number)
        return .type("\(row.name): \(row.parameters[index].name) is a closed handle")
    }

    @inline(never)
    private static func bad(_ wanted: StaticString, _ index: Int, _ number: Int) -> ScriptFailure {
        let row = signature(number)
        return .type("\(row.name): \(row.parameters[index].name) must be \(wanted)")
    }

    /// The exception for an error of the kernel's: the library's FtlError.
    @inline(never)
    static func failure(_ error: FTLError, _ number: Int) -> ScriptFailure {
        failure(error, "\(signature(number).name): \(error.name)")
    }

    /// The library's FtlError with that code and message.
    @inline(never)
    static func failure(_ error: FTLError, _ message: String) -> ScriptFailure {
        failure(number: UInt64(error.rawValue), message)
    }

    /// The same for a number that is no error's, as a service answered it to a request.
    @inline(never)
    static func unknown(_ number: UInt64, _ request: String) -> ScriptFailure {
        failure(number: number, "\(request): error \(number)")
    }

    private static func failure(number: UInt64, _ message: String) -> ScriptFailure {
        guard let make = unsafe Hooks.error else { return .type(message) }
        do throws(ScriptFailure) {
            let text = try EngineValue.string(Array("\(number) \(message)".utf8))
            return try make.value.call(text).thrown()
        } catch {
            return error
        }
    }

    /// Closes a handle.
    static func close(_ handle: borrowing EngineValue) throws(ScriptFailure) {
        guard let number = handle.openHandle else { throw .type("handle_close: handle is a closed handle") }
        var words = CallWords(repeating: 0)
        words[0] = UInt(number.rawValue)
        _ = try perform(.handleClose, words)
        handle.setHandle(.none)
    }
}
