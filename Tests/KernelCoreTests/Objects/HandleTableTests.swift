// The handle table: numbers name what they were given for and nothing else, ever.

import FTLTypes
import TestSupport
import Testing

@testable import KernelCore
@testable import KernelTesting

@Suite struct HandleTableTests {
    private func mark(_ value: Int) -> Handle { Handle(System(), Rights(rawValue: UInt32(value))) }

    /// Not `#expect(throws:)`, which a table that cannot be copied does not go into.
    private func expectInvalid(
        _ place: SourceLocation = #_sourceLocation, _ body: () throws(FTLError) -> Void
    ) {
        do {
            try body()
            Issue.record("it is found", sourceLocation: place)
        } catch { #expect(error == .invalidHandle, sourceLocation: place) }
    }

    @Test func anEmptyTableKnowsNoNumber() {
        let table = HandleTable()
        for number: UInt32 in [0, 1, 1 << 12, 31 | 1 << 12, 32 | 1 << 12, 4095 | 1 << 12, 0x7fff_ffff, .max] {
            expectInvalid { () throws(FTLError) in _ = try table.lookup(HandleNumber(rawValue: number)) }
        }
    }

    @Test func aHandleIsFoundByItsNumberUntilItIsRemoved() throws {
        var table = HandleTable()
        let number = table.insert(mark(5))
        #expect(number != .none)
        #expect(number.rawValue <= HandleNumber.largest)
        let rights1 = try table.lookup(number).rights.rawValue
        #expect(rights1 == 5)
        let rights2 = try table.remove(number).rights.rawValue
        #expect(rights2 == 5)
        expectInvalid { () throws(FTLError) in _ = try table.lookup(number) }
        expectInvalid { () throws(FTLError) in _ = try table.remove(number) }
        let count = table.count
        #expect(count == 0)
    }

    @Test func aStaleNumberDoesNotNameWhatCameNext() throws {
        var table = HandleTable()
        let stale = table.insert(mark(1))
        _ = try table.remove(stale)
        let fresh = table.insert(mark(2))
        #expect(fresh != stale)
        #expect(fresh.rawValue & 0xfff == stale.rawValue & 0xfff, "the slot is used again")
        expectInvalid { () throws(FTLError) in _ = try table.remove(stale) }
        let rights3 = try table.lookup(fresh).rights.rawValue
        #expect(rights3 == 2)
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
            let rights4 = try table.lookup(number).rights.rawValue
            #expect(rights4 == UInt32(index))
        }
        _ = try table.remove(numbers[1000])
        let hasRoom = (table.hasRoom(), table.hasRoom(for: 2))
        #expect(hasRoom == (true, false))
        let number = table.insert(mark(7))
        let rights5 = try table.lookup(number).rights.rawValue
        #expect(rights5 == 7)
    }

    @Test func emptyingItAnswersEveryHandleOnce() throws {
        var table = HandleTable()
        let numbers = (0..<100).map { table.insert(mark($0)) }
        for index in stride(from: 0, to: 100, by: 3) { _ = try table.remove(numbers[index]) }
        var found: [UInt32] = []
        while let handle = table.removeAny() { found.append(handle.rights.rawValue) }
        #expect(found.sorted() == (0..<100).filter { $0 % 3 != 0 }.map { UInt32($0) })
        let count = table.count
        #expect(count == 0)
        let another = table.removeAny()
        #expect(another == nil)
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
                let rights6 = try table.remove(number).rights.rawValue
                #expect(rights6 == model[number])
                model[number] = nil
                closed.append(number)
            case 3:
                guard let number = random.element(of: open) else { continue }
                let rights7 = try table.lookup(number).rights.rawValue
                #expect(rights7 == model[number])
            default:
                guard let number = random.element(of: closed) else { continue }
                expectInvalid { () throws(FTLError) in _ = try table.lookup(number) }
            }
            let count = table.count
            #expect(count == model.count)
        }
    }
}
