// Where tests on the host look into the allocator and make it refuse: so that each allocation can be made to fail, one
// after the other, and a page that nobody has can be made one that nobody may access. The target's kernel has nothing
// of this: there the probe is a value without contents, and its questions have constant answers.

/// What may be refused.
public enum MemoryRequest: Sendable { case pages, reserve, body }

struct MemoryProbe {
    #if hasFeature(Embedded)
        @inline(__always) func refuses(_ request: MemoryRequest) -> Bool { false }
        @inline(__always) func didAllocate(_ page: PageNumber, count: Int) {}
        @inline(__always) func willFree(_ page: PageNumber, count: @autoclosure () -> Int) {}
    #else
        var observer: (any MemoryObserver)?

        func refuses(_ request: MemoryRequest) -> Bool { observer?.refuses(request) ?? false }
        func didAllocate(_ page: PageNumber, count: Int) { observer?.didAllocate(page, count: count) }
        func willFree(_ page: PageNumber, count: @autoclosure () -> Int) {
            observer?.willFree(page, count: count())
        }
    #endif
}

#if !hasFeature(Embedded)
    public protocol MemoryObserver: AnyObject {
        /// Whether this request is refused though it could be met.
        func refuses(_ request: MemoryRequest) -> Bool
        func didAllocate(_ page: PageNumber, count: Int)
        func willFree(_ page: PageNumber, count: Int)
    }
#endif
