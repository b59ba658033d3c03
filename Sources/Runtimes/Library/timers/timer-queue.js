// Timers in the order of their deadlines: a binary heap, so that setting and clearing one takes no longer when there
// are thousands. Timers with the same deadline come in the order in which they were set.

export class TimerQueue {
    /** A timer knows its place here (`at`), by which it is removed. */
    #heap = [];
    #count = 0;

    get length() {
        return this.#heap.length;
    }

    /** The timer that is next, or undefined. */
    get first() {
        return this.#heap[0];
    }

    /** Adds a timer: `{ when, call }`, which gets `order` and `at` from this. */
    add(timer) {
        timer.order = this.#count++;
        this.#settle(timer, this.#heap.length, this.#heap.length + 1);
    }

    /** Removes a timer; false where it is not here any more. */
    remove(timer) {
        const heap = this.#heap;
        if (heap[timer.at] !== timer) return false;
        // Another one takes its place, and goes up or down from there.
        this.#settle(heap[heap.length - 1], timer.at, heap.length - 1);
        return true;
    }

    /**
     * Puts a timer at a place in a heap of so many, and then where it belongs. Nothing is called in here, and after each
     * step all timers are there: where the stack ends a call fails, and a script may be interrupted between two steps.
     */
    #settle(timer, from, count) {
        const heap = this.#heap;
        const { when, order } = timer;
        if (from < count) {
            heap[from] = timer;
            timer.at = from;
        }
        if (count < heap.length) heap.length = count;
        let at = from;
        while (at > 0 && at < count) {
            const parent = heap[(at - 1) >> 1];
            if (parent.when < when || (parent.when === when && parent.order < order)) break;
            heap[at] = parent;
            heap[parent.at] = timer;
            timer.at = parent.at;
            parent.at = at;
            at = timer.at;
        }
        for (let place = at * 2 + 1; place < count; place = at * 2 + 1) {
            let child = heap[place];
            const other = place + 1 < count ? heap[place + 1] : child;
            if (other.when < child.when || (other.when === child.when && other.order < child.order)) child = other;
            if (when < child.when || (when === child.when && order < child.order)) break;
            heap[at] = child;
            heap[child.at] = timer;
            timer.at = child.at;
            child.at = at;
            at = timer.at;
        }
    }
}
