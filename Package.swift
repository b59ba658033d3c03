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

/// A native app: Sources/Apps/NAME. The allow-list of what it may import is in scripts/check.
func app(_ name: String, extra: [Target.Dependency] = []) -> Target {
    .executableTarget(
        name: name, dependencies: ["FTL", "FTLStart"] + extra, path: "Sources/Apps/\(name)",
        exclude: ["manifest"], swiftSettings: strict, linkerSettings: appLink)
}

/// An app in C: Sources/Apps/NAME, with nothing but the header of the ABI and what compilers call without being asked.
func capp(_ name: String) -> Target {
    .executableTarget(
        name: name, dependencies: ["CFTL", "CMemory"], path: "Sources/Apps/\(name)", exclude: ["manifest"],
        // There is no C library: what the compiler knows of one must not become calls of it.
        cSettings: [.unsafeFlags(["-ffreestanding"])], linkerSettings: appLink)
}

var targets: [Target] = [
    // The ABI.
    .target(name: "CFTL"),
    .target(name: "FTLTypes", swiftSettings: strict),
    // Parsers of foreign bytes.
    .target(name: "Formats", dependencies: ["FTLTypes"], swiftSettings: strict),
    // The kernel's logic, without a machine.
    .target(name: "KernelCore", dependencies: ["FTLTypes", "Formats", "CFTL"], swiftSettings: strict + whole),
    // What apps import.
    .target(name: "FTL", dependencies: ["FTLTypes", "CFTL"], swiftSettings: strict),
    // What the API should do, for tests on the host and in QEMU. Optimized always: it is what a million calls wait for.
    .target(
        name: "APIModel", dependencies: ["FTL", "FTLTypes", "TestSupport"],
        swiftSettings: strict + [.unsafeFlags(["-O"])]),
    // What the tests of several modules use.
    .target(name: "TestSupport", path: "Tests/TestSupport"),
    // The JavaScript engine in Swift. Optimized always: its loop is slow beyond use without.
    .target(
        name: "JSEngine", path: "Sources/Runtimes/JSEngine", swiftSettings: strict + [.unsafeFlags(["-O"])]),
]
/// The kernel's logic under a program of this machine.
let hostKernel = Target.target(
    name: "HostKernel", dependencies: ["FTL", "KernelCore", "CFTL"], path: "Tests/HostKernel",
    swiftSettings: checkedSwift)

if isTarget {
    targets += [
        .target(name: "CMemory", path: "boot/memory"),
        .target(name: "BootKernel", path: "boot/kernel", exclude: ["kernel.ld"]),
        .target(name: "ArchRISCV", dependencies: ["KernelCore", "BootKernel"], swiftSettings: strict + whole),
        .executableTarget(
            name: "Kernel", dependencies: ["ArchRISCV", "KernelCore", "CMemory"], swiftSettings: strict + whole,
            linkerSettings: kernelLink),
        .target(name: "BootApp", dependencies: ["CFTL"], path: "boot/app", exclude: ["app.ld"]),
        .target(
            name: "FTLStart", dependencies: ["FTL", "FTLTypes", "CFTL", "BootApp", "CMemory"], swiftSettings: strict),
        // What apps for tests and measurements have in common.
        .target(name: "SystemProbe", dependencies: ["FTL", "FTLTypes", "Formats"], swiftSettings: strict),
        app("bootstrap", extra: ["Formats"]),
        app("hello"),
        app("ping"),
        app("pong"),
        // Examples of services and their clients, with counterparts in js-apps.
        app("clock"), app("kv-client"), app("link-1"), app("link-3"), app("link-5"),
        // Foreign machine code.
        capp("hello-c"),
        // What tries to break out of user isolation: started by js-apps/isolation-attacks.
        capp("intruder"),
        // For tests and measurements; see each one's head.
        app("fault-index"), app("fault-overflow"), app("fault-unwrap"), app("fault-stack"), app("exit-3"),
        app("forever"), app("spin"), app("hog"), app("nullcall"), app("twice"), app("late-client"),
        app("late-server"), app("clients"), app("echo"), app("console-reader"), app("console-visitor"),
        app("no-grants"), app("reopen"),
        // What scripts/bench measures with; the others are what `bench` starts.
        app("bench", extra: ["SystemProbe"]), app("bench-echo"), app("bench-empty"),
        app("bench-many", extra: ["SystemProbe"]), app("bench-crowd", extra: ["SystemProbe"]),
        // What a process that misbehaves does to others.
        app("neighbours", extra: ["SystemProbe"]),
        // Prepares the JavaScript runtime twice.
        app("preparation", extra: ["SystemProbe"]),
        // Kills a process at every instruction of a script.
        app("kill-sweep", extra: ["SystemProbe"]), app("kill-script"),
        // How programs die, and that everything they had is back afterwards. CFaults is what no Swift can do.
        .target(name: "CFaults"),
        app("victim", extra: ["CFaults"]), app("deaths", extra: ["SystemProbe", "TestSupport"]),
        // Random calls with hostile values.
        app("call-fuzz", extra: ["TestSupport"]), app("call-fuzz-driver", extra: ["SystemProbe"]),
        // The API's model, in QEMU.
        app("model", extra: ["APIModel"]), app("model-one", extra: ["APIModel"]),
        app("model-two", extra: ["APIModel"]), app("model-three", extra: ["APIModel"]),
        // The JavaScript engine: fetched by scripts/setup, with the C library it stands on (vendor/NOTICES.md).
        .target(
            name: "QuickJS", path: "vendor/quickjs",
            exclude: ["quickjs.lock", "patches", "src/LICENSE", "src/VERSION"],
            sources: [
                // shim/quickjs.c includes src/quickjs.c.
                "shim/engine.c", "shim/memory.c", "shim/libc.c",
                "shim/quickjs.c", "src/libregexp.c", "src/libunicode.c", "src/cutils.c", "src/dtoa.c",
            ],
            publicHeadersPath: "shim/include",
            cSettings: [
                .headerSearchPath("shim/libc"),
                .define("CONFIG_VERSION", to: "\"2025-04-26\""), .define("__TM_GMTOFF", to: "tm_gmtoff"),
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
        hostKernel,
        .target(name: "FTLStart", dependencies: ["FTLTypes", "CFTL"], swiftSettings: strict),
        .target(
            name: "QuickJS", path: "vendor/quickjs",
            exclude: ["quickjs.lock", "patches", "src/LICENSE", "src/VERSION", "shim/libc.c"],
            sources: [
                "shim/engine.c", "shim/memory.c", "shim/quickjs.c", "src/libregexp.c", "src/libunicode.c",
                "src/cutils.c", "src/dtoa.c",
            ],
            publicHeadersPath: "shim/include",
            cSettings: [
                .headerSearchPath("shim/libc"), .define("_GNU_SOURCE"), .define("ENGINE_FAULTS"),
                .define("CONFIG_VERSION", to: "\"2025-04-26\""), .define("gettimeofday", to: "engine_time_of_day"),
                .unsafeFlags(checkedC + countedC),
            ]),
        .target(
            name: "JavaScript", dependencies: ["FTL", "FTLStart", "Formats", "CFTL", "QuickJS"],
            exclude: ["main.swift", "Runtime+Prepare.swift"], swiftSettings: strict + countedSwift),
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
    targets += [
        hostKernel,
        .executableTarget(name: "ImageBuilder", dependencies: ["FTLTypes", "Formats"], swiftSettings: strict),
        .executableTarget(name: "Reference", dependencies: ["FTLTypes"], swiftSettings: strict),
        .testTarget(name: "ReferenceTests", dependencies: ["Reference", "FTLTypes"]),
        .testTarget(name: "FormatsTests", dependencies: ["FTLTypes", "Formats", "TestSupport"]),
        .testTarget(name: "ImageBuilderTests", dependencies: ["ImageBuilder", "Formats"]),
        .testTarget(name: "KernelCoreTests", dependencies: ["KernelCore", "APIModel", "TestSupport", "HostCall"]),
        // Calls through the kernel's C entry, by libffi.
        .target(name: "HostCall", path: "Tests/HostCall", linkerSettings: [.linkedLibrary("ffi")]),
        // The fuzzer of KernelCoreTests (its files are links to those there) as a program of its own, to be built
        // optimized and with sanitizers: scripts/fuzz.
        .executableTarget(
            name: "KernelFuzz", dependencies: ["KernelCore", "FTLTypes", "TestSupport", "HostCall"],
            path: "Tests/KernelFuzz"),
        .target(name: "CMemory", path: "boot/memory"),
        .target(name: "FTLStart", dependencies: ["FTLTypes", "CFTL"], swiftSettings: strict),
        .testTarget(
            name: "FTLTests", dependencies: ["FTL", "FTLStart", "HostKernel", "CFTL", "CMemory", "TestSupport"]),
        .testTarget(name: "E2ETests"),
        // Runs a script file on the engine and prints.
        .executableTarget(
            name: "JSEngineRun", dependencies: ["JSEngine"], path: "Sources/Tools/JSEngineRun", swiftSettings: strict),
        .testTarget(name: "JSEngineTests", dependencies: ["JSEngine"]),
        // Makes the engine's Unicode tables: scripts/unicode.
        .executableTarget(name: "UnicodeTables", path: "Sources/Tools/UnicodeTables", swiftSettings: strict),
        // Scripts for the engine on this machine, which scripts/engine-host builds.
        .testTarget(name: "EngineTests", exclude: ["Host", "Scripts"]),
    ]
}

let package = Package(name: "ftl", targets: targets)
