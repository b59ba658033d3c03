// No program goes into the archive whose functions could step over the guard below a stack. What that means, and
// what is safe, is in StackFrames of Formats; here it is said in words, with the function's name.

import FTLTypes
import Formats

enum FrameCheck {
    /// Checks a program.
    ///
    /// - Parameters:
    ///   - name: what to call it.
    ///   - content: the file that `image` was parsed from.
    ///   - symbols: its symbol file.
    static func check(
        _ name: String, _ image: ELFImage, _ content: [UInt8], symbols: [UInt8]
    ) throws(Failure) {
        /// The function at an address, or the address where no function is known.
        func function(_ address: UInt64) -> String {
            guard let symbol = SymbolTable.symbol(at: address, in: symbols.span) else {
                return "at \(hexadecimal(address))"
            }
            return String(decoding: symbols[symbol.name], as: UTF8.self)
        }
        do throws(StackFrameError) { try StackFrames.check(image, in: content.span) } catch {
            switch error {
            case .tooLarge(let address, let size, let limit):
                throw Failure(
                    "\(name): the function \(function(address)) has a stack frame of \(size) bytes; "
                        + "at most \(limit) is safe (docs/isolation.md)")
            case .unknown(let address):
                throw Failure(
                    "\(name): the function \(function(address)) moves its stack pointer at \(hexadecimal(address)) "
                        + "by no constant and without a probe, which is not safe (docs/isolation.md)")
            case .notAnInstruction(let address):
                throw Failure(
                    "\(name): the function \(function(address)) has no instruction at \(hexadecimal(address))")
            }
        }
    }

    private static func hexadecimal(_ address: UInt64) -> String { "0x" + String(address, radix: 16) }
}
