// A list in which no allocation is larger than a page, so that it is covered by the reserve (PhysicalMemory.swift). For
// lists that can be long: the pages of an area, which words of a program are addresses.
//
// Invariant: where one chunk is enough, `only` is that, and there are no `chunks`. A chunk that is not there has nothing
// in it but `filler`.

// Safe: the chunks are the array's alone, and an index is checked against `count` before it is used.
@safe struct ChunkedArray<Element: BitwiseCopyable>: ~Copyable {
    private typealias Chunk = UnsafeMutablePointer<Element>
    private static var chunkCapacity: Int { 2048 / MemoryLayout<Element>.stride }

    let count: Int
    /// What an element is until it is set.
    private let filler: Element
    private var only: Chunk?
    private var chunks: UnsafeMutablePointer<Chunk?>?

    /// The most elements it holds: the list of chunks stays within a page too.
    static var capacity: Int { chunkCapacity * 240 }

    /// - Parameter isSparse: memory for a chunk is taken when one of its elements is set.
    init(repeating element: Element, count: Int, isSparse: Bool = false) {
        precondition(count >= 0 && count <= Self.capacity, "a chunked array is full")
        self.count = count
        filler = element
        // Safe: as many chunks as the elements take, none of which is there yet.
        if count > Self.chunkCapacity {
            let chunks = UnsafeMutablePointer<Chunk?>.allocate(capacity: chunkCount)
            unsafe chunks.initialize(repeating: nil, count: chunkCount)
            unsafe self.chunks = unsafe chunks
        }
        guard !isSparse else { return }
        for index in 0..<chunkCount { _ = unsafe fill(index) }
    }

    deinit {
        // Safe: the chunks are this list's alone.
        unsafe only?.deallocate()
        guard let chunks = unsafe chunks else { return }
        for index in 0..<chunkCount { unsafe chunks[index]?.deallocate() }
        unsafe chunks.deallocate()
    }

    private var chunkCount: Int { (count + Self.chunkCapacity - 1) / Self.chunkCapacity }

    @inline(__always)
    private func chunk(_ index: Int) -> Chunk? {
        // Safe: with the first chunk `chunks` has one for each chunk there can be.
        if let chunks = unsafe chunks { unsafe chunks[index] } else { unsafe only }
    }

    @inline(never)
    private mutating func fill(_ index: Int) -> Chunk {
        let length = min(Self.chunkCapacity, count - index * Self.chunkCapacity)
        // Safe: new memory for as many elements as are initialized; from here on it is the array's.
        let chunk = Chunk.allocate(capacity: length)
        unsafe chunk.initialize(repeating: filler, count: length)
        // Safe: as above.
        if let chunks = unsafe chunks { unsafe chunks[index] = unsafe chunk } else { unsafe only = unsafe chunk }
        return unsafe chunk
    }

    subscript(index: Int) -> Element {
        // Safe, both: `locate` finds a chunk there can be and a place in it, or stops.
        @inline(__always) get {
            let (chunk, place) = unsafe locate(index)
            // Safe: `place` is inside the chunk, or `index` were beyond the end.
            return if let chunk = unsafe chunk { unsafe chunk[place] } else { filler }
        }
        set {
            let (chunk, place) = unsafe locate(index)
            // Safe: as above.
            if let chunk = unsafe chunk {
                unsafe chunk[place] = newValue
            } else {
                unsafe fill(index / Self.chunkCapacity)[place] = newValue
            }
        }
    }

    @inline(__always)
    private func locate(_ index: Int) -> (chunk: Chunk?, place: Int) {
        precondition(UInt(bitPattern: index) < UInt(bitPattern: count), "beyond the end of a chunked array")
        // Safe: a chunk there can be, and a place in it.
        return unsafe (chunk(index / Self.chunkCapacity), index & (Self.chunkCapacity - 1))
    }

    /// Visits those of these elements that lie in a chunk which is there: all others are the filler.
    @inline(__always)
    func forEachStored(in range: Range<Int>, _ visit: (Int, Element) -> Void) {
        precondition(range.lowerBound >= 0 && range.upperBound <= count, "beyond the end of a chunked array")
        var index = range.lowerBound
        while index < range.upperBound {
            // Safe: as above.
            let (chunk, place) = unsafe locate(index)
            let end = min(range.upperBound, index &- place &+ Self.chunkCapacity)
            if let chunk = unsafe chunk {
                // Safe: no more than the chunk has.
                for offset in 0..<end &- index { visit(index &+ offset, unsafe chunk[place &+ offset]) }
            }
            index = end
        }
    }
}
