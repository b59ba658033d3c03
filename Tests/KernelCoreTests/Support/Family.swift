// Processes that start others, as a test about quotas needs them.

import FTLTypes

@testable import KernelCore
@testable import KernelTesting

extension Program {
    /// A process that this one makes, not started: its handle.
    func create(_ name: ByteString = "child", _ limits: [Resource: Int] = [:]) throws(FTLError) -> UInt {
        let image = UInt(process.insert(kernel.makeHandle(system.image(), [.execute])).rawValue)
        defer { _ = enter(number: Syscall.handleClose.rawValue, [image]) }
        store(name.bytes, at: outgoing)
        let child = try call(.processCreate, image, outgoing, UInt(name.bytes.count), 0, 0, 0)
        for (resource, limit) in limits { try call(.processLimit, child, resource.rawValue, UInt(limit)) }
        return child
    }

    func childProcess(_ handle: UInt) throws(FTLError) -> KernelCore.Process {
        guard let process = try object(handle) as? KernelCore.Process else { throw .wrongType }
        return process
    }

    /// A process that this one starts.
    func start(_ name: ByteString = "child", _ limits: [Resource: Int] = [:]) throws(FTLError) -> Program {
        let child = try create(name, limits)
        try call(.processStart, child)
        return try Program(system, running: childProcess(child))
    }
}
