// What the engine has of ECMAScript 2023 and 2024, or of its own, and the checker's library does not know: that ends at
// 2022, and is listed in ../tsconfig.json without its SharedArrayBuffer and Atomics, which are turned off.

interface ReadonlyArray<T> {
    findLast(test: (value: T, index: number, array: readonly T[]) => unknown, self?: any): T | undefined;
    findLastIndex(test: (value: T, index: number, array: readonly T[]) => unknown, self?: any): number;
    toReversed(): T[];
    toSorted(compare?: (a: T, b: T) => number): T[];
    toSpliced(start: number, count?: number, ...items: T[]): T[];
    with(index: number, value: T): T[];
}

interface Array<T> {
    findLast(test: (value: T, index: number, array: T[]) => unknown, self?: any): T | undefined;
    findLastIndex(test: (value: T, index: number, array: T[]) => unknown, self?: any): number;
    toReversed(): T[];
    toSorted(compare?: (a: T, b: T) => number): T[];
    toSpliced(start: number, count?: number, ...items: T[]): T[];
    with(index: number, value: T): T[];
}

/** What all arrays of numbers have. */
interface EngineTypedArray<Item> {
    findLast(test: (value: Item, index: number, array: this) => unknown, self?: any): Item | undefined;
    findLastIndex(test: (value: Item, index: number, array: this) => unknown, self?: any): number;
    toReversed(): this;
    toSorted(compare?: (a: Item, b: Item) => number): this;
    with(index: number, value: Item): this;
}
interface Int8Array extends EngineTypedArray<number> {}
interface Uint8Array extends EngineTypedArray<number> {}
interface Uint8ClampedArray extends EngineTypedArray<number> {}
interface Int16Array extends EngineTypedArray<number> {}
interface Uint16Array extends EngineTypedArray<number> {}
interface Int32Array extends EngineTypedArray<number> {}
interface Uint32Array extends EngineTypedArray<number> {}
interface Float32Array extends EngineTypedArray<number> {}
interface Float64Array extends EngineTypedArray<number> {}
interface BigInt64Array extends EngineTypedArray<bigint> {}
interface BigUint64Array extends EngineTypedArray<bigint> {}

interface String {
    isWellFormed(): boolean;
    toWellFormed(): string;
}

interface ObjectConstructor {
    groupBy<Item, Key extends PropertyKey>(
        items: Iterable<Item>, key: (item: Item, index: number) => Key): Partial<Record<Key, Item[]>>;
}

interface MapConstructor {
    groupBy<Item, Key>(items: Iterable<Item>, key: (item: Item, index: number) => Key): Map<Key, Item[]>;
}

interface PromiseConstructor {
    withResolvers<Value = any>(): {
        promise: Promise<Value>;
        resolve(value?: Value | PromiseLike<Value>): void;
        reject(reason?: any): void;
    };
}

/** The engine's own errors: no memory, a stack that is too deep. */
interface InternalError extends Error {}
declare const InternalError: { new (message?: string): InternalError; (message?: string): InternalError };

interface SymbolConstructor {
    /** The name of the method that closes an object. */
    readonly dispose: unique symbol;
    readonly asyncDispose: unique symbol;
}
