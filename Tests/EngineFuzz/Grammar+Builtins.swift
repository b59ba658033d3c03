// What the engine and the web platform bring: values, statements, and what they are made with.

extension Grammar {
    static let builtins = #"""
        # Expressions.
        B
            []  Object.%O  new %K(%A)  new %K(%v.buffer ?? 8, %i, %i)  new %K(%o).%I  %v.%I  %v.%I  %v.%N
            %v.%G  Array.from(%e, %f)  Array.of(%e, %e)  %o.%I  Array(%i & 4095).fill(%e)
            new ArrayBuffer(%i & 65535, { maxByteLength: %i & 65535 })
            new DataView(new ArrayBuffer(%i & 63), %i & 63).%Q  %v.resize?.(%i & 65535)
            %v.transfer?.(%i & 65535)  Symbol(%e)  BigInt(%e)  BigInt.asIntN(%i & 255, %e)
            BigInt.asUintN(%i, %i)  (2n ** BigInt(%i & 511) - 1n).toString(%i)  (%i).toString(%i)
            (%i).toFixed(%i & 127)  (%i).toPrecision(%i & 127)  (%i).toExponential(%i)  parseInt(%t, %i)
            parseFloat(%t)  Number(%e)  String(%e)  %t.%T  %t.%T  (%e + %t).%T  Math.%m  new Map(%o).%G
            new Set(%o).%G  Map.groupBy(%o, %f)  Object.groupBy(%o, %f)  new WeakMap([[%v, %e]])
            new WeakSet([%v])  new WeakRef(%v).deref()  new Promise(%f)  Promise.%P  Promise.withResolvers()
            %v.then?.(%f, %f)  %v.catch?.(%f)  %v.finally?.(%f)  new Error(%e, { cause: %e })
            new AggregateError(%o, %e).stack  encodeURIComponent(%t)  decodeURI(%t)  escape(%t)
            unescape(%t)  %v.next?.(%e)  %v.return?.(%e)  %v.throw?.(%e)  isNaN(%e)  Function.prototype.%U
            (%f).bind(%e, %e)  (%f).call(%e, %e)  (%f).toString()  Error.captureStackTrace?.(%e)
        # Statements.
        b
            %v = %B;  %v.length = %i;  Object.defineProperty(%v, %k, { %d });
            Object.setPrototypeOf(%v, %e);  Object.%Z(%v);  %v.sort?.(%f);
            %v.sort?.((x, y) => { %s return x < y; });  %v.splice?.(%i, %i, ...%o);
            %v.copyWithin?.(%i, %i, %i);  %v.forEach?.((%w) => { %v.delete?.(%v); %v.push?.(%e); %s });
            %v[Symbol.iterator] = %f;  %v.constructor = { [Symbol.species]: %f };
            new FinalizationRegistry(%f).register(%v, %e, %v);
            %v = structuredClone(%e, { transfer: [%e] });  queueMicrotask(%f);
            const %w = new Uint8Array(%i & 255); structuredClone(%v, { transfer: [%v.buffer] }); %s %v[%i] = %e;
            const %w = [%e, %e]; %v.toString = () => { %v.length = 0; return %e; }; %s
            for (let %w = 0; %v < 300; %v++) a = { a, b: [a] };
            const %w = { valueOf() { %s return %i; } }; new %K(8).fill(%v, %v, %v); %s  %v.lastIndex = %e;
            const %w = new Proxy(%v, %H); %s %s  Reflect.%R;  const %w = %t.repeat(64); %s
            %v.set?.(%o, %i);  const %w = Array(%i & 4095); %v[%i] = %e; %v.reverse(); %s
        O
            keys(%e)  values(%e)  entries(%e)  assign(%e, %e, %e)  create(%e, { x: { %d } })
            fromEntries(%o)  getOwnPropertyDescriptors(%e)  getOwnPropertyNames(%e)
            getOwnPropertySymbols(%e)  is(%e, %e)  freeze(%e)  getPrototypeOf(%e)  isFrozen(%e)
            defineProperties(%e, %e)  hasOwn(%e, %k)
        Z
            freeze  seal  preventExtensions  isSealed
        d
            value: %e  get: %f, set: %f  value: %e, writable: false
            value: %e, configurable: true, enumerable: true  get: %f, configurable: true  writable: false
        N
            length  buffer  size  constructor  name  byteLength  message  stack  prototype  description
        K
            Uint8Array  Int8Array  Uint8ClampedArray  Uint16Array  Int32Array  Float32Array  Float64Array
            BigInt64Array  BigUint64Array  Uint32Array  Int16Array
        C
            Object  Array  %K  Map  Set  Error  Date  RegExp  Promise  Proxy  WeakRef  ArrayBuffer  DataView
            URL  Event  EventTarget  String  Number  Boolean  %v  AggregateError  ftl.Channel  ftl.Handle
            ftl.Message  URLSearchParams  AbortController  DOMException  Function  BigInt  Symbol
            TextDecoder
        A
            %0  %e  %e, %e  %i  %o  %t  %f  %t, %t  ...%o  %e, %e, %e
        # Methods of arrays, typed arrays and strings, and of collections.
        I
            at(%i)  concat(%e, %e)  every(%f)  fill(%e, %i, %i)  filter(%f)  find(%f)  findLast(%f)
            flat(%i)  flatMap(%f)  includes(%e, %i)  indexOf(%e, %i)  join(%e)  lastIndexOf(%e, %i)  map(%f)
            pop()  push(%e)  reduce(%f, %e)  reduceRight(%f)  reverse()  shift()  slice(%i, %i)  some(%f)
            sort(%f)  splice(%i, %i, %e)  subarray(%i, %i)  set(%o, %i)  toReversed()  toSorted(%f)
            toSpliced(%i, %i, %e)  with(%i, %e)  unshift(%e)  toString()  toLocaleString()  entries()
            keys()  copyWithin(%i, %i)
        G
            get(%e)  set(%e, %e)  has(%e)  add(%e)  delete(%e)  clear()  forEach(%f)  entries()  union?.(%e)
            keys().next()  isSubsetOf?.(%e)  intersection?.(%e)
        T
            length  at(%i)  charCodeAt(%i)  codePointAt(%i)  concat(%e)  endsWith(%t)  indexOf(%t, %i)
            isWellFormed()  localeCompare(%t)  match(%e)  matchAll(%e)  normalize('NFKD')  normalize('NFC')
            padEnd(%i & 4095, %t)  padStart(%i & 4095, %t)  repeat(%i & 255)  replace(%e, %f)
            replaceAll(%t, '$&$1$`$<n>')  search(/%r/%F)  slice(%i, %i)  split(%e, %i)  substring(%i, %i)
            toLowerCase()  toUpperCase()  toWellFormed()  trim()  lastIndexOf(%t)  substr(%i, %i)
            anchor(%t)  [Symbol.iterator]().next()
        Q
            getInt8(%i & 63)  setFloat64(%i & 63, %e)  getBigInt64(%i & 63)  setBigUint64(%i & 63, %e, true)
            byteLength  setUint16(%i, %e)  getFloat32(%i & 63, %e)
        m
            max(...%o)  hypot(%e, %e, %e)  pow(%e, %e)  clz32(%e)  imul(%e, %e)  fround(%e)  random()
            sumPrecise?.(%o)
        P
            resolve(%e)  all(%o)  any(%o)  race(%o)  allSettled(%o)  reject(%e)
        U
            call(%e)  toString()  apply(%e, %o)  bind(%e)
        R
            ownKeys(%e)  get(%e, %k, %e)  set(%e, %k, %e, %e)  apply(%e, %e, %o)  construct(%e, %o, %e)
            defineProperty(%e, %k, { %d })  deleteProperty(%e, %k)  getOwnPropertyDescriptor(%e, %k)
            has(%e, %k)  setPrototypeOf(%e, %e)  preventExtensions(%e)
        S
            stringify(%e)  parse(%t)  stringify(%e, %e, %e)  parse(JSON.stringify(%e), %f)
            stringify({ toJSON: %f })  parse('[1,{"a":[null,-1.5e3,"\\u0041"]}]', %f)
            stringify([%e, %e], null, %i)  stringify(%v, [%k, %k])
        H
            {}  { get: %f }  { get(%w, %w) { %s return Reflect.get(%v, %v); }, has: %f }
            { ownKeys: %f, getOwnPropertyDescriptor: %f }
            { set: %f, defineProperty: %f, deleteProperty: %f }  { getPrototypeOf: %f, setPrototypeOf: %f }
            { apply: %f, construct: %f }  new Proxy({}, %H)  { isExtensible: %f, preventExtensions: %f }  %v
        D
            new Date(%e)  Date.parse(%t)  new Date(%i, %i, %i, %i)  new Date(%t).toString()
            Date.UTC(%i, %i)  new Date(%i).toISOString()  new Date(%i).setMonth(%i, %i)
            new Date(%i).toLocaleString()  new Date(0)[Symbol.toPrimitive](%t)  performance.now()
            new Date(%e).setHours(%e, %e)
        """#
}
