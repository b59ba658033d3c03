// What there is to do for one system call of a script's, made once of the call's row in the table. The rows hold arrays
// and names; reading them at each call cost more than the call.

import FTL

/// The row of a call in the form that the marshaller follows.
struct CallPlan {
    /// What becomes of one argument.
    enum Argument: UInt8 {
        case word
        case info
        case handle
        case optionalHandle
        /// Address and length of a typed array or buffer.
        case memory
        /// The same for a message; the length goes into the info word.
        case body
        /// What no script can name.
        case refused
    }

    /// Arguments in a call at most.
    static var mostArguments: Int { 7 }

    let count: Int
    let arguments: InlineArray<7, Argument>
    let result: ResultKind
    /// The word that holds a message's info, where there is one.
    let info: Int
    /// Whether the call takes or closes a handle where it succeeds.
    let takesHandle: Bool

    private init(_ call: Syscall) {
        let row = call.signature
        var arguments = InlineArray<7, Argument>(repeating: .refused)
        var (word, info, takesHandle) = (0, 0, call == .handleClose)
        for (index, parameter) in row.parameters.enumerated() {
            switch parameter.kind {
            case .word, .deadline: arguments[index] = .word
            case .info: (arguments[index], info) = (.info, word)
            case .handle, .anyHandle: arguments[index] = .handle
            case .optionalHandle: arguments[index] = .optionalHandle
            case .consumedHandle: (arguments[index], takesHandle) = (.optionalHandle, true)
            case .bytesIn, .bytesOut: arguments[index] = .memory
            case .body: arguments[index] = .body
            case .address: arguments[index] = .refused
            }
            word += parameter.kind.words
        }
        count = row.parameters.count
        result = row.result
        self.arguments = arguments
        self.info = info
        self.takesHandle = takesHandle
    }

    /// By the calls' numbers.
    static let all: [CallPlan] = Syscall.allCases.map { CallPlan($0) }
}
