// The system call table, with what the comments beside it say.

import FTLTypes

/// A system call with its comment.
struct CallEntry {
    let call: Syscall
    let comment: DocComment

    var signature: Signature { call.signature }
    var name: String { "\(signature.name)" }
}

/// A case or a constant with its comment.
struct NamedValue {
    let name: String
    let comment: DocComment
}

/// What the files of FTLTypes say, in the order of the table.
struct CallTable {
    let calls: [CallEntry]
    /// By their bits.
    let rights: [NamedValue]

    init(_ repository: Repository) throws(Failure) {
        let path = "Sources/ABI/FTLTypes/Syscall.swift"
        let cases = try CallTable.cases(of: "Syscall", in: path, repository)
        var calls: [CallEntry] = []
        for call in Syscall.allCases {
            guard let found = cases.first(where: { $0.name == "\(call)" }), !found.comment.isEmpty else {
                throw Failure("\(path): \(call) has no comment")
            }
            calls.append(CallEntry(call: call, comment: found.comment))
        }
        self.calls = calls

        let rightsPath = "Sources/ABI/FTLTypes/Rights.swift"
        var rights: [NamedValue] = []
        for member in try repository.swiftFile(rightsPath).declarations.flatMap(\.members) {
            guard let match = member.signature[0].wholeMatch(of: #/static let (\w+) = Rights\(rawValue: 1 << (\d+)\)/#)
            else { continue }
            guard match.2 == "\(rights.count)" else { throw Failure("\(rightsPath): \(match.1) is out of order") }
            rights.append(NamedValue(name: String(match.1), comment: member.comment))
        }
        guard Rights.all.rawValue == (UInt32(1) << UInt32(rights.count)) - 1 else {
            throw Failure("\(rightsPath): all rights are not the \(rights.count) that are declared")
        }
        self.rights = rights
    }

    /// The cases of an enum of FTLTypes.
    static func cases(of type: String, in path: String, _ repository: Repository) throws(Failure) -> [NamedValue] {
        let file = try repository.swiftFile(path)
        guard let declaration = file.declarations.first(where: { $0.signature[0].hasPrefix("enum \(type):") }) else {
            throw Failure("\(path): there is no public enum \(type)")
        }
        return declaration.members.compactMap { member in
            guard let match = member.signature[0].prefixMatch(of: #/case (\w+)/#) else { return nil }
            return NamedValue(name: String(match.1), comment: member.comment)
        }
    }

    /// The names of some rights.
    func names(of rights: Rights) -> [String] {
        self.rights.indices.filter { rights.contains(Rights(rawValue: 1 << UInt32($0))) }.map { self.rights[$0].name }
    }

    /// "a channel with the right to write": what a handle argument has to be.
    func requirement(_ object: String, _ rights: Rights) -> String {
        let names = names(of: rights)
        if names.isEmpty { return object }
        return "\(object) with the right\(names.count > 1 ? "s" : "") to \(names.joined(separator: " and "))"
    }

    /// What an argument of a kind is, in words.
    func description(of kind: ArgumentKind) -> String {
        switch kind {
        case .word: "a number"
        case .deadline: "a time in nanoseconds since boot"
        case .handle(let type, let rights): requirement("a handle: \(type.name)", rights)
        case .optionalHandle(let type, let rights): requirement("a handle, or none: \(type.name)", rights)
        case .anyHandle(let rights): requirement("a handle of any type", rights)
        case .consumedHandle: "a handle, or none; where the call succeeds, it is no longer the caller's"
        case .bytesIn: "bytes that are read: address and length"
        case .bytesOut: "a buffer that is written: address and length"
        case .info: "a message's info word"
        case .body: "a message's body: its address; the length is in the info word"
        case .address: "an address"
        }
    }

    func description(of kind: ResultKind) -> String {
        switch kind {
        case .nothing: "nothing"
        case .word: "a number"
        case .handle: "a new handle, or none"
        case .handlePair: "two new handles"
        case .address: "an address"
        case .never: "does not come back"
        }
    }
}
