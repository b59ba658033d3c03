// What the web's standards say of URLs, encodings, timers, dates and the console, in a script on the machine. The apps
// check themselves; what console prints is compared here.

import Testing

struct WebTextTests {
    @Test(
        "URL, URLSearchParams, encodings, timers and dates are as their standards say",
        arguments: ["web-url", "web-params", "web-encoding", "web-timers", "web-date"], ["kernel", "user"])
    func selfChecking(_ app: String, _ isolation: String) throws {
        let run = try VirtualMachine.run(.init(apps: [app], isolations: [isolation], isRepeatable: true))
        run.expect(run.status == 0, "\(app) ends with status 0 when all its own checks hold: \(run.status)")
        let lines = run.lines(of: app)
        run.expect(lines.contains { $0.hasPrefix("ok: ") }, "\(app) says what it checked")
        run.expect(!lines.contains { $0.hasPrefix("FAILED: ") }, "and nothing failed")
    }

    @Test("console prints values, groups, tables, counts and times as they are wanted")
    func console() throws {
        let run = try VirtualMachine.run(.init(apps: ["web-console"]))
        run.expect(run.status == 0, "nothing of it throws: \(run.status)")
        // Times differ from run to run; of a row of equal characters only the length matters.
        let lines = run.lines(of: "web-console").map { line in
            line.replacing(#/\d+\.\d{3} ms/#, with: "TIME").replacing(#/€+/#) { "€×\($0.output.count)" }
        }
        for (index, (line, wanted)) in zip(lines, WebTextTests.consoleLines).enumerated() {
            run.expect(line == wanted, "line \(index + 1) is '\(wanted)', not '\(line)'")
        }
        run.expect(
            lines.count == WebTextTests.consoleLines.count,
            "there are \(WebTextTests.consoleLines.count) lines, not \(lines.count)")
    }

    private static let consoleLines: [String] = {
        let text = #"""
            specifiers: text 42 7 15 % |after rest 1
            objects: { a: [ 1 ] } [ { b: 2 } ] {"c":3}
            left over: %s %d
            none left: one %d
            odd: 12n NaN NaN 0 Symbol(t)
            own text: mine { x: 1 }
            { not: "a format %s" } %s x
            100% %x 50% of


            null undefined true 1.5 -0 NaN 10n Symbol(s) text [ "text" ]
            { a: 1, "b-c": 2, e: { f: { g: { h: [Object] } } }, [Symbol(d)]: 3 }
            [ 1, <1 empty>, 3, <2 empty>, 6 ] [ 1, extra: true ] [ <3 empty> ] []
            Map(2) { "k" => { v: 1 }, {} => Map(0) {} } Set(3) { 1, "x", Set(0) {} }
            Uint8Array(2) [ 1, 2 ] Float64Array(1) [ 0 ] ArrayBuffer { byteLength: 2, bytes: <01 fe> } DataView {
              byteLength: 1,
              byteOffset: 0,
              buffer: ArrayBuffer { byteLength: 1, bytes: <00> }
            }
            1970-01-01T00:00:00.000Z Invalid Date /a\/b/giu [Number: 1] [String: "s"] [Boolean: true] [BigInt: 2n] [Symbol: Symbol(s)]
            [Function: named] [Function (anonymous)] [class Base] [class (anonymous) extends Map] [AsyncFunction (anonymous)] [GeneratorFunction: gen]
            [Function: counted] { count: 1 } { method: [Function: method] } [Function: max] { a: [Getter/Setter], b: [Getter], c: [Setter] }
            Point { x: 1, y: [ 2 ] } Point { x: 1, y: [ 2 ] } [Object: null prototype] {} {}
            Promise { [ 1 ] } Promise { <pending> } WeakMap { <items unknown> } WeakSet { <items unknown> } WeakRef { [class Point] }
            1 Object [Generator] {} Object [Map Iterator] {} Object [Math] {} global
            Object [Tagged] { [Symbol(Symbol.toStringTag)]: "Tagged" } Tagged [T] {}
            x:y URLSearchParams(2) [ [ "a", "1" ], [ "a", "2" ] ] TextEncoder {}
            <ref *1> { name: "c", list: [ [Circular *1], { cyclic: [Circular *1] } ] }
            <ref *1> { right: <ref *2> { left: [Circular *1], self: [Circular *2] } }
            { a: 1 } [ 1 ] [ [value that cannot be printed], 1 ]
            shown as this Secret { shown: 1 }
            TypeError: wrong
                at somewhere (main.js:1:2) OwnError: own
                at somewhere (main.js:1:2) Error
                at somewhere (main.js:1:2)
            Error: outer
                at somewhere (main.js:1:2) {
              cause: RangeError: inner
                  at somewhere (main.js:1:2)
            }
            [
              Error: coded
                  at somewhere (main.js:1:2) { code: 7 }
            ]
            AggregateError: both
                at somewhere (main.js:1:2) {
              errors: [
                Error: one
                    at somewhere (main.js:1:2),
                2
              ]
            }
            group 1
              inside
              twice
                {
                  deep: [
                    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
                    "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
                  ]
                }
              back
            outside
            after clear
            Assertion failed
            Assertion failed: told so { a: 1 }
            Assertion failed: { b: 1 } %s
            Assertion failed
            default: 1
            x: 1
            default: 2
            default: 3
            default: 1
            Count for 'never' does not exist
            Symbol.iterator: 1
            ┌─────────┬──────────┬─────┬─────────┬────────┐
            │ (index) │ a        │ b   │ d       │ Values │
            ├─────────┼──────────┼─────┼─────────┼────────┤
            │ 0       │ 1        │ "x" │         │        │
            │ 1       │ [Object] │     │ [Array] │        │
            │ 2       │          │     │         │ 5      │
            └─────────┴──────────┴─────┴─────────┴────────┘
            ┌─────────┬───┬─────┐
            │ (index) │ a │ b   │
            ├─────────┼───┼─────┤
            │ first   │ 1 │     │
            │ second  │   │ "é" │
            └─────────┴───┴─────┘
            ┌─────────┬───┬───┐
            │ (index) │ 0 │ 1 │
            ├─────────┼───┼───┤
            │ 0       │ 1 │ 2 │
            │ 1       │ 3 │   │
            └─────────┴───┴───┘
            ┌───────────────────┬─────┬───┬────────┐
            │ (iteration index) │ Key │ v │ Values │
            ├───────────────────┼─────┼───┼────────┤
            │ 0                 │ "k" │ 1 │        │
            │ 1                 │ "l" │   │ 2      │
            └───────────────────┴─────┴───┴────────┘
            ┌───────────────────┬────────┐
            │ (iteration index) │ Values │
            ├───────────────────┼────────┤
            │ 0                 │ "s"    │
            └───────────────────┴────────┘
            ┌─────────┬───┬───┐
            │ (index) │ b │ z │
            ├─────────┼───┼───┤
            │ 0       │ 2 │   │
            └─────────┴───┴───┘
            ┌─────────┐
            │ (index) │
            ├─────────┤
            └─────────┘
            no table
            null
            { thrower: [Getter] }
            { a: [Object] }
            { a: { b: { c: { d: { e: { f: {} } } } } } }
            "%s"
            %s { a: 1 }
            Trace: trace 1
                at outer (apps/web-console/main.js:119:18)
                at <anonymous> (apps/web-console/main.js:120:3)
            Timer 'default' already exists
            default: TIME so far { a: 1 }
            default: TIME
            Timer 'default' does not exist
            Timer 'none' does not exist
            without this [object console] 19 undefined
            4200 €×339
            €×341
            €×341
            €×341
            €×341
            €×297
            lines

            and	more
            """#
        return text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }()
}
