// What parsing a source gives: nodes, lists, functions, classes, scopes, and modules' imports and exports.

struct Tree {
    var nodes: [Node] = []
    var lists: [NodeIndex] = []
    var numbers: [Double] = []
    var functions: [FunctionNode] = []
    var classes: [ClassNode] = []
    var scopes: [Scope] = []
    var declarations: [Declaration] = []
    var uses: [NameUse] = []
    /// Nodes that write a variable, in order: whether an operand may change before it is used is a search here.
    var writes: [NodeIndex] = []
    var imports: [ImportEntry] = []
    var exports: [ExportEntry] = []
    /// Specifiers with the names of their types, in order of appearance.
    var requests: [ModuleRequest] = []
    var hasTopLevelAwait = false
    /// (scope, name) → declaration, open addressing.
    private var index = [Int32](repeating: -1, count: 256)

    struct ModuleRequest: Equatable {
        var specifier: Name
        /// The `type` attribute, or -1.
        var type: Name
    }
    struct ImportEntry {
        var request: Int32
        /// -1: the namespace.
        var name: Name
        var declaration: Int32
    }
    struct ExportEntry {
        /// The exported name; -1: all of the request's.
        var name: Name
        /// The local name, or the imported one where there is a request; -1: its namespace.
        var local: Name
        var request: Int32
        var position: Int32
    }

    func list(_ n: NodeIndex) -> Range<Int> {
        let node = nodes[Int(n)]
        return Int(node.a)..<Int(node.a + node.b)
    }
    func item(_ n: NodeIndex, _ i: Int) -> NodeIndex { lists[Int(nodes[Int(n)].a) + i] }
    func kind(_ n: NodeIndex) -> NodeKind { nodes[Int(n)].kind }

    // MARK: Declarations

    private func slot(_ scope: Int32, _ name: Name) -> Int {
        let h = UInt32(bitPattern: scope) &* 0x9E37_79B1 ^ UInt32(bitPattern: name) &* 0x85EB_CA6B
        var i = Int(h ^ h >> 15) & (index.count - 1)
        while index[i] >= 0 {
            let d = declarations[Int(index[i])]
            if d.scope == scope, d.name == name { return i }
            i = (i + 1) & (index.count - 1)
        }
        return i
    }
    func find(_ scope: Int32, _ name: Name) -> Int32 { index[slot(scope, name)] }
    mutating func declare(_ scope: Int32, _ name: Name, _ kind: DeclarationKind, _ position: Int32) -> Int32 {
        let d = Int32(declarations.count)
        declarations.append(Declaration(name: name, scope: scope, kind: kind, position: position))
        index[slot(scope, name)] = d
        if scopes[Int(scope)].last >= 0 {
            declarations[Int(scopes[Int(scope)].last)].next = d
        } else {
            scopes[Int(scope)].first = d
        }
        scopes[Int(scope)].last = d
        if declarations.count * 2 > index.count {
            index = [Int32](repeating: -1, count: index.count * 2)
            for i in declarations.indices {
                index[slot(declarations[i].scope, declarations[i].name)] = Int32(i)
            }
        }
        return d
    }
    /// Whether a variable is written by a node between two others.
    func isWritten(after a: NodeIndex, before b: NodeIndex) -> Bool {
        var low = 0, high = writes.count
        while low < high {
            let middle = (low + high) / 2
            if writes[middle] <= a { low = middle + 1 } else { high = middle }
        }
        return low < writes.count && writes[low] < b
    }
}
