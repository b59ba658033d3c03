// The one native through which scripts make every system call. It knows no call: it reads the call's row in the table
// and turns each argument into words by its kind.
//
// What a script can name:
//   - a number where the table says number,
//   - memory only as a typed array or ArrayBuffer of its own (never an address),
//   - a handle only as a handle object (never a number).
// Calls whose table rows hold addresses are refused. Nothing of the script's runs between the check of the arguments
// and the end of the call, so what was checked is what the kernel sees.

import FTL

/// The argument words of one call.
private typealias Words = InlineArray<7, UInt>

enum Marshaller {
    /// The table's rows by number, made once: a row is not free to make.
    private static let rows: [Signature] = Syscall.allCases.map { $0.signature }

    /// `syscall(number, ...arguments)`.
    static func call(_ arguments: EngineArguments) throws(ScriptFailure) -> EngineValue {
        guard let number = arguments.integer(0), let call = Syscall(rawValue: UInt(number)) else {
            throw .type("syscall: no call has this number")
        }
        let row = rows[Int(number)]
        guard row.isForScripts else { throw failure(.unsupported, row) }
        guard arguments.count == row.parameters.count + 1 else {
            throw .type("\(row.name): takes \(row.parameters.count) arguments, not \(arguments.count - 1)")
        }
        var words = Words(repeating: 0)
        var next = 0
        for (index, parameter) in row.parameters.enumerated() {
            try marshal(parameter, arguments, index + 1, row, &words, &next)
        }
        // The objects for the result are made before the call: once it has been made, nothing here may fail, or a
        // handle would be lost.
        switch row.result {
        case .handle:
            let handle = try EngineValue.closedHandle()
            let result = try perform(call, row, words, arguments)
            guard result != 0 else { return .undefined }
            handle.setHandle(HandleNumber(rawValue: UInt32(truncatingIfNeeded: result)))
            return handle
        case .handlePair:
            let pair = try EngineValue.array()
            let first = try EngineValue.closedHandle()
            let second = try EngineValue.closedHandle()
            try pair.set(0, to: first.duplicate())
            try pair.set(1, to: second.duplicate())
            let result = try perform(call, row, words, arguments)
            first.setHandle(HandleNumber(rawValue: UInt32(truncatingIfNeeded: result)))
            second.setHandle(HandleNumber(rawValue: UInt32(truncatingIfNeeded: result >> 32)))
            return pair
        case .word:
            return try .number(UInt64(try perform(call, row, words, arguments)))
        case .nothing, .never, .address:
            _ = try perform(call, row, words, arguments)
            return .undefined
        }
    }

    /// Turns one argument into its words.
    private static func marshal(
        _ parameter: Parameter, _ arguments: EngineArguments, _ index: Int, _ row: Signature,
        _ words: inout Words, _ next: inout Int
    ) throws(ScriptFailure) {
        switch parameter.kind {
        case .word, .deadline:
            guard let value = arguments.integer(index) else { throw bad("a whole number", parameter, row) }
            words[next] = UInt(value)
        case .info:
            guard let value = arguments.integer(index) else { throw bad("a whole number", parameter, row) }
            // The length is the body's own.
            words[next] = UInt(value) & ~0xffff_0000
        case .handle, .anyHandle:
            words[next] = try handle(arguments, index, parameter, row)
        case .optionalHandle, .consumedHandle:
            if !arguments.isNone(index) { words[next] = try handle(arguments, index, parameter, row) }
        case .bytesIn, .bytesOut:
            guard let bytes = try arguments.bytes(index) else {
                throw bad("a typed array or an ArrayBuffer", parameter, row)
            }
            words[next] = bytes.address
            words[next + 1] = bytes.count
        case .body:
            guard !arguments.isNone(index) else { break }
            guard let bytes = try arguments.bytes(index) else {
                throw bad("a typed array, an ArrayBuffer or null", parameter, row)
            }
            guard bytes.count <= UInt(Limits.bodyLength) else { throw failure(.tooLarge, row) }
            words[next] = bytes.address
            // The info word is the call's second argument in every row that has a body; it carries the length.
            guard let info = row.parameters.firstIndex(where: { $0.kind == .info }) else {
                throw failure(.unsupported, row)
            }
            words[info] |= bytes.count << 16
        case .address:
            throw failure(.unsupported, row)
        }
        next += parameter.kind.words
    }

    private static func handle(
        _ arguments: EngineArguments, _ index: Int, _ parameter: Parameter, _ row: Signature
    ) throws(ScriptFailure) -> UInt {
        switch arguments.handle(index) {
        case .open(let number): return UInt(number.rawValue)
        case .closed: throw .type("\(row.name): \(parameter.name) is a closed handle")
        case .notAHandle: throw bad("a handle", parameter, row)
        }
    }

    /// Makes the call. The handles that it took are closed objects afterwards.
    private static func perform(
        _ call: Syscall, _ row: Signature, _ words: Words, _ arguments: EngineArguments
    ) throws(ScriptFailure) -> UInt {
        // Safe: every address among the words is that of a typed array's or buffer's memory, which the caller's
        // arguments keep alive and in place, with the length that belongs to it.
        var result = unsafe syscall(call, words[0], words[1], words[2], words[3], words[4], words[5], words[6])
        if FTLError(result: result) == .limitReached {
            // The script may have let go of handles that are not collected yet. Safe: the arguments still are held.
            Engine.collectGarbage()
            result = unsafe syscall(call, words[0], words[1], words[2], words[3], words[4], words[5], words[6])
        }
        if let error = FTLError(result: result) { throw failure(error, row) }
        for (index, parameter) in row.parameters.enumerated()
        where parameter.kind == .consumedHandle || call == .handleClose {
            guard case .open = arguments.handle(index + 1) else { continue }
            arguments.forgetHandle(index + 1)
        }
        return UInt(bitPattern: result)
    }

    private static func bad(_ wanted: StaticString, _ parameter: Parameter, _ row: Signature) -> ScriptFailure {
        .type("\(row.name): \(parameter.name) must be \(wanted)")
    }

    /// The exception for an error of the kernel's: the library's FtlError.
    private static func failure(_ error: FTLError, _ row: Signature) -> ScriptFailure {
        guard let make = unsafe Hooks.error else { return .type("\(row.name): \(error.name)") }
        do throws(ScriptFailure) {
            let text = try EngineValue.string(Array("\(error.rawValue) \(row.name)".utf8))
            return try make.value.call(text).thrown()
        } catch {
            return error
        }
    }
}
