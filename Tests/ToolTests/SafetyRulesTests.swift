// Which comments are reasons for unsafe code, and for which.

import Testing

@testable import ToolKit

struct SafetyRulesTests {
    private func findings(_ text: String, in name: String = "Sources/Kernel/A/A.swift") -> [Int] {
        let bytes = Array(text.utf8)
        return SafetyRules.findings(in: SourceFile(name: name, bytes: bytes), SwiftCode(bytes)).map(\.line)
    }

    @Test(
        "A reason stands on the line, above it in its member, or in the member's own comment",
        arguments: [
            "func f() { unsafe g() }  // Safe: a.", "// Safe: a.\nfunc f() { unsafe g() }",
            "/// F.\n/// Safe: a.\n@inline(never)\nfunc f() {\n    unsafe g()\n}",
            "func f() {\n    // Safe: a.\n    unsafe g()\n    if a {\n        unsafe h()\n    }\n}",
            "func f() {\n    // Safe, both: a\n    // and b.\n    let a = unsafe g()\n\n    let b = unsafe h()\n}",
            "// Safe: a.\nfunc f(\n    _ a: A\n) -> B {\n    let x = A.init()\n    return unsafe g()\n}",
            "/// - Safety: a.\n@unsafe func f() {}", "// Safe: a.\n@safe struct S {\n    let a = 1\n}",
            "struct S {\n    // Safe: a.\n    nonisolated(unsafe) static var a = 1\n}",
            "var a: A {\n    // Safe, both: a.\n    get { unsafe b }\n    set { unsafe b = newValue }\n}",
            "func f() { print(\"unsafe\") }  // unsafe", "func unsafely() {}",
        ])
    func reasons(_ text: String) {
        #expect(findings(text) == [])
    }

    @Test(
        "No reason is one for another member, for what stands above it, or for what is outside of where it stands",
        arguments: [
            ("func f() { unsafe g() }", [1]), ("@safe struct S {}", [1]), ("@unsafe func f() {}", [1]),
            ("// Why: a.\nfunc f() { unsafe g() }", [2]), ("// Unsafe.\nfunc f() { unsafe g() }", [2]),
            ("func f() {\n    unsafe g()\n    // Safe: a.\n    unsafe h()\n}", [2]),
            ("// Safe: a.\nfunc f() { unsafe g() }\nfunc h() { unsafe g() }", [3]),
            ("// Safe: a.\nfunc f() {\n}\nfunc h() {\n    unsafe g()\n}", [5]),
            ("func f() {\n    if a {\n        // Safe: a.\n        unsafe g()\n    }\n    unsafe h()\n}", [6]),
            ("// Safe: a.\n@safe struct S {\n    func f() {\n        unsafe g()\n    }\n}", [4]),
            ("// Safe: a.\n\n@safe struct S {}", [3]), ("// Safe: a.\nlet a = 1\nfunc f() { unsafe g() }", [3]),
            ("func f(_ a: String = \"// Safe\") {\n    unsafe g()\n}", [2]),
            ("unsafe g(\"// Safe: a\")", [1]), ("struct S: @unchecked Sendable {}", [1]),
        ])
    func none(_ text: String, _ lines: [Int]) {
        #expect(findings(text) == lines)
    }

    @Test("The rule is the kernel's")
    func elsewhere() {
        #expect(findings("func f() { unsafe g() }", in: "Sources/Libraries/FTL/A.swift") == [])
    }
}
