// Who may import whom. It stands here and nowhere else: scripts/check holds every `import` and the dependencies in
// Package.swift against it, and the picture in docs/architecture.md is made from it (scripts/picture).
//
// A module that has no row may not import anything of ours: add the row with the module. No arrow goes up: the list is in
// order, from the bottom, and a module imports only what stands above it here (ToolTests).

/// The modules of the package.
enum ImportRules {
    static let modules: [Module] = [
        Module("CFTL", .abi, "the ABI for C: calls, records, the way into the kernel"),
        Module("FTLTypes", .abi, "calls, errors, rights, messages, events, limits"),

        Module("Formats", .portable, "parsers of foreign bytes", imports: ["FTLTypes"]),

        Module(
            "KernelCore", .kernel, "the kernel's logic, without a machine", imports: ["CFTL", "FTLTypes", "Formats"],
            outside: ["Synchronization"]),

        Module("CMemory", .machine, "memcpy and its like, for every program of the target"),
        Module("BootKernel", .machine, "the kernel's machine code: entry, traps, gate"),
        Module("KernelRuntime", .machine, "counting references and making objects in the kernel"),
        Module(
            "ArchRISCV", .machine, "the machine under the kernel's logic",
            imports: ["FTLTypes", "Formats", "KernelCore", "BootKernel"], outside: ["Synchronization", "_Volatile"]),
        Module(
            "Kernel", .machine, "the executable, which boots",
            imports: ["FTLTypes", "Formats", "KernelCore", "ArchRISCV"],
            linked: ["KernelRuntime", "CMemory"]),

        Module("BootApp", .libraries, "the machine code that a program begins with", linked: ["CFTL"]),
        Module(
            "FTL", .libraries, "what apps import", imports: ["CFTL", "FTLTypes"], outside: ["Synchronization"]),
        Module(
            "FTLStart", .libraries, "start-up and heap, linked into each app",
            imports: ["CFTL", "FTLTypes", "FTL", "BootApp", "CMemory"], outside: ["Synchronization"]),

        Module("JSEngine", .runtimes, "the JavaScript engine of our own, in safe Swift; not used yet"),
        Module("QuickJS", .runtimes, "the JavaScript engine, and our C around it"),
        Module(
            "JavaScript", .runtimes, "the program that runs scripts",
            imports: ["CFTL", "Formats", "FTL", "FTLStart", "QuickJS"], confined: ["QuickJS": "Engine"]),

        Module(
            "bootstrap", .services, "starts and supervises all others", imports: ["Formats", "FTL"],
            linked: ["FTLStart"]),

        Module("ImageBuilder", .tools, "packs the initfs", imports: ["FTLTypes", "Formats"], outside: ["Foundation"]),
        Module("Reference", .tools, "makes docs/reference", imports: ["FTLTypes"], outside: ["Foundation"]),
        Module(
            "JSEngineRun", .tools, "runs a script on the engine of our own", imports: ["JSEngine"],
            outside: ["Foundation"]),
        Module(
            "JSConformance", .tools, "runs a folder of conformance tests on the engine of our own",
            imports: ["JSEngine"],
            outside: ["Foundation", "Glibc"]),
        Module("UnicodeTables", .tools, "makes the engine's Unicode tables", outside: ["Foundation"]),
        Module(
            "ToolKit", .tools, "what the commands in scripts/ do", outside: ["Foundation", "Glibc", "Synchronization"]),
        Module(
            "FTLTool", .tools, "their command lines", imports: ["ToolKit"],
            outside: ["ArgumentParser", "Foundation", "Glibc"]),

        // What tests share. Tests themselves may import whatever they test.
        Module("TestSupport", .tests, "random numbers that are the same each time"),
        Module("CFaults", .tests, "what no Swift can do wrong"),
        Module("CFuzz", .tests, "what Swift does not let a process do"),
        Module("HostCall", .tests, "calls through the kernel's C entry"),
        Module("APIModel", .tests, "what every call should answer", imports: ["FTLTypes", "FTL", "TestSupport"]),
        Module(
            "SystemProbe", .tests, "what the system's counters say", imports: ["FTLTypes", "Formats", "FTL"]),
        Module(
            "MachineTesting", .tests, "a machine made of arrays, under the kernel's logic",
            imports: ["FTLTypes", "KernelCore"]),
        Module(
            "KernelTesting", .tests, "a kernel on that machine, and hostile calls",
            imports: ["FTLTypes", "KernelCore", "TestSupport", "HostCall", "MachineTesting"]),
        Module(
            "HostKernel", .tests, "the kernel's logic under a program of this machine",
            imports: ["CFTL", "KernelCore", "FTL", "TestSupport", "MachineTesting"]),
        Module(
            "KernelFuzz", .tests, "the same as a program",
            imports: ["FTLTypes", "KernelCore", "HostCall", "KernelTesting"],
            outside: ["Foundation"]),
        Module(
            "EngineFuzz", .tests, "hostile scripts",
            imports: ["Formats", "FTL", "QuickJS", "JavaScript", "TestSupport", "CFuzz", "HostKernel"],
            outside: ["Foundation", "Glibc"]),
    ]

    /// What an app may import, and what it is linked with. An app is a folder in one of `appFolders`.
    static let app = Module("app", .apps, "programs in Swift", imports: ["FTL"], linked: ["FTLStart"])
    /// The same for an app in C, which includes the header of the ABI.
    static let appInC = Module("app in C", .apps, "programs in C", linked: ["CFTL", "CMemory"])

    /// Where apps in Swift and in C are.
    static let appFolders = ["Sources/Apps", "Sources/Services", "Tests/Apps"]

    /// What apps for tests may import as well.
    static let appExtras: [String: [String]] = [
        "bench": ["SystemProbe"], "bench-many": ["SystemProbe"], "bench-crowd": ["SystemProbe"],
        "neighbours": ["SystemProbe"], "kill-sweep": ["SystemProbe"], "preparation": ["SystemProbe"],
        "call-fuzz": ["TestSupport"], "call-fuzz-driver": ["SystemProbe"],
        "deaths": ["SystemProbe", "TestSupport"],
        // Dies in all ways there are, also in those that only machine code can: CFaults is that code, for tests only.
        "victim": ["CFaults"],
        "model": ["APIModel"], "model-one": ["APIModel"], "model-two": ["APIModel"], "model-three": ["APIModel"],
    ]

    /// The row of a module of the package, nil where there is none.
    static func module(_ name: String) -> Module? { byName[name] }

    /// The rules for the app of this name.
    static func app(_ name: String) -> Module {
        if let module = byName[name] { return module }
        return Module(
            "app " + name, .apps, "", imports: app.imports + (appExtras[name] ?? []), linked: app.linked)
    }

    private static let byName = Dictionary(uniqueKeysWithValues: modules.map { ($0.name, $0) })
}
