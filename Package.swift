// swift-tools-version: 6.2
// One package, two builds. Without FTL_TARGET (swift test, the image builder) only what is portable; with
// FTL_TARGET=riscv64 (scripts/build) the kernel, the apps and the JavaScript runtime image as well.

import PackageDescription

let isTarget = Context.environment["FTL_TARGET"] == "riscv64"

let strict: [SwiftSetting] = [
    .strictMemorySafety(), .treatWarning("StrictMemorySafety", as: .error),
    .enableExperimentalFeature("Lifetimes"),
]

/// A program for the target: everything is linked into one file by our own linker script.
func link(_ script: String, _ extra: [String]) -> [LinkerSetting] {
    let options =
        ["-use-ld=lld", "-Xclang-linker", "-nostdlib", "-Xclang-linker", "-nostartfiles"]
        + (["-T", script, "--gc-sections", "--no-relax"] + extra).flatMap { ["-Xlinker", $0] }
    return [.unsafeFlags(options)]
}
let kernelLink = link("boot/kernel/kernel.ld", ["-z", "max-page-size=4096", "-static"])
let appLink = link(
    "boot/app/app.ld",
    ["-pie", "--no-dynamic-linker", "-z", "text", "-z", "separate-code", "-z", "max-page-size=4096"])

/// A native app: Sources/Apps/NAME. The allow-list of what it may import is in scripts/check.
func app(_ name: String, extra: [Target.Dependency] = []) -> Target {
    .executableTarget(
        name: name, dependencies: ["FTL", "FTLStart"] + extra, path: "Sources/Apps/\(name)",
        exclude: ["manifest"], swiftSettings: strict, linkerSettings: appLink)
}

var targets: [Target] = [
    // The ABI.
    .target(name: "CFTL"),
    .target(name: "FTLTypes", swiftSettings: strict),
    // Parsers of foreign bytes.
    .target(name: "Formats", dependencies: ["FTLTypes"], swiftSettings: strict),
    // The kernel's logic, without a machine.
    .target(name: "KernelCore", dependencies: ["FTLTypes", "Formats", "CFTL"], swiftSettings: strict),
    // What apps import.
    .target(name: "FTL", dependencies: ["FTLTypes", "CFTL"], swiftSettings: strict),
]

if isTarget {
    targets += [
        .target(name: "CMemory", path: "boot/memory"),
        .target(name: "BootKernel", path: "boot/kernel", exclude: ["kernel.ld"]),
        .target(name: "ArchRISCV", dependencies: ["KernelCore", "BootKernel"], swiftSettings: strict),
        .executableTarget(
            name: "Kernel", dependencies: ["ArchRISCV", "KernelCore", "CMemory"], swiftSettings: strict,
            linkerSettings: kernelLink),
        .target(name: "BootApp", dependencies: ["CFTL"], path: "boot/app", exclude: ["app.ld"]),
        .target(
            name: "FTLStart", dependencies: ["FTL", "FTLTypes", "CFTL", "BootApp", "CMemory"], swiftSettings: strict),
        app("bootstrap", extra: ["Formats"]),
        app("hello"),
        app("ping"),
        // For tests and measurements; see each one's head.
        app("fault-index"), app("fault-overflow"), app("fault-unwrap"), app("fault-stack"), app("exit-3"),
        app("forever"), app("spin"), app("hog"), app("nullcall"), app("twice"), app("late-client"),
        app("late-server"), app("clients"), app("echo"),
    ]
} else {
    targets += [
        .executableTarget(name: "ImageBuilder", dependencies: ["FTLTypes", "Formats"], swiftSettings: strict),
        .testTarget(name: "FormatsTests", dependencies: ["FTLTypes", "Formats"]),
        .testTarget(name: "ImageBuilderTests", dependencies: ["ImageBuilder", "Formats"]),
        .testTarget(name: "KernelCoreTests", dependencies: ["KernelCore"]),
        .target(name: "CMemory", path: "boot/memory"),
        .target(name: "FTLStart", dependencies: ["FTLTypes", "CFTL"], swiftSettings: strict),
        .testTarget(name: "FTLTests", dependencies: ["FTL", "FTLStart", "KernelCore", "CFTL", "CMemory"]),
    ]
}

let package = Package(name: "ftl", targets: targets)
