// Small programs, from source to what they print, on an arena of their own: with memory to spare, and with the collector
// running wherever it can.

import Testing

@testable import JSEngine

@Suite struct ProgramTests {
    static let programs: [(source: String, output: String)] = [
        ("function f(n) { return n < 2 ? n : f(n - 1) + f(n - 2); } print(f(15));", "610\n"),
        ("let s = 0; for (let i = 0; i < 100; i++) { if (i % 2) continue; s += i; } print(s);", "2450\n"),
        ("const {a, b: [c, d = 4]} = {a: 1, b: [2]}; print(a, c, d);", "1 2 4\n"),
        (
            "class A { #x = 1; static s = 2; get v() { return this.#x; } set v(n) { this.#x = n; } static { A.t = 5; } "
                + "m(...a) { return a.length; } } const a = new A(); a.v = 9; print(a.v, A.s, A.t, a.m(1, 2));",
            "9 2 5 2\n"
        ),
        (
            "a: for (const i of [1, 2, 3]) for (const j of [1, 2, 3]) { if (j === 2) continue a; if (i === 3) break a; "
                + "print(i, j); }", "1 1\n2 1\n"
        ),
        ("try { x; let x = 1; } catch (e) { print(e.name); }", "ReferenceError\n"),
        ("try { null.foo; } catch (e) { print(e instanceof TypeError); }", "true\n"),
        (
            "function* g() { try { yield 1; yield 2; } finally { print('closed'); } } for (const x of g()) { print(x); break; }",
            "1\nclosed\n"
        ),
        ("const f = []; for (let i = 0; i < 3; i++) f.push(() => i); print(f[0](), f[1](), f[2]());", "0 1 2\n"),
        ("let n = 0; try { try { throw 1; } finally { n++; } } catch (e) { n += e; } print(n);", "2\n"),
        (
            "print(`t${1 + 1}`, 0.1 + 0.2, 1e21, -0 === 0, 7 >>> 1, ~5, 2 ** 10);",
            "t2 0.30000000000000004 1e+21 true 3 -6 1024\n"
        ),
        (
            "switch (3) { case 1: print('one'); case 3: print('three'); case 4: print('four'); break; default: print('no'); }",
            "three\nfour\n"
        ),
    ]

    @Test(arguments: programs) func prints(_ program: (source: String, output: String)) {
        #expect(output(of: program.source) == program.output)
    }

    @Test(arguments: programs) func printsTheSameWhereMemoryIsCollectedAllTheTime(
        _ program: (source: String, output: String)
    ) {
        #expect(output(of: program.source, isStressed: true) == program.output)
    }

    @Test func whatIsNoProgramIsASyntaxErrorWithItsPlace() {
        #expect(output(of: "let a = 1;\nlet a = 2;") == "SyntaxError: the name is already declared at 2:5\n")
        #expect(output(of: "with (a) {}") == "SyntaxError: with is not allowed in strict code at 1:1\n")
    }
}
