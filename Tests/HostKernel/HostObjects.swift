// Objects that a program of a HostKernel gets from nobody: what bootstrap and the supervisor have on the target.

import FTL

@testable import KernelCore

extension HostKernel {
    /// Kinds of objects that can be made out of nothing.
    public enum Kind: CaseIterable, Sendable {
        case channel, sink, timer, process, area, image, system, space, console, ownProcess
    }

    /// A handle to an image that is trusted, of a file.
    public func makeImage(of file: [UInt8]) throws -> FTL.Handle {
        let image = try KernelCore.Image(name: "test", file: file.span, memory: kernel.memory, account: process.account)
        return FTL.Handle(owning: process.insert(kernel.makeHandle(image, [.execute, .duplicate, .transfer])))
    }

    /// A handle with all rights, in the program's own table.
    public func make(_ kind: Kind) throws -> FTL.Handle {
        let object: KernelCore.KernelObject
        switch kind {
        case .channel: object = KernelCore.Channel.makePair().0
        case .sink: object = KernelCore.Sink()
        case .timer: object = KernelCore.Timer()
        case .process:
            object = try kernel.makeProcess(name: "other", arguments: ByteString([]), image: makeImage())
        case .area:
            let area = try KernelCore.VmArea(length: 2 * pageSize, memory: kernel.memory, account: process.account)
            try area.populate(offset: 0, count: area.length)
            let file = tinyProgram()
            file.withUnsafeBytes { area.copyIn(offset: 0, from: $0) }
            object = area
        case .image: object = try makeImage()
        case .system: object = kernel.system
        case .space: object = try KernelCore.VmSpace(kernel: kernel)
        case .console: object = kernel.console
        case .ownProcess: object = process
        }
        return FTL.Handle(owning: process.insert(kernel.makeHandle(object, .all)))
    }

    private func makeImage() throws -> KernelCore.Image {
        let file = tinyProgram()
        return try KernelCore.Image(name: "other", file: file.span, memory: kernel.memory, account: process.account)
    }
}
