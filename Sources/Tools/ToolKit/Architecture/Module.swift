// What a row of the import rules says.

/// A part of the system, from the bottom up: a module imports from its own storey and from those below.
enum Storey: Int, CaseIterable {
    case abi, portable, kernel, machine, libraries, runtimes, services, apps, tools, tests

    /// Its title in the picture.
    var title: String {
        switch self {
        case .abi: "ABI"
        case .portable: "portable"
        case .kernel: "kernel"
        case .machine: "machine"
        case .libraries: "libraries"
        case .runtimes: "runtimes"
        case .services: "services"
        case .apps: "apps"
        case .tools: "tools"
        case .tests: "tests"
        }
    }
}

/// A module of this package, and what it may know of the others.
struct Module {
    let name: String
    let storey: Storey
    /// Modules of ours that it may import; just these are dependencies of its target in Package.swift.
    let imports: [String]
    /// What is linked with it and not imported: machine code, and what compilers call without being asked. They are
    /// dependencies, too.
    let linked: [String]
    /// Modules of the toolchain, and products of other packages, that it may import.
    let outside: [String]
    /// Modules that only files of one folder of it may import, by their names: what the folder keeps from the others.
    let confined: [String: String]
    /// What it is for, for the picture.
    let purpose: String

    init(
        _ name: String, _ storey: Storey, _ purpose: String, imports: [String] = [], linked: [String] = [],
        outside: [String] = [], confined: [String: String] = [:]
    ) {
        self.name = name
        self.storey = storey
        self.purpose = purpose
        self.imports = imports
        self.linked = linked
        self.outside = outside
        self.confined = confined
    }

    var dependencies: Set<String> { Set(imports + linked) }

    func mayImport(_ module: String) -> Bool {
        // Every Swift file has the standard library.
        module == "Swift" || imports.contains(module) || outside.contains(module)
    }
}
