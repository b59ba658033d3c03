// The kernel's heap: what it hands out is aligned, is nobody else's, and all goes back to the pages it came from.

import TestSupport
import Testing

@testable import KernelCore
@testable import KernelTesting

@Suite struct KernelHeapTests {
    @Test(arguments: [0, 1, 15, 16, 17, 100, 769, 2049, 4096, 4097, 20_000])
    func anObjectOfAnySizeCanBeUsedToItsLastByte(size: Int) throws {
        let memory = Arena.memory(pages: 64)
        let heap = KernelHeap(memory: memory)
        let object = try #require(heap.allocate(size: size))
        object.initializeMemory(as: UInt8.self, repeating: 0xff, count: size)
        #expect(UInt(bitPattern: object) % 16 == 0)
        heap.free(object)
        #expect(memory.freePages == 64)
    }

    @Test func alignmentIsWhatWasAskedFor() throws {
        let memory = Arena.memory(pages: 256)
        let heap = KernelHeap(memory: memory)
        var objects: [UnsafeMutableRawPointer] = []
        for size in [1, 40, 100, 600, 3000, 5000] {
            for shift in 3...12 {
                let object = try #require(heap.allocate(size: size, alignment: 1 << shift))
                #expect(UInt(bitPattern: object) % (1 << UInt(shift)) == 0, "\(size) bytes at \(1 << shift)")
                objects.append(object)
            }
        }
        for object in objects { heap.free(object) }
        #expect(memory.freePages == 256)
    }

    @Test func aSlabGoesBackWhenItsLastObjectDoes() throws {
        let memory = Arena.memory(pages: 8)
        let heap = KernelHeap(memory: memory)
        let objects = try (0..<256).map { _ in try #require(heap.allocate(size: 16)) }
        #expect(memory.freePages == 7)
        let more = try #require(heap.allocate(size: 16))
        #expect(memory.freePages == 6)
        heap.free(more)
        for object in objects.dropLast() { heap.free(object) }
        #expect(memory.freePages == 7)
        heap.free(objects[255])
        #expect(memory.freePages == 8)
    }

    @Test func whereThereIsNothingLeftTheAnswerIsNil() throws {
        let memory = Arena.memory(pages: 2)
        let heap = KernelHeap(memory: memory)
        #expect(heap.allocate(size: 3 * pageSize) == nil)
        let first = try #require(heap.allocate(size: 4096))
        let second = try #require(heap.allocate(size: 4096))
        #expect(heap.allocate(size: 16) == nil)
        heap.free(first)
        heap.free(second)
        #expect(heap.allocate(size: 2 * pageSize) != nil)
    }

    @Test func bodiesAreRefusedWhileOnlyTheReserveIsLeft() throws {
        let memory = Arena.memory(pages: PhysicalMemory.reservePages + 4)
        let heap = KernelHeap(memory: memory)
        #expect(heap.allocateBody(5 * pageSize) == nil)
        let body = try #require(heap.allocateBody(4 * pageSize))
        #expect(heap.allocateBody(1) == nil)
        #expect(heap.allocate(size: 16) != nil, "the kernel's own objects may use the reserve")
        heap.freeBody(body)
        #expect(heap.allocateBody(pageSize) != nil)
    }

    @Test func randomUseNeverOverlapsAndGivesEverythingBack() throws {
        let memory = Arena.memory(pages: 512)
        let heap = KernelHeap(memory: memory)
        var random = FixedRandom(seed: 2)
        var objects: [(start: UnsafeMutableRawPointer, size: Int, mark: UInt8)] = []
        for step in 0..<20_000 {
            if random.below(100) < 52 {
                let size = random.below(20) == 0 ? random.below(20_000) : random.below(700)
                let alignment = random.below(8) == 0 ? 1 << random.below(13) : 16
                guard let start = heap.allocate(size: size, alignment: alignment) else { continue }
                try #require(UInt(bitPattern: start) % UInt(max(16, min(alignment, pageSize))) == 0)
                let mark = UInt8(truncatingIfNeeded: step)
                start.initializeMemory(as: UInt8.self, repeating: mark, count: size)
                objects.append((start, size, mark))
            } else if !objects.isEmpty {
                let object = objects.swapRemove(at: random.below(objects.count))
                // Whoever overlapped it has written its own mark over the first byte or the last.
                let bytes = UnsafeRawBufferPointer(start: object.start, count: object.size)
                try #require((bytes.first ?? object.mark) == object.mark)
                try #require((bytes.last ?? object.mark) == object.mark)
                heap.free(object.start)
            }
        }
        for object in objects {
            let bytes = UnsafeRawBufferPointer(start: object.start, count: object.size)
            #expect(bytes.allSatisfy { $0 == object.mark })
            heap.free(object.start)
        }
        #expect(memory.freePages == 512)
    }

    @Test func roundingUpToPowersOfTwoIsExact() {
        for (number, power) in [(0, 1), (1, 1), (2, 2), (3, 4), (4, 4), (5, 8), (1023, 1024), (1025, 2048)] {
            #expect(number.roundedUpToPowerOfTwo == power)
        }
    }
}
