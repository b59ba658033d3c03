// Calls made with words and arrays only: what arrives is what was passed, and no address is the caller's to choose.

import FTL
import HostKernel
import Testing

extension SystemCallTests {
    struct RawCallTests {
        private func perform(_ syscall: Syscall, _ words: [UInt] = [], _ buffers: [[UInt8]] = []) -> Int {
            var call = RawCall(number: syscall.rawValue, words: all(words), buffers: buffers)
            return call.perform()
        }

        private func all(_ words: [UInt]) -> InlineArray<7, UInt> {
            var all: InlineArray<7, UInt> = .init(repeating: 0)
            for (index, word) in words.enumerated() { all[index] = word }
            return all
        }

        @Test func bytesGoInAndComeOut() throws {
            try HostKernel.run { _ in
                let area = UInt(bitPattern: perform(.vmAreaCreate, [100]))
                #expect(perform(.vmAreaWrite, [area, 10], [[1, 2, 3]]) == 0)
                var read = RawCall(
                    number: Syscall.vmAreaRead.rawValue, words: all([area, 9]), buffers: [[9, 9, 9, 9, 9]])
                #expect(read.perform() == 0)
                #expect(read.buffers == [[0, 1, 2, 3, 0]])
                #expect(perform(.vmAreaWrite, [area, 98], [[1, 2, 3]]) == FTLError.invalidArgument.result)
                #expect(perform(.handleClose, [area]) == 0)
                #expect(perform(.vmAreaLength, [area]) == FTLError.invalidHandle.result)
            }
        }

        @Test func aBodysLengthIsTheArrays() throws {
            try HostKernel.run { _ in
                let pair = UInt(bitPattern: perform(.channelCreate))
                let (near, far) = (pair & 0xffff_ffff, pair >> 32)
                let sink = UInt(bitPattern: perform(.sinkCreate))
                #expect(perform(.sinkAdd, [sink, far]) == 0)
                // The info word says 4096 bytes.
                #expect(perform(.channelSend, [near, 3 | 4096 << 16 | 7 << 32, 5, 6, 0, 0], [[1, 2, 3]]) == 0)
                var wait = RawCall(
                    number: Syscall.sinkWait.rawValue, words: all([sink]),
                    buffers: [[UInt8](repeating: 0, count: Event.size)])
                #expect(wait.perform() == 1)
                let told = wait.buffers[0]
                guard let event = Event(bytes: told.span) else { throw FTLError.malformed }
                #expect(event.info == MessageInfo(kind: .write, id: 7, length: 3))
                #expect(event.word0 == 5 && event.word1 == 6)
                var receive = RawCall(
                    number: Syscall.channelRecv.rawValue, words: all([far, UInt(event.token)]),
                    buffers: [[0, 0, 0, 0]])
                #expect(receive.perform() == 0)
                #expect(receive.buffers == [[1, 2, 3, 0]])
                let long = [UInt8](repeating: 1, count: 70_000)
                #expect(perform(.channelSend, [near, 3], [long]) == FTLError.tooLarge.result)
                let tooLong = [UInt8](long.prefix(Limits.bodyLength + 1))
                #expect(perform(.channelSend, [near, 3], [tooLong]) == FTLError.tooLarge.result)
            }
        }

        @Test func twoBuffersAreKeptApart() throws {
            try HostKernel.run { host in
                #expect(perform(.consoleWrite, [], [Array("one line\n".utf8)]) == 0)
                #expect(host.machine.text.contains("one line"))
                // Nothing is missing but an image.
                #expect(
                    perform(.processCreate, [0], [Array("name".utf8), Array("argument\0".utf8)])
                        == FTLError.invalidHandle.result)
            }
        }

        @Test func addressesAreRefusedAndUnknownNumbersArePassed() throws {
            try HostKernel.run { _ in
                for syscall in Syscall.allCases where !syscall.signature.isForScripts {
                    #expect(perform(syscall, [4096, 4096, 4096, 4096]) == FTLError.unsupported.result)
                }
                var unknown = RawCall(number: 5_000, words: all([1, 2, 3]))
                #expect(unknown.perform() == FTLError.unknownSyscall.result)
            }
        }

        @Test func missingBuffersAreEmpty() throws {
            try HostKernel.run { _ in
                let sink = UInt(bitPattern: perform(.sinkCreate))
                #expect(perform(.sinkWait, [sink, 1 << 40, 1 << 40]) == FTLError.tooLarge.result)
                #expect(perform(.consoleWrite, [1, 4096]) == 0, "nothing is written")
            }
        }
    }
}
