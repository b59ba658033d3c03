// The globals of a script that are not the language's own: those of the web platform (WHATWG Console, HTML, DOM, URL,
// Encoding; W3C Web Cryptography and High Resolution Time) that Sources/Runtimes/Library provides, as far as it provides them.

/** Lines on the console, each with the app's name before it. "%s %d %i %f %o %O %j" in a first text are filled in. */
declare const console: {
    log(...values: unknown[]): void;
    info(...values: unknown[]): void;
    warn(...values: unknown[]): void;
    error(...values: unknown[]): void;
    debug(...values: unknown[]): void;
    /** Prints the values, and where it was called. */
    trace(...values: unknown[]): void;
    /** Prints the values where the condition does not hold. */
    assert(condition?: unknown, ...values: unknown[]): void;
    clear(): void;
    /** Prints a value as it is made up. */
    dir(value?: unknown, options?: object): void;
    dirxml(...values: unknown[]): void;
    /** Prints an array of objects, or of arrays, as a table. */
    table(values?: unknown, properties?: string[]): void;
    /** Prints how often it was called with that label. */
    count(label?: string): void;
    countReset(label?: string): void;
    /** Prints the values, and indents what follows until `groupEnd`. */
    group(...values: unknown[]): void;
    groupCollapsed(...values: unknown[]): void;
    groupEnd(): void;
    /** Starts a clock; `timeLog` and `timeEnd` print what it shows. */
    time(label?: string): void;
    timeLog(label?: string, ...values: unknown[]): void;
    timeEnd(label?: string): void;
};

// --- Timers and jobs ---

/** Calls the function once, after that many milliseconds. */
declare function setTimeout<Values extends unknown[]>(
    call: (...values: Values) => unknown, milliseconds?: number, ...values: Values): number;
/** Calls the function again and again, that many milliseconds apart. */
declare function setInterval<Values extends unknown[]>(
    call: (...values: Values) => unknown, milliseconds?: number, ...values: Values): number;
declare function clearTimeout(id?: number): void;
declare function clearInterval(id?: number): void;
/** Calls the function when the code that runs now is done. */
declare function queueMicrotask(call: () => unknown): void;
/** Reports a value as an error that nobody caught is reported. */
declare function reportError(error: unknown): void;

declare class Performance {
    private constructor();
    /** Milliseconds since `timeOrigin`, with parts of them; it never goes back. */
    now(): number;
    /** When the process began, in milliseconds since 1970. */
    get timeOrigin(): number;
    toJSON(): { timeOrigin: number };
}
/** Time since the process began. */
declare const performance: Performance;

// --- Text and bytes ---

/** Strings to UTF-8. */
declare class TextEncoder {
    get encoding(): "utf-8";
    encode(text?: string): Uint8Array;
    /** Encodes as much of the text as fits. */
    encodeInto(text: string, destination: Uint8Array): { read: number; written: number };
}

/** UTF-8 to strings. */
declare class TextDecoder {
    constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
    get encoding(): "utf-8";
    get fatal(): boolean;
    get ignoreBOM(): boolean;
    decode(bytes?: ArrayBuffer | ArrayBufferView, options?: { stream?: boolean }): string;
}

/** Base64 to a string with a character for each byte. */
declare function atob(text: string): string;
/** A string with a character for each byte to Base64. */
declare function btoa(text: string): string;

declare const crypto: {
    /** Fills an array of integers with random numbers that nobody can foresee, and answers it. */
    getRandomValues<Numbers extends ArrayBufferView>(numbers: Numbers): Numbers;
    /** A new random UUID. */
    randomUUID(): string;
};

// --- Addresses ---

declare class URLSearchParams {
    constructor(
        from?: string | Iterable<readonly [string, string]> | readonly (readonly string[])[] | Record<string, string>);
    get size(): number;
    append(name: string, value: string): void;
    delete(name: string, value?: string): void;
    get(name: string): string | null;
    getAll(name: string): string[];
    has(name: string, value?: string): boolean;
    set(name: string, value: string): void;
    sort(): void;
    forEach(call: (value: string, name: string, all: URLSearchParams) => void, self?: unknown): void;
    keys(): IterableIterator<string>;
    values(): IterableIterator<string>;
    entries(): IterableIterator<[string, string]>;
    [Symbol.iterator](): IterableIterator<[string, string]>;
    toString(): string;
}

declare class URL {
    constructor(url: string | URL, base?: string | URL);
    static canParse(url: string | URL, base?: string | URL): boolean;
    /** The URL, or null where there is none. */
    static parse(url: string | URL, base?: string | URL): URL | null;
    href: string;
    get origin(): string;
    protocol: string;
    username: string;
    password: string;
    host: string;
    hostname: string;
    port: string;
    pathname: string;
    search: string;
    get searchParams(): URLSearchParams;
    hash: string;
    toString(): string;
    toJSON(): string;
}

// --- Events ---

interface EventInit {
    bubbles?: boolean;
    cancelable?: boolean;
    composed?: boolean;
}

declare class Event {
    constructor(type: string, options?: EventInit);
    static readonly NONE: 0;
    static readonly CAPTURING_PHASE: 1;
    static readonly AT_TARGET: 2;
    static readonly BUBBLING_PHASE: 3;
    readonly NONE: 0;
    readonly CAPTURING_PHASE: 1;
    readonly AT_TARGET: 2;
    readonly BUBBLING_PHASE: 3;
    get type(): string;
    get target(): any;
    get srcElement(): any;
    get currentTarget(): any;
    get eventPhase(): number;
    get bubbles(): boolean;
    get cancelable(): boolean;
    get composed(): boolean;
    get defaultPrevented(): boolean;
    readonly isTrusted: boolean;
    /** When it was made, in the milliseconds of `performance.now()`. */
    get timeStamp(): number;
    cancelBubble: boolean;
    returnValue: boolean;
    composedPath(): any[];
    preventDefault(): void;
    stopPropagation(): void;
    stopImmediatePropagation(): void;
    /** The old way of making an event again. */
    initEvent(type: string, bubbles?: boolean, cancelable?: boolean): void;
}

declare class CustomEvent extends Event {
    constructor(type: string, options?: EventInit & { detail?: any });
    get detail(): any;
    /** The old way of making an event again. */
    initCustomEvent(type: string, bubbles?: boolean, cancelable?: boolean, detail?: any): void;
}

declare class MessageEvent extends Event {
    constructor(type: string, options?: EventInit & {
        data?: any; origin?: string; lastEventId?: string; source?: any; ports?: Iterable<MessagePort>;
    });
    get data(): any;
    get origin(): string;
    get lastEventId(): string;
    get source(): any;
    get ports(): readonly MessagePort[];
}

declare class ErrorEvent extends Event {
    constructor(type: string, options?: EventInit & {
        message?: string; filename?: string; lineno?: number; colno?: number; error?: any;
    });
    get message(): string;
    get filename(): string;
    get lineno(): number;
    get colno(): number;
    get error(): any;
}

declare class PromiseRejectionEvent extends Event {
    constructor(type: string, options: EventInit & { promise: Promise<any>; reason?: any });
    get promise(): Promise<any>;
    get reason(): any;
}

type EventListenerOrObject = ((event: any) => unknown) | { handleEvent(event: any): unknown };

interface EventListenerOptions {
    capture?: boolean;
    once?: boolean;
    passive?: boolean;
    signal?: AbortSignal;
}

declare class EventTarget {
    addEventListener(type: string, listener: EventListenerOrObject | null, options?: boolean | EventListenerOptions): void;
    removeEventListener(
        type: string, listener: EventListenerOrObject | null, options?: boolean | EventListenerOptions): void;
    /** False where a listener prevented what the event is about. */
    dispatchEvent(event: Event): boolean;
}

/** Events of the script as a whole: "error" and "unhandledrejection". */
declare function addEventListener(
    type: string, listener: EventListenerOrObject | null, options?: boolean | EventListenerOptions): void;
declare function removeEventListener(
    type: string, listener: EventListenerOrObject | null, options?: boolean | EventListenerOptions): void;
declare function dispatchEvent(event: Event): boolean;
declare var onerror: ((...values: any[]) => unknown) | null;
declare var onunhandledrejection: ((event: any) => unknown) | null;

/** The numbers that errors had before they had names. */
interface DOMExceptionCodes {
    readonly INDEX_SIZE_ERR: 1;
    readonly DOMSTRING_SIZE_ERR: 2;
    readonly HIERARCHY_REQUEST_ERR: 3;
    readonly WRONG_DOCUMENT_ERR: 4;
    readonly INVALID_CHARACTER_ERR: 5;
    readonly NO_DATA_ALLOWED_ERR: 6;
    readonly NO_MODIFICATION_ALLOWED_ERR: 7;
    readonly NOT_FOUND_ERR: 8;
    readonly NOT_SUPPORTED_ERR: 9;
    readonly INUSE_ATTRIBUTE_ERR: 10;
    readonly INVALID_STATE_ERR: 11;
    readonly SYNTAX_ERR: 12;
    readonly INVALID_MODIFICATION_ERR: 13;
    readonly NAMESPACE_ERR: 14;
    readonly INVALID_ACCESS_ERR: 15;
    readonly VALIDATION_ERR: 16;
    readonly TYPE_MISMATCH_ERR: 17;
    readonly SECURITY_ERR: 18;
    readonly NETWORK_ERR: 19;
    readonly ABORT_ERR: 20;
    readonly URL_MISMATCH_ERR: 21;
    readonly QUOTA_EXCEEDED_ERR: 22;
    readonly TIMEOUT_ERR: 23;
    readonly INVALID_NODE_TYPE_ERR: 24;
    readonly DATA_CLONE_ERR: 25;
}

interface DOMException extends Error, DOMExceptionCodes {
    /** 0 for an error that never had a number. */
    readonly code: number;
}
/** An error of the web platform, told apart by its name. */
declare const DOMException: DOMExceptionCodes & {
    readonly prototype: DOMException;
    new (message?: string, name?: string): DOMException;
};

declare class AbortSignal extends EventTarget {
    private constructor();
    /** A signal that is aborted already. */
    static abort(reason?: any): AbortSignal;
    /** A signal that is aborted after that many milliseconds. */
    static timeout(milliseconds: number): AbortSignal;
    /** A signal that is aborted as soon as one of these is. */
    static any(signals: Iterable<AbortSignal>): AbortSignal;
    get aborted(): boolean;
    get reason(): any;
    throwIfAborted(): void;
    onabort: ((event: Event) => unknown) | null;
}

declare class AbortController {
    get signal(): AbortSignal;
    abort(reason?: any): void;
}

// --- Values between contexts ---

/** A copy of a value and of all it is made of. */
declare function structuredClone<Value>(value: Value, options?: { transfer?: Iterable<any> }): Value;

declare class MessagePort extends EventTarget {
    private constructor();
    postMessage(message: any, transfer?: Iterable<any> | { transfer?: Iterable<any> }): void;
    start(): void;
    close(): void;
    onmessage: ((event: MessageEvent) => unknown) | null;
    onmessageerror: ((event: MessageEvent) => unknown) | null;
    /** The other port is closed, or gone. */
    onclose: ((event: Event) => unknown) | null;
}

/** Two ports, connected with each other. */
declare class MessageChannel {
    get port1(): MessagePort;
    get port2(): MessagePort;
}
