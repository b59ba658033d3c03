// Turns bytes into scripts that the parser takes, so that fuzzing gets to what comes after it. Bytes are choices:
// each picks one of the ways to write what stands next, so that changing a byte changes a piece of the script. When
// there are no more of them, or the script is deep or long enough, the first way is taken: every list begins with its
// shortest.
//
// The ways are texts with holes. A hole is `%` and a letter, which names a list (Grammar+*.swift), or one of these:
//
//   %w   a new name, declared here: can be meant from here to the end of the text it stands in
//   %v   a name that is declared
//   %n   another number each time
//   %%   a percent sign
//   %0   nothing

/// Bytes as choices.
struct Choices {
    private let bytes: [UInt8]
    private var next = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isOver: Bool { next >= bytes.count }

    /// A number below `bound`, which is at most 256; 0 when there are no more bytes.
    mutating func below(_ bound: Int) -> Int {
        guard !isOver else { return 0 }
        next += 1
        return Int(bytes[next - 1]) % bound
    }
}

struct Grammar {
    private static let depthLimit = 7
    private static let lengthLimit = 24 * 1024
    private static let statementLimit = 40

    private var choices: Choices
    private var text = ""
    private var names = ["a", "b", "c", "d"]
    private var nameCount = 0

    init(_ choices: Choices) { self.choices = choices }

    /// The whole script. Each statement of it fails for itself.
    mutating func script() -> String {
        expand(Grammar.beginning, 0)
        for _ in 0..<Grammar.statementLimit where !choices.isOver && text.utf8.count < Grammar.lengthLimit {
            expand(choices.below(4) == 3 ? Grammar.later : Grammar.now, 0)
        }
        return text
    }

    /// Writes a text with its holes filled.
    private mutating func expand(_ template: String, _ depth: Int) {
        let declared = names.count
        var isHole = false
        for character in template {
            guard isHole else {
                if character == "%" { isHole = true } else { text.append(character) }
                continue
            }
            isHole = false
            switch character {
            case "%": text.append("%")
            case "0": break
            case "w":
                nameCount += 1
                names.append("x\(nameCount)")
                text += names.last!
            case "v": text += names[choices.below(names.count)]
            case "n":
                nameCount += 1
                text += String(nameCount)
            default:
                guard let ways = Grammar.lists[character] else { fatalError("the grammar has no list \(character)") }
                let isDeep = depth >= Grammar.depthLimit || text.utf8.count > Grammar.lengthLimit
                expand(isDeep ? ways[0] : ways[choices.below(ways.count)], depth + 1)
            }
        }
        names.removeLast(names.count - declared)
    }

    static let beginning = """
        import * as ftl from "ftl";
        import { Channel, Sink, Timer, syscalls } from "ftl";
        let a = [], b = {}, c = 0, d;
        try { a = %e; b = %e; c = %e; } catch (e) { d = e; }
        addEventListener("unhandledrejection", (event) => event.preventDefault());
        addEventListener("error", (event) => event.preventDefault());

        """
    static let now = "try { %z } catch (e) { d = e; }\n"
    static let later = "setTimeout(async () => { %z %z }, %i);\n"

    /// The ways of each list, from texts with a line for each list's letter and the ways below it, further in, two
    /// spaces between them.
    static let lists: [Character: [String]] = {
        var lists: [Character: [String]] = [:]
        var list: Character = " "
        let lines = [language, builtins, system].joined(separator: "\n").split(separator: "\n")
        for line in lines where !line.hasPrefix("#") {
            if let letter = line.first, letter != " " {
                list = letter
            } else {
                lists[list, default: []] += line.drop { $0 == " " }.split(separator: "  ").map(String.init)
            }
        }
        return lists
    }()
}
