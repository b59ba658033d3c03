// The command line.

/// What the tool was asked to do.
struct Options {
    enum Action {
        case help
        case list
        case pack(products: String, output: String)
    }

    static let usage = """
        usage: ImageBuilder --products DIR --output FILE [--root DIR] [--system DIR] [--tests] [APP[@ISOLATION]…]
               ImageBuilder --list [--root DIR] [--system DIR] [--tests]

        Packs an archive to boot with: the kernel's symbols, the programs in the folder of products, the apps in the
        root's Sources/Apps and js-apps, and the services and the library of scripts in the system's folder (the root,
        if none is named); with --tests, the apps in its Tests/Apps and Tests/Scripts too. All apps are packed; the APPs
        named (without any, those that start by default) are checked for being startable together.

        --list prints each app's name, language and whether it starts by default.
        Exit status: 0 done, 2 something is wrong; what, is on standard error, and nothing was written.
        """

    let action: Action
    let place: Place
    let apps: [String]

    init(_ words: [String]) throws(Failure) {
        var values: [String: String] = [:]
        var apps: [String] = []
        var list = false
        var tests = false
        var help = false
        var index = 0
        while index < words.count {
            let word = words[index]
            index += 1
            switch word {
            case "--help", "-h": help = true
            case "--list": list = true
            case "--tests": tests = true
            case "--products", "--output", "--root", "--system":
                guard index < words.count else { throw Failure("\(word) needs a value") }
                guard values[word] == nil else { throw Failure("\(word) is given twice") }
                values[word] = words[index]
                index += 1
            default:
                guard !word.hasPrefix("-") else { throw Failure("unknown option \(word)") }
                apps.append(word)
            }
        }
        let root = values["--root"] ?? "."
        place = Place(root: root, system: values["--system"] ?? root, withTests: tests)
        self.apps = apps
        if help {
            action = .help
        } else if list {
            action = .list
        } else {
            guard let products = values["--products"] else { throw Failure("--products is missing") }
            guard let output = values["--output"] else { throw Failure("--output is missing") }
            action = .pack(products: products, output: output)
        }
    }
}
