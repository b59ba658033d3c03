// A growing list in which no allocation is larger than a page, so that growing it is covered by the reserve
// (PhysicalMemory.swift). For lists that can be long: the pages of an area, the relocations of an image.

struct ChunkedArray<Element> {
    private static var chunkCapacity: Int { 2048 / MemoryLayout<Element>.stride }

    private var chunks: [[Element]] = []
    private(set) var count = 0

    init() {}

    init(repeating element: Element, count: Int) {
        precondition(count <= Self.capacity, "a chunked array is full")
        for start in stride(from: 0, to: count, by: Self.chunkCapacity) {
            chunks.append([Element](repeating: element, count: min(Self.chunkCapacity, count - start)))
        }
        self.count = count
    }

    /// The most elements it holds: the list of chunks stays within a page too.
    static var capacity: Int { chunkCapacity * 240 }

    mutating func append(_ element: Element) {
        precondition(count < Self.capacity, "a chunked array is full")
        if count == chunks.count * Self.chunkCapacity {
            var chunk: [Element] = []
            chunk.reserveCapacity(Self.chunkCapacity)
            chunks.append(chunk)
        }
        chunks[chunks.count - 1].append(element)
        count += 1
    }

    subscript(index: Int) -> Element {
        get { chunks[index / Self.chunkCapacity][index % Self.chunkCapacity] }
        set { chunks[index / Self.chunkCapacity][index % Self.chunkCapacity] = newValue }
    }
}
