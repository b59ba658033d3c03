// A growing list in which no allocation is larger than a page, so that growing it is covered by the reserve
// (PhysicalMemory.swift). For lists that can be long: the pages of an area, the relocations of an image.

struct ChunkedArray<Element> {
    private static var chunkCapacity: Int { 2048 / MemoryLayout<Element>.stride }

    private var chunks: [[Element]] = []
    private(set) var count = 0
    /// What the elements are whose chunk is empty.
    private var filler: Element?

    init() {}

    /// One that is as long as it will ever be.
    ///
    /// - Parameter isSparse: memory for a chunk is taken when one of its elements is set.
    init(repeating element: Element, count: Int, isSparse: Bool = false) {
        precondition(count <= Self.capacity, "a chunked array is full")
        chunks = [[Element]](repeating: [], count: (count + Self.chunkCapacity - 1) / Self.chunkCapacity)
        filler = element
        self.count = count
        guard !isSparse else { return }
        for chunk in 0..<chunks.count { fill(chunk) }
    }

    private mutating func fill(_ chunk: Int) {
        guard let filler else { return }
        let length = min(Self.chunkCapacity, count - chunk * Self.chunkCapacity)
        chunks[chunk] = [Element](repeating: filler, count: length)
    }

    /// The most elements it holds: the list of chunks stays within a page too.
    static var capacity: Int { chunkCapacity * 240 }

    mutating func append(_ element: Element) {
        precondition(filler == nil && count < Self.capacity, "a chunked array is full")
        if count == chunks.count * Self.chunkCapacity {
            var chunk: [Element] = []
            chunk.reserveCapacity(Self.chunkCapacity)
            chunks.append(chunk)
        }
        chunks[chunks.count - 1].append(element)
        count += 1
    }

    subscript(index: Int) -> Element {
        get {
            let chunk = index / Self.chunkCapacity
            if let filler, chunks[chunk].isEmpty { return filler }
            return chunks[chunk][index % Self.chunkCapacity]
        }
        set {
            let chunk = index / Self.chunkCapacity
            if chunks[chunk].isEmpty { fill(chunk) }
            chunks[chunk][index % Self.chunkCapacity] = newValue
        }
    }
}
