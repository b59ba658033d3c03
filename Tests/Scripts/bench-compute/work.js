// Work that is nothing but the language: numbers, objects, closures, strings, collections. It imports nothing and knows
// of no system, so that the same file runs wherever the engine does (scripts/engine-linux), and answers a number that
// says whether all of it came out right.

class Random {
    #state = 12345;
    next(bound) {
        this.#state = (Math.imul(this.#state, 1103515245) + 12345) & 0x7fffffff;
        return this.#state % bound;
    }
}

/** Integers and calls: a recursion, a sieve in an array of bytes. */
function integers() {
    const fibonacci = (n) => (n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2));
    const sieve = new Uint8Array(20_000);
    let primes = 0;
    for (let n = 2; n < sieve.length; n++) {
        if (sieve[n]) continue;
        primes++;
        for (let multiple = n * n; multiple < sieve.length; multiple += n) sieve[multiple] = 1;
    }
    return fibonacci(19) + primes;
}

/** Floating point: bodies that attract each other. */
function floats() {
    const bodies = [1, 2, 3, 4].map((n) => ({ x: n, y: n * n, z: 1 / n, vx: 0, vy: 0, vz: 0, mass: Math.sqrt(n) }));
    for (let step = 0; step < 300; step++) {
        for (const one of bodies) {
            for (const other of bodies) {
                if (one === other) continue;
                const [dx, dy, dz] = [other.x - one.x, other.y - one.y, other.z - one.z];
                const distance = Math.sqrt(dx * dx + dy * dy + dz * dz) + 0.01;
                const force = (0.001 * other.mass) / (distance * distance * distance);
                one.vx += dx * force;
                one.vy += dy * force;
                one.vz += dz * force;
            }
        }
        for (const body of bodies) {
            body.x += body.vx;
            body.y += body.vy;
            body.z += body.vz;
        }
    }
    const sum = bodies.reduce((total, { x, y, z }) => total + Math.sin(x) + Math.cos(y) + Math.exp(-z * z), 0);
    return Math.round(sum * 1e6);
}

class Tree {
    constructor(key) {
        this.key = key;
        this.left = this.right = null;
    }
    add(key) {
        if (key === this.key) return false;
        const side = key < this.key ? "left" : "right";
        if (this[side]) return this[side].add(key);
        this[side] = new Tree(key);
        return true;
    }
    *keys() {
        if (this.left) yield* this.left.keys();
        yield this.key;
        if (this.right) yield* this.right.keys();
    }
}

/** Objects that come and go: a tree, lists, closures that keep something. */
function objects(random) {
    const tree = new Tree(5000);
    let added = 0;
    for (let index = 0; index < 1500; index++) if (tree.add(random.next(10_000))) added++;
    let order = 0, last = -1;
    for (const key of tree.keys()) {
        if (key > last) order++;
        last = key;
    }
    const counters = Array.from({ length: 100 }, (_, start) => {
        let value = start;
        return { step: (by) => (value += by), get value() { return value; } };
    });
    for (let round = 0; round < 50; round++) for (const counter of counters) counter.step(round);
    const points = [];
    for (let index = 0; index < 5000; index++) points.push({ x: index, y: random.next(100), tag: { index } });
    const near = points.filter(({ y }) => y < 50).map(({ x, y, tag }) => ({ ...tag, sum: x + y }));
    const total = near.reduce((sum, point) => sum + point.sum + point.index, 0);
    return added + order + counters.reduce((sum, { value }) => sum + value, 0) + total;
}

/** Text: built, taken apart, searched, written as JSON and read again. */
function texts(random) {
    const words = Array.from({ length: 1000 }, () => {
        let word = "";
        for (let length = 3 + random.next(6); length > 0; length--) word += String.fromCharCode(97 + random.next(26));
        return word;
    });
    const text = words.join(" ");
    const found = text.match(/[aeiou][^aeiou ]{2,}/g).length;
    const turned = text.split(" ").map((word) => word[0].toUpperCase() + word.slice(1)).join("-");
    const read = JSON.parse(JSON.stringify({ words, lengths: words.map((word) => word.length), found }));
    let hash = 0;
    for (let index = 0; index < turned.length; index++) hash = (Math.imul(hash, 31) + turned.charCodeAt(index)) | 0;
    return (hash >>> 0) % 1_000_000 + read.lengths.reduce((sum, length) => sum + length, 0) + found;
}

/** Maps, sets, sorting, big integers, errors that are caught. */
function collections(random) {
    const counts = new Map();
    for (let index = 0; index < 5000; index++) {
        const key = `key ${random.next(500)}`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    const sorted = [...counts].sort(([one, few], [other, many]) => many - few || (one < other ? -1 : 1));
    const numbers = Float64Array.from({ length: 2000 }, () => random.next(1_000_000)).sort();
    const seen = new Set(numbers);
    let big = 1n;
    for (let factor = 2n; factor < 80n; factor++) big *= factor;
    let caught = 0;
    for (let index = 0; index < 200; index++) {
        try {
            if (index % 2) throw new RangeError(`number ${index}`);
        } catch (error) {
            caught += error.message.length;
        }
    }
    return sorted[0][1] + sorted.length + numbers[1000] + seen.size + Number(big % 1_000_003n) + caught;
}

/** All of it, once: a number that is the same each time. */
export function work() {
    const random = new Random();
    return [integers(), floats(), objects(random), texts(random), collections(random)].reduce(
        (sum, part) => (sum * 31 + part) % 1_000_000_007, 7);
}
