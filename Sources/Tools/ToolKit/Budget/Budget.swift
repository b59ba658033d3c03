// scripts/budget: where the instructions of a path go. It runs apps in QEMU one instruction at a time, counts which are
// executed between two passes of a function, and shows them by the source they come from.

import Foundation

/// What instructions are shown by.
package enum BudgetKey: String, CaseIterable { case file, function, line }

/// A path that is looked at.
package struct Budget {
    private let repository: Repository
    private let apps: [String]
    private let function: String
    /// Passes before the first that counts, passes that count, and how many of them make one operation.
    private let passes: (skip: Int, count: Int, per: Int)
    private let key: BudgetKey

    /// - Throws: status 2 where it cannot be meant.
    package init(
        _ repository: Repository, apps: [String], function: String, passes: (skip: Int, count: Int, per: Int),
        by key: BudgetKey
    ) throws(ToolError) {
        for app in apps where app.wholeMatch(of: #/[a-z0-9-]{1,32}/#) == nil {
            throw .refusal("'\(app)' is not a name of an app")
        }
        for (option, value) in [("skip", passes.skip), ("count", passes.count), ("per", passes.per)]
        where !(0...9_999_999).contains(value) {
            throw .refusal("--\(option) '\(value)' is not what it takes (see scripts/budget --help)")
        }
        guard passes.count > 0, passes.per > 0 else { throw .refusal("--count and --per cannot be 0") }
        self.repository = repository
        self.apps = apps
        self.function = function
        self.passes = passes
        self.key = key
    }

    /// Counts.
    ///
    /// - Returns: the lines to show.
    /// - Throws: status 1 where the function was not passed as often.
    package func run() throws(ToolError) -> [String] {
        try repository.build()
        let scratch = try ScratchFolder()
        let initfs = scratch.path + "/initfs.tar"
        try repository.pack(apps, to: initfs)
        let symbols = try Symbol.all(of: repository.kernel)
        guard !symbols.isEmpty else { throw .refusal("the kernel cannot be read (is llvm-nm there?)") }
        let start = String(try Self.address(of: function, in: symbols), radix: 16)
        let plugin = try EmulatorPlugin("budget", of: repository, in: scratch)
        let options = "start=\(start),skip=\(passes.skip),count=\(passes.count),output=\(scratch.path)/counts"
        // Twice: the kernel's log says where programs lie, and what it costs is in no figure.
        let emulator = Emulator(repository: repository, initfs: initfs, apps: apps)
        try emulator.boot(logLevel: "debug", console: scratch.path + "/log")
        try emulator.boot(logLevel: "error", console: scratch.path + "/console", plugin: "\(plugin.file),\(options)")
        guard var counts = InstructionCounts(file: scratch.path + "/counts") else {
            throw .failure("'\(function)' was not passed \(passes.skip + passes.count + 1) times")
        }
        counts.drop(below: Self.firmwareEnd)
        guard let log = FileManager.default.contents(atPath: scratch.path + "/log") else {
            throw .refusal("the log was not recorded")
        }
        let programs = ProgramMap(
            kernel: symbols, log: String(decoding: log, as: UTF8.self), products: repository.products)
        let totals = try programs.totals(of: counts, by: key, in: scratch)
        return lines(of: totals)
    }

    /// The firmware is not of interest, and its addresses are no program's.
    private static let firmwareEnd: UInt64 = 0x10_0000_0000

    /// The address at which a function of the kernel begins. Swift's names hold the source's, with its length before it.
    static func address(of function: String, in symbols: [Symbol]) throws(ToolError) -> UInt64 {
        let mangled = "\(function.utf8.count)\(function)"
        let found = symbols.filter { symbol in
            symbol.name == function
                || (symbol.name.hasPrefix("$s") || symbol.name.hasPrefix("$e")) && symbol.name.contains(mangled)
                    && symbol.name.hasSuffix("F")
        }
        guard let first = found.first, found.count == 1 else {
            throw .refusal("'\(function)' is \(found.isEmpty ? "no function" : "several functions") of the kernel")
        }
        return first.address
    }

    /// A line for each place with half an instruction or more, and their sum.
    private func lines(of totals: [String: Int]) -> [String] {
        let operations = Double(passes.count) / Double(passes.per)
        let sorted = totals.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }
        let shares = sorted.map { ($0.key, Double($0.value) / operations) }.filter { $0.1 >= 0.5 }
        let sum = Double(totals.values.reduce(0, +)) / operations
        return (shares + [("all", sum)]).map { String(format: "%9.1f  ", $0.1) + $0.0 }
    }
}
