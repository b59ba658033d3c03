// swift-tools-version: 6.2
// One package, three builds. Without FTL_TARGET (swift test, the image builder) only what is portable; with
// FTL_TARGET=riscv64 (scripts/build) the kernel, the apps and the JavaScript runtime image as well; with FTL_TARGET=fuzz
// (scripts/fuzz) the JavaScript engine and its runtime for this machine, with the sanitizers.

import PackageDescription

let isTarget = Context.environment["FTL_TARGET"] == "riscv64"
let isFuzz = Context.environment["FTL_TARGET"] == "fuzz"

/// What fuzzing adds: accesses to memory are checked, and what is under test counts which way it went.
let checkedSwift: [SwiftSetting] = isFuzz ? [.unsafeFlags(["-sanitize=address", "-enable-testing"])] : []
let countedSwift: [SwiftSetting] = [.unsafeFlags(["-sanitize-coverage=edge,pc-table,inline-8bit-counters"])]
let checkedC = [
    "-g", "-O1", "-w", "-fno-omit-frame-pointer", "-fsanitize=address,undefined", "-fsanitize-recover=undefined",
    // The engine counts on sums that wrap, and calls functions through types that differ in the pointers they take.
    "-fwrapv", "-fno-sanitize=function",
]
let countedC = ["-fsanitize-coverage=edge,pc-table,inline-8bit-counters"]

let strict: [SwiftSetting] =
    [
        .strictMemorySafety(), .treatWarning("StrictMemorySafety", as: .error),
        .enableExperimentalFeature("Lifetimes"),
    ] + checkedSwift

/// A program for the target: everything is linked into one file by our own linker script.
func link(_ script: String, _ extra: [String]) -> [LinkerSetting] {
    let options =
        ["-use-ld=lld", "-Xclang-linker", "-nostdlib", "-Xclang-linker", "-nostartfiles"]
        + (["-T", script, "--gc-sections", "--no-relax"] + extra).flatMap { ["-Xlinker", $0] }
    return [.unsafeFlags(options)]
}
/// The kernel is optimized as a whole, by the linker, because SwiftPM has each file of a module compiled on its own: what a
/// system call goes through lies in a dozen files (docs/toolchain.md).
let whole: [SwiftSetting] =
    isTarget ? [.unsafeFlags(["-Xfrontend", "-emit-bc", "-Xfrontend", "-lto=llvm-full"])] : []
/// A function of Swift's runtime in whose place we have one, `__wrap_` and its name (counting.S, objects.S, partial.c).
/// The runtime's are weak and would give way to others of their names too, but where the linker optimizes it has inlined
/// some of them by then; those named here it leaves alone.
func replace(_ names: String...) -> [String] { names.map { "--wrap=\($0)" } }
let freedInPart = replace("swift_deallocPartialClassInstance")
let kernelLink = link(
    "boot/kernel/kernel.ld",
    [
        "-z", "max-page-size=4096", "-static", "-mllvm=-target-abi=lp64d",
        // What comes after a few checks is not seldom, whatever the compiler thinks of checks; and small functions only.
        "-mllvm=-cold-callsite-rel-freq=0", "-mllvm=-inline-threshold=50",
    ] + freedInPart
        + replace(
            "swift_retain", "swift_release", "swift_isUniquelyReferenced_nonNull_native", "swift_slowAlloc",
            "swift_allocObject", "swift_deallocClassInstance"))
let appLink = link(
    "boot/app/app.ld",
    ["-pie", "--no-dynamic-linker", "-z", "text", "-z", "separate-code", "-z", "max-page-size=4096"] + freedInPart)

/// A native app: FOLDER/NAME. What it may import says Sources/Tools/ToolKit/Architecture/ImportRules.swift.
func app(_ name: String, in folder: String = "Sources/Apps", extra: [Target.Dependency] = []) -> Target {
    .executableTarget(
        name: name, dependencies: ["FTL", "FTLStart"] + extra, path: "\(folder)/\(name)",
        exclude: ["manifest"], swiftSettings: strict, linkerSettings: appLink)
}

/// An app in C: FOLDER/NAME, with nothing but the header of the ABI and what compilers call without being asked.
func capp(_ name: String, in folder: String = "Sources/Apps") -> Target {
    .executableTarget(
        name: name, dependencies: ["CFTL", "CMemory"], path: "\(folder)/\(name)", exclude: ["manifest"],
        // There is no C library: what the compiler knows of one must not become calls of it.
        cSettings: [.unsafeFlags(["-ffreestanding"])], linkerSettings: appLink)
}

/// An app that is packed into the test image only.
func testApp(_ name: String, extra: [Target.Dependency] = []) -> Target { app(name, in: "Tests/Apps", extra: extra) }

/// Where the modules of each storey are.
let abi = "Sources/ABI/", kernel = "Sources/Kernel/", libraries = "Sources/Libraries/", portable = "Sources/Portable/"
let runtimes = "Sources/Runtimes/", tools = "Sources/Tools/"

var targets: [Target] = [
    .target(name: "CFTL", path: abi + "CFTL"),
    .target(name: "FTLTypes", path: abi + "FTLTypes", swiftSettings: strict),
    // Parsers of foreign bytes.
    .target(name: "Formats", dependencies: ["FTLTypes"], path: portable + "Formats", swiftSettings: strict),
    // The kernel's logic, without a machine.
    .target(
        name: "KernelCore", dependencies: ["FTLTypes", "Formats", "CFTL"], path: kernel + "KernelCore",
        swiftSettings: strict + whole),
    // What apps import.
    .target(name: "FTL", dependencies: ["FTLTypes", "CFTL"], path: libraries + "FTL", swiftSettings: strict),
    // What the API should do, for tests on the host and in QEMU. Optimized always: it is what a million calls wait for.
    .target(
        name: "APIModel", dependencies: ["FTL", "FTLTypes", "TestSupport"], path: "Tests/APIModel",
        swiftSettings: strict + [.unsafeFlags(["-O"])]),
    // What the tests of several modules use.
    .target(name: "TestSupport", path: "Tests/TestSupport"),
]
/// What is from outside: for tools, which are built for this machine only.
var dependencies: [Package.Dependency] = []
/// The engine, file by file: each of `quickjs.c` and those named after the engine's files includes one of these. What
/// stands here about the engine stands nowhere else: scripts/engine-host and scripts/engine-linux ask for it.
let engineSources = [
    "engine.c", "memory.c", "quickjs.c", "libregexp.c", "libunicode.c", "cutils.c", "dtoa.c",
]
let engineSettings: [CSetting] = [.headerSearchPath("libc"), .define("CONFIG_VERSION", to: "\"2025-04-26\"")]
/// The kernel's logic under a program of this machine.
let hostKernel = Target.target(
    name: "HostKernel", dependencies: ["FTL", "KernelCore", "CFTL", "TestSupport", "MachineTesting"],
    path: "Tests/HostKernel", swiftSettings: checkedSwift)
/// The machine under that, and under the kernels of tests.
let machineTesting = Target.target(
    name: "MachineTesting", dependencies: ["KernelCore", "FTLTypes"], path: "Tests/MachineTesting",
    swiftSettings: checkedSwift)

if isTarget {
    targets += [
        // memcpy and its like, for every program of the target.
        .target(name: "CMemory", path: libraries + "CMemory"),
        // No jump tables: they hold addresses, and some of it runs before those are translated.
        .target(
            name: "BootKernel", path: "boot/kernel", exclude: ["kernel.ld"],
            cSettings: [.unsafeFlags(["-fno-jump-tables"])]),
        // Counting references and making objects, in the kernel's place of Swift's runtime.
        .target(name: "KernelRuntime", path: kernel + "KernelRuntime"),
        .target(
            name: "ArchRISCV", dependencies: ["FTLTypes", "Formats", "KernelCore", "BootKernel"],
            path: kernel + "ArchRISCV", swiftSettings: strict + whole),
        .executableTarget(
            name: "Kernel",
            dependencies: ["ArchRISCV", "KernelCore", "FTLTypes", "Formats", "KernelRuntime", "CMemory"],
            path: kernel + "Kernel", swiftSettings: strict + whole, linkerSettings: kernelLink),
        .target(name: "BootApp", dependencies: ["CFTL"], path: "boot/app", exclude: ["app.ld"]),
        .target(
            name: "FTLStart", dependencies: ["FTL", "FTLTypes", "CFTL", "BootApp", "CMemory"],
            path: libraries + "FTLStart", swiftSettings: strict),
        // The first process, and every app's supervisor.
        app("bootstrap", in: "Sources/Services", extra: ["Formats"]),
        // Apps to read and to run, sorted; those in JavaScript are in js-apps.
        app("clock"),
        app("hello"),
        capp("hello-c"),
        app("kv-client"),
        app("link-1"),
        app("link-3"),
        app("link-5"),
        app("ping"),
        app("pong"),
        // Apps for tests and measurements, packed into the test image; see each one's head. What several of them use:
        .target(
            name: "SystemProbe", dependencies: ["FTL", "FTLTypes", "Formats"], path: "Tests/SystemProbe",
            swiftSettings: strict),
        // What tries to break out of user isolation: started by Tests/Scripts/isolation-attacks.
        capp("insider", in: "Tests/Apps"),
        capp("intruder", in: "Tests/Apps"),
        testApp("fault-index"), testApp("fault-overflow"), testApp("fault-unwrap"), testApp("fault-stack"),
        testApp("exit-3"), testApp("forever"), testApp("spin"), testApp("hog"), testApp("nullcall"), testApp("twice"),
        testApp("late-client"), testApp("late-server"), testApp("clients"), testApp("echo"),
        testApp("console-reader"), testApp("console-visitor"), testApp("no-grants"), testApp("reopen"),
        // What scripts/bench measures with; the others are what `bench` starts.
        testApp("bench", extra: ["SystemProbe"]), testApp("bench-echo"), testApp("bench-empty"),
        testApp("bench-many", extra: ["SystemProbe"]), testApp("bench-crowd", extra: ["SystemProbe"]),
        // What a process that misbehaves does to others.
        testApp("neighbours", extra: ["SystemProbe"]),
        // Prepares the JavaScript runtime twice.
        testApp("preparation", extra: ["SystemProbe"]),
        // Kills a process at every instruction of a script.
        testApp("kill-sweep", extra: ["SystemProbe"]), testApp("kill-script"),
        // How programs die, and that everything they had is back afterwards. CFaults is what no Swift can do.
        .target(name: "CFaults", path: "Tests/CFaults"),
        testApp("victim", extra: ["CFaults"]), testApp("deaths", extra: ["SystemProbe", "TestSupport"]),
        // Random calls with hostile values.
        testApp("call-fuzz", extra: ["TestSupport"]), testApp("call-fuzz-driver", extra: ["SystemProbe"]),
        // The API's model, in QEMU.
        testApp("model", extra: ["APIModel"]), testApp("model-one", extra: ["APIModel"]),
        testApp("model-two", extra: ["APIModel"]), testApp("model-three", extra: ["APIModel"]),
        // The JavaScript engine: fetched by scripts/setup, with the C library it stands on (vendor/NOTICES.md).
        .target(
            name: "QuickJS", path: runtimes + "QuickJS", sources: engineSources + ["libc.c"],
            publicHeadersPath: "include",
            cSettings: engineSettings + [
                .define("__TM_GMTOFF", to: "tm_gmtoff"),
                // -w: its warnings are its authors' business. -O2: 110 kB more than -Os. It allocates on the stack
                // by amounts that scripts choose, so it probes (docs/isolation.md); the option goes past the driver,
                // which knows it for other systems only. -fwrapv: it counts on sums that wrap, as its own makefile says.
                .unsafeFlags([
                    "-isystem", "vendor/picolibc/include", "-O2", "-w", "-fwrapv", "-mno-strict-align",
                    "-momit-leaf-frame-pointer", "-Xclang",
                    "-fstack-clash-protection",
                ]),
            ]),
        .executableTarget(
            name: "JavaScript", dependencies: ["FTL", "FTLStart", "Formats", "CFTL", "QuickJS"],
            path: runtimes + "JavaScript",
            swiftSettings: strict + [.unsafeFlags(["-Xcc", "-isystem", "-Xcc", "vendor/picolibc/include"])],
            // The libraries come after our own objects, so that what we define ourselves wins over theirs.
            linkerSettings: appLink + [
                .unsafeFlags([
                    "vendor/picolibc/lib/libc.a", "vendor/libgcc/libgcc.a",
                    // A call in JavaScript takes about 1 kB of stack.
                    "-Xlinker", "--defsym=__stack_size=1048576",
                    // What the engine and its library take when they are prepared, and as much again.
                    "-Xlinker", "--defsym=__arena_size=4194304",
                ])
            ]),
    ]
} else if isFuzz {
    targets += [
        hostKernel, machineTesting,
        .target(
            name: "FTLStart", dependencies: ["FTLTypes", "CFTL"], path: libraries + "FTLStart", swiftSettings: strict),
        .target(
            name: "QuickJS", path: runtimes + "QuickJS", exclude: ["libc.c"], sources: engineSources,
            publicHeadersPath: "include",
            cSettings: engineSettings + [
                .define("_GNU_SOURCE"), .define("ENGINE_FAULTS"), .define("gettimeofday", to: "engine_time_of_day"),
                .unsafeFlags(checkedC + countedC),
            ]),
        .target(
            name: "JavaScript", dependencies: ["FTL", "FTLStart", "Formats", "CFTL", "QuickJS"],
            path: runtimes + "JavaScript", exclude: ["main.swift", "Runtime+Prepare.swift"],
            swiftSettings: strict + countedSwift),
        // What a process of this system can do and Swift does not let it.
        .target(name: "CFuzz", path: "Tests/CFuzz", cSettings: [.unsafeFlags(["-g", "-O1"])]),
        .executableTarget(
            name: "EngineFuzz",
            dependencies: ["JavaScript", "QuickJS", "HostKernel", "FTL", "Formats", "CFuzz", "TestSupport"],
            path: "Tests/EngineFuzz", exclude: ["corpus", "stack"], swiftSettings: checkedSwift,
            linkerSettings: [
                .linkedLibrary("stdc++"), .linkedLibrary("m"),
                // scripts/fuzz names libFuzzer, which lies where only the compiler knows.
                .unsafeFlags(["-use-ld=lld", "-sanitize=address"]),
            ]),
    ]
} else {
    dependencies = [.package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")]
    targets += [
        hostKernel, machineTesting,
        // What scripts/ call, and its logic.
        .target(name: "ToolKit", path: tools + "ToolKit", swiftSettings: strict),
        .executableTarget(
            name: "FTLTool",
            dependencies: ["ToolKit", .product(name: "ArgumentParser", package: "swift-argument-parser")],
            path: tools + "FTLTool", swiftSettings: strict),
        .testTarget(name: "ToolTests", dependencies: ["ToolKit"]),
        .executableTarget(
            name: "ImageBuilder", dependencies: ["FTLTypes", "Formats"], path: tools + "ImageBuilder",
            swiftSettings: strict),
        .executableTarget(
            name: "Reference", dependencies: ["FTLTypes"], path: tools + "Reference", swiftSettings: strict),
        .testTarget(name: "ReferenceTests", dependencies: ["Reference", "FTLTypes"]),
        .testTarget(name: "FormatsTests", dependencies: ["FTLTypes", "Formats", "TestSupport"]),
        .testTarget(name: "ImageBuilderTests", dependencies: ["ImageBuilder", "Formats", "TestSupport"]),
        .testTarget(
            name: "KernelCoreTests",
            dependencies: ["KernelCore", "KernelTesting", "MachineTesting", "APIModel", "TestSupport", "HostCall"]),
        // Calls through the kernel's C entry, by libffi.
        .target(name: "HostCall", path: "Tests/HostCall", linkerSettings: [.linkedLibrary("ffi")]),
        // A kernel on the fake machine, and the fuzzer of calls.
        .target(
            name: "KernelTesting",
            dependencies: ["KernelCore", "FTLTypes", "TestSupport", "HostCall", "MachineTesting"],
            path: "Tests/KernelTesting"),
        // That fuzzer as a program of its own, to be built optimized and with sanitizers: scripts/fuzz.
        .executableTarget(
            name: "KernelFuzz", dependencies: ["KernelCore", "FTLTypes", "HostCall", "KernelTesting"],
            path: "Tests/KernelFuzz"),
        .target(name: "CMemory", path: libraries + "CMemory"),
        .target(
            name: "FTLStart", dependencies: ["FTLTypes", "CFTL"], path: libraries + "FTLStart", swiftSettings: strict),
        .testTarget(
            name: "FTLTests", dependencies: ["FTL", "FTLStart", "HostKernel", "CFTL", "CMemory", "TestSupport"]),
        .testTarget(name: "E2ETests"),
        // The JavaScript engine of our own, which no program uses yet. Optimized always: its loop is slow beyond use
        // without.
        .target(name: "JSEngine", path: runtimes + "JSEngine", swiftSettings: strict + [.unsafeFlags(["-O"])]),
        // Runs a script file on the engine and prints.
        .executableTarget(
            name: "JSEngineRun", dependencies: ["JSEngine"], path: "Sources/Tools/JSEngineRun", swiftSettings: strict),
        // Runs a conformance suite on the engine: scripts/conformance.
        .executableTarget(
            name: "JSConformance", dependencies: ["JSEngine"], path: "Sources/Tools/JSConformance",
            swiftSettings: strict),
        .testTarget(name: "JSEngineTests", dependencies: ["JSEngine"]),
        // Makes the engine's Unicode tables: scripts/unicode.
        .executableTarget(name: "UnicodeTables", path: "Sources/Tools/UnicodeTables", swiftSettings: strict),
        // Scripts for the engine on this machine, which scripts/engine-host builds.
        .testTarget(name: "EngineTests", exclude: ["Host", "Scripts"]),
    ]
}

let package = Package(name: "ftl", dependencies: dependencies, targets: targets)
