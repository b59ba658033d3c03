// Where things are in the checked-out repository, and what builds them.

import Foundation

/// The repository whose tools these are.
package struct Repository {
    package let root: String

    package init(root: String) { self.root = root }

    /// The programs for the target.
    var products: String { root + "/.build-riscv64/riscv64-none-none-eabi/release" }
    var kernel: String { products + "/Kernel" }
    var imageBuilder: String { root + "/.build/release/ImageBuilder" }
    /// The figures of the last measurement that was recorded.
    package var recordedFigures: String { root + "/docs/performance.json" }

    func script(_ name: String) -> String { root + "/scripts/" + name }

    /// Builds what a boot needs, unless FTL_BUILT says that it is there.
    func build() throws(ToolError) {
        guard (ProcessInfo.processInfo.environment["FTL_BUILT"] ?? "").isEmpty else { return }
        guard try Subprocess.run([script("build")]).status == 0 else { throw .silent(2) }
    }

    /// Packs an initfs of these apps, tests among them.
    func pack(_ apps: [String], to file: String) throws(ToolError) {
        let words = [imageBuilder, "--products", products, "--tests", "--root", root, "--output", file] + apps
        guard try Subprocess.run(words).status == 0 else { throw .silent(2) }
    }
}
