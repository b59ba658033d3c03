// The handle table: numbers name what they were given for and nothing else, ever.

import FTLTypes
import TestSupport
import Testing

@testable import KernelCore

@Suite struct HandleTableTests {
    private func mark(_ value: Int) -> Handle { Handle(.system, Rights(rawValue: UInt32(value))) }

    @Test func anEmptyTableKnowsNoNumber() {
        let table = HandleTable()
        for number: UInt32 in [0, 1, 1 << 12, 31 | 1 << 12, 32 | 1 << 12, 4095 | 1 << 12, 0x7fff_ffff, .max] {
            #expect(throws: FTLError.invalidHandle) { try table.lookup(HandleNumber(rawValue: number)) }
        }
    }

    @Test func aHandleIsFoundByItsNumberUntilItIsRemoved() throws {
        var table = HandleTable()
        let number = table.insert(mark(5))
        #expect(number != .none)
        #expect(number.rawValue <= HandleNumber.largest)
        #expect(try table.lookup(number).rights.rawValue == 5)
        #expect(try table.remove(number).rights.rawValue == 5)
        #expect(throws: FTLError.invalidHandle) { try table.lookup(number) }
        #expect(throws: FTLError.invalidHandle) { try table.remove(number) }
        #expect(table.count == 0)
    }

    @Test func aStaleNumberDoesNotNameWhatCameNext() throws {
        var table = HandleTable()
        let stale = table.insert(mark(1))
        _ = try table.remove(stale)
        let fresh = table.insert(mark(2))
        #expect(fresh != stale)
        #expect(fresh.rawValue & 0xfff == stale.rawValue & 0xfff, "the slot is used again")
        #expect(throws: FTLError.invalidHandle) { try table.remove(stale) }
        #expect(try table.lookup(fresh).rights.rawValue == 2)
    }

    @Test func noNumberComesTwiceInHalfAMillionUsesOfASlot() throws {
        var table = HandleTable()
        var last: UInt32 = 0
        for _ in 0..<0x7_ffff {
            let number = table.insert(mark(1))
            try #require(number.rawValue > last)
            last = number.rawValue
            _ = try table.remove(number)
        }
        let again = table.insert(mark(1))
        #expect(again != .none, "after all generations the first comes again, and never generation 0")
        #expect(again.rawValue <= HandleNumber.largest)
    }

    @Test func aFullTableHas4096DifferentHandlesAndRoomForNone() throws {
        var table = HandleTable()
        var numbers: [HandleNumber] = []
        while table.hasRoom() { numbers.append(table.insert(mark(numbers.count))) }
        #expect(numbers.count == Limits.handlesPerProcess)
        #expect(Set(numbers).count == Limits.handlesPerProcess)
        for (index, number) in numbers.enumerated() {
            #expect(try table.lookup(number).rights.rawValue == UInt32(index))
        }
        _ = try table.remove(numbers[1000])
        #expect(table.hasRoom())
        #expect(!table.hasRoom(for: 2))
        let number = table.insert(mark(7))
        #expect(try table.lookup(number).rights.rawValue == 7)
    }

    @Test func emptyingItAnswersEveryHandleOnce() throws {
        var table = HandleTable()
        let numbers = (0..<100).map { table.insert(mark($0)) }
        for index in stride(from: 0, to: 100, by: 3) { _ = try table.remove(numbers[index]) }
        var found: [UInt32] = []
        while let handle = table.removeAny() { found.append(handle.rights.rawValue) }
        #expect(found.sorted() == (0..<100).filter { $0 % 3 != 0 }.map { UInt32($0) })
        #expect(table.count == 0)
        #expect(table.removeAny() == nil)
    }

    @Test func randomUseAgreesWithADictionary() throws {
        var table = HandleTable()
        var random = FixedRandom(seed: 4)
        var model: [HandleNumber: UInt32] = [:]
        var open: [HandleNumber] = []
        var closed: [HandleNumber] = []
        for step in 0..<30_000 {
            switch random.below(5) {
            case 0, 1:
                if !table.hasRoom() { continue }
                let number = table.insert(mark(step))
                try #require(model[number] == nil, "a number in use was given again")
                model[number] = UInt32(step)
                open.append(number)
            case 2:
                if open.isEmpty { continue }
                let number = open.swapRemove(at: random.below(open.count))
                #expect(try table.remove(number).rights.rawValue == model[number])
                model[number] = nil
                closed.append(number)
            case 3:
                guard let number = random.element(of: open) else { continue }
                #expect(try table.lookup(number).rights.rawValue == model[number])
            default:
                guard let number = random.element(of: closed) else { continue }
                #expect(throws: FTLError.invalidHandle) { try table.lookup(number) }
            }
            #expect(table.count == model.count)
        }
    }
}
