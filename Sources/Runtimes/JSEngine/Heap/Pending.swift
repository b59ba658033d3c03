// Parts of the language that are not there yet: BigInt arithmetic, typed arrays, modules' namespaces.

extension Arena {
    func newBigInt(text: borrowing NameTable, _ name: Name) -> Value { undefined }
    func compareBigInts(_ a: Reference, _ b: Reference) -> Int { 0 }
    func bigIntCount(_ v: Reference) -> UInt64 { 0 }
    func bigIntDouble(_ v: Reference) -> Double { 0 }
    func bigIntText(_ v: Reference, radix: Int) -> Value { newError(.type, "BigInt is not available") }
    func bigIntArithmetic(_ op: Arithmetic, _ x: Value, _ y: Value) -> Value {
        newError(.type, "BigInt is not available")
    }
    func compareBigInt(_ x: Value, _ y: Value, orEqual: Bool) -> Value { newError(.type, "BigInt is not available") }
    func equalBigInt(_ x: Value, _ y: Value) -> Value { falseValue }
    func typedElement(_ o: Reference, _ i: UInt64) -> Value { undefined }
    func typedLength(_ o: Reference) -> UInt64 { 0 }
    func setTypedElement(_ o: Reference, _ key: PropertyKey, _ v: Value) -> Value { undefined }
    func isValidTypedIndex(_ o: Reference, _ key: PropertyKey) -> Bool { false }
    func lookUpExport(_ o: Reference, _ key: PropertyKey) -> Lookup { .missing }
}
