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
        this.#raise(timer, this.#heap.length);
    }

    /** Removes a timer; false where it is not here any more. */
    remove(timer) {
        const { at } = timer;
        if (this.#heap[at] !== timer) return false;
        const last = this.#heap.pop();
        if (last === timer) return true;
        // Another one takes its place, and goes up or down from there.
        if (at > 0 && isBefore(last, this.#heap[(at - 1) >> 1])) this.#raise(last, at);
        else this.#lower(last, at);
        return true;
    }

    /** Puts a timer where it belongs between `from` and the first place. */
    #raise(timer, from) {
        const heap = this.#heap;
        let at = from;
        while (at > 0) {
            const place = (at - 1) >> 1;
            const parent = heap[place];
            if (!isBefore(timer, parent)) break;
            heap[at] = parent;
            parent.at = at;
            at = place;
        }
        heap[at] = timer;
        timer.at = at;
    }

    /** Puts a timer where it belongs between `from` and the last places. */
    #lower(timer, from) {
        const heap = this.#heap;
        let at = from;
        for (let place = at * 2 + 1; place < heap.length; place = at * 2 + 1) {
            if (place + 1 < heap.length && isBefore(heap[place + 1], heap[place])) place += 1;
            const child = heap[place];
            if (!isBefore(child, timer)) break;
            heap[at] = child;
            child.at = at;
            at = place;
        }
        heap[at] = timer;
        timer.at = at;
    }
}

function isBefore(a, b) {
    return a.when < b.when || (a.when === b.when && a.order < b.order);
}
