// Exports of JavaScript, as our formatting shows them.

import Testing

@testable import Reference

struct ScriptFileTests {
    private static let text = """
        // The head.

        import { calls, Handle, start as begin } from "ftl:native";
        import { thing } from "./thing.js";

        export { Channel } from "./channel.js";
        export {
            one,
            two as second,
        } from "./numbers.js";
        /** The authority. */
        export { Handle };
        export { thing };

        /** The name. */
        export const name = begin.name;

        /**
         * Waits:
         *
         *     await sleep(1);
         */
        export async function sleep(milliseconds) {
            return 1;
        }

        /** Not exported. */
        function hidden() {}

        /** A box. */
        export class Box extends Thing {
            #handle;
            size = 1;
            /** Makes one. */
            constructor(handle = {}) {
                if (handle) {
                    return;
                }
            }

            static create() {
                return new Box();
            }

            /** The handle. */
            get handle() {
                return this.#handle;
            }
            set handle(value) {
                for (const one of value) {
                }
            }

            /** All of it. */
            async *[Symbol.asyncIterator]() {
            }

            #hidden() {
            }
            close({ now } = {}) {
                try {
                } catch (error) {
                }
            }
        }

        class Inside {
            method() {
            }
        }

        /** The words. */
        const words = [];
        export default words;

        """

    private func exports() throws -> [ScriptFile.Export] { try ScriptFile(Self.text).exports }

    @Test("Every form of export is read, with where it comes from")
    func forms() throws {
        let exports = try exports()
        #expect(
            exports.map(\.name) == ["Channel", "one", "second", "Handle", "thing", "name", "sleep", "Box", "default"])
        #expect(exports[0].kind == .other(path: "channel.js"))
        #expect(exports[2].kind == .other(path: "numbers.js") && exports[2].signature == "two")
        #expect(exports[3].kind == .other(path: nil) && exports[3].comment.lines == ["The authority."])
        #expect(exports[4].kind == .other(path: "thing.js"))
        #expect(exports[5].signature == "const name" && exports[5].comment.lines == ["The name."])
        #expect(exports[6].signature == "async function sleep(milliseconds)")
        #expect(exports[6].comment.lines == ["Waits:", "", "    await sleep(1);"])
        #expect(exports[7].signature == "class Box extends Thing")
        #expect(exports[8].signature == "const words" && exports[8].comment.lines == ["The words."])
    }

    @Test("Of a class the members for others are read, and nothing of what is in them")
    func members() throws {
        let members = try exports()[7].members
        #expect(
            members.map(\.signature) == [
                "constructor(handle = {})", "static create()", "get handle", "set handle",
                "async *[Symbol.asyncIterator]()", "close({ now } = {})",
            ])
        #expect(members.map(\.name)[4] == "[Symbol.asyncIterator]")
        #expect(members[0].comment.lines == ["Makes one."] && members[1].comment.isEmpty)
    }

    @Test(
        "A form that is not read is refused",
        arguments: [
            "export default 1;", "export default other;", "export * from \"./a.js\";", "const a = 1;\nexport { a };",
        ])
    func refusals(_ text: String) throws {
        #expect(throws: Failure.self) { try ScriptFile("// The head.\n\n" + text + "\n") }
    }
}
