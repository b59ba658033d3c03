// What errors say, and that faults of the engine end the script and nothing else.

import Testing

@testable import JSEngine

@Suite struct ErrorTests {
    static let head =
        "const t = f => { try { f(); } catch (e) { print(e.name + ': ' + e.message); } }; const o = { a: {}, n: 5 };"
    static let messages: [(code: String, message: String)] = [
        ("o.a.b()", "TypeError: o.a.b is not a function"),
        ("o.a.b.c()", "TypeError: Cannot read properties of undefined (reading 'c')"),
        ("{ for (const x of o.n) ; }", "TypeError: o.n is not iterable"),
        ("[...o.a]", "TypeError: o.a is not iterable"),
        ("{ x; let x; }", "ReferenceError: Cannot access 'x' before initialization"),
        ("{ f(); let g = 1; function f() { g.h; } }", "ReferenceError: Cannot access 'g' before initialization"),
        ("new o.a()", "TypeError: o.a is not a constructor"),
        ("(0, o.n)()", "TypeError: (intermediate value) is not a function"),
        ("null.q", "TypeError: Cannot read properties of null (reading 'q')"),
        ("{ undefined.q = 1; }", "TypeError: Cannot set properties of undefined (setting 'q')"),
        ("z", "ReferenceError: z is not defined"),
    ]
    @Test(arguments: messages) func says(_ c: (code: String, message: String)) {
        Program("\(ErrorTests.head) t(() => \(c.code));", c.message).check()
    }

    @Test func asynchronousIterationEnds() {
        Program(
            """
            async function* g() { yield 1; yield 2; }
            (async () => { for await (const x of [1, g, 2]) print(typeof x); for await (const x of g()) print(x); })();
            """, "number", "function", "number", "1", "2"
        ).check()
    }
    @Test func nativesThatTheLibraryCallsReturnToIt() {
        Program("print(undefined?.x, Object.entries({ a: 1, b: 2 }).join());", "undefined a,1,b,2").check()
    }

    @Test func anAccessOutsideEndsTheScript() {
        let bytes: UInt64 = 8 << 20
        let memory = UnsafeMutableRawPointer.allocate(byteCount: Int(bytes), alignment: 4096)
        defer { memory.deallocate() }
        memory.initializeMemory(as: UInt8.self, repeating: 0, count: Int(bytes))
        let arena = Arena(owning: memory, bytes: bytes)
        let isPrepared = arena.prepare(Layout(stack: 1 << 16, half: 1 << 20))
        #expect(isPrepared)
        // The shape of the prototype that every object has is nowhere.
        arena.setHalf(arena[Prototype.object], 0, 0x7FFF_FFF8)
        for source in ["for (;;) ({}).x;", "print(1);"] {
            let outcome = arena.runScript(Array(source.utf8))
            #expect(outcome == .damaged)
        }
    }
}
