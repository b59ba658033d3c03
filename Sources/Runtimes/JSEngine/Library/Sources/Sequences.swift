// Array, String, Number, Boolean, Symbol, Math, iterators and generators (ECMA-262, 20.3, 20.4, 21, 22, 23.1, 27).

extension LibrarySource {
    static let sequences: StaticString = """
        {
          const at = name => %setPrototypePlace(name);
          const native = (id, name, length, isConstructor) => %nativeOf(id, name, length, isConstructor);
          const hidden = (o, name, v) => { %defineOwn(o, name, 23, 5, v); };
          const constant = (o, name, v) => { %defineOwn(o, name, 23, 0, v); };
          const tag = (o, name) => { %defineOwn(o, at("Symbol.toStringTag"), 23, 4, name); };
          const constructor = (name, f, proto) => {
            constant(f, "prototype", proto); hidden(proto, "constructor", f); hidden(global, name, f); return f;
          };
          const methods = (o, ...rest) => { for (let i = 0; i < rest.length; i += 3) hidden(o, rest[i], native(rest[i + 1], rest[i], rest[i + 2])); };
          const iterator = at("Symbol.iterator");
          const callable = f => { if (!%isCallable(f)) %typeError("the callback is not a function"); return f; };

          // 20.4 Symbol.
          const symbolPrototype = at("symbol");
          const Symbol = constructor("Symbol", native("symbolConstructor", "Symbol", 0, true), symbolPrototype);
          const wellKnown = ["iterator", "asyncIterator", "hasInstance", "toPrimitive", "toStringTag", "species", "isConcatSpreadable", "unscopables", "match", "matchAll", "replace", "search", "split"];
          for (let i = 0; i < wellKnown.length; i++) constant(Symbol, wellKnown[i], at("Symbol." + wellKnown[i]));
          const registry = [];
          const thisSymbol = v => typeof v === "symbol" ? v : %kindOf(v) === 25 && typeof %slot(v, 0) === "symbol" ? %slot(v, 0) : %typeError("the receiver is no symbol");
          %install(Symbol, {
            for(key) {
              const s = %toString(key);
              for (let i = 0; i < registry.length; i += 2) if (registry[i] === s) return registry[i + 1];
              const n = registry.length; registry[n + 1] = Symbol(s); registry[n] = s; return registry[n + 1];
            },
            keyFor(symbol) {
              if (typeof symbol !== "symbol") %typeError("keyFor of what is no symbol");
              for (let i = 0; i < registry.length; i += 2) if (registry[i + 1] === symbol) return registry[i];
            },
          });
          %install(symbolPrototype, {
            toString() { const d = %symbolDescription(thisSymbol(this)); return "Symbol(" + (d === undefined ? "" : d) + ")"; },
            valueOf() { return thisSymbol(this); },
            get description() { return %symbolDescription(thisSymbol(this)); },
          });
          const primitive = { [Symbol.toPrimitive](hint) { return thisSymbol(this); } }[Symbol.toPrimitive];
          %defineOwn(symbolPrototype, Symbol.toPrimitive, 23, 4, primitive); tag(symbolPrototype, "Symbol");

          // 27.1 iterators.
          const iteratorPrototype = at("iterator"); %install(iteratorPrototype, { [iterator]() { return this; } });
          %install(at("asyncIterator"), { [Symbol.asyncIterator]() { return this; } });
          const arrayIteratorPrototype = at("arrayIterator");
          %setPrototype(arrayIteratorPrototype, iteratorPrototype);
          const result = (value, done) => ({ value, done });
          const next = %fallback(native("arrayIteratorNext", "next", 0), function () {
            if (%kindOf(this) !== 41) %typeError("the receiver is no array iterator");
            const a = %slot(this, 0), i = %slot(this, 1), kind = %slot(this, 2);
            if (a === undefined) return result(undefined, true);
            if (kind > 2) return stringNext(this, a, i);
            if (i >= %toLength(a.length)) { %setSlot(this, 0, undefined); return result(undefined, true); }
            %setSlot(this, 1, i + 1);
            return result(kind === 0 ? i : kind === 1 ? a[i] : [i, a[i]], false);
          });
          const stringNext = (it, s, i) => {
            if (i >= s.length) { %setSlot(it, 0, undefined); return result(undefined, true); }
            const c = %call(codePointAt, s, i), n = c > 65535 ? 2 : 1;
            %setSlot(it, 1, i + n);
            return result(%call(slice, s, i, i + n), false);
          };
          hidden(arrayIteratorPrototype, "next", next);
          %setPrototypePlace("arrayIteratorNext", next);
          tag(arrayIteratorPrototype, "Array Iterator");
          const stringIteratorPrototype = at("stringIterator");
          %setPrototype(stringIteratorPrototype, iteratorPrototype);
          %install(stringIteratorPrototype, { next() { if (%kindOf(this) !== 41) %typeError("the receiver is no string iterator"); const s = %slot(this, 0); return s === undefined ? result(undefined, true) : stringNext(this, s, %slot(this, 1)); } });
          tag(stringIteratorPrototype, "String Iterator");

          // 27.5 generators.
          const generatorPrototype = at("generator");
          %setPrototype(generatorPrototype, iteratorPrototype);
          methods(generatorPrototype, "next", "generatorNext", 1, "return", "generatorReturn", 1, "throw", "generatorThrow", 1);
          tag(generatorPrototype, "Generator");
          const functionPrototype = at("function");
          const kinds = ["generatorFunction", "GeneratorFunction", "asyncFunction", "AsyncFunction", "asyncGeneratorFunction", "AsyncGeneratorFunction"];
          for (let i = 0; i < 6; i += 2) {
            const p = at(kinds[i]);
            %setPrototype(p, functionPrototype);
            tag(p, kinds[i + 1]);
            const f = native("functionConstructor", kinds[i + 1], 1, true);
            constant(f, "prototype", p);
            %defineOwn(p, "constructor", 23, 4, f);
          }
          %defineOwn(at("generatorFunction"), "prototype", 23, 4, generatorPrototype);
          %defineOwn(generatorPrototype, "constructor", 23, 4, at("generatorFunction"));

          // 23.1 Array.
          const arrayPrototype = at("array");
          const Array = constructor("Array", function Array(...items) {
            const proto = new.target === undefined || new.target === Array ? arrayPrototype : new.target.prototype;
            let a = [];
            if (items.length === 1 && typeof items[0] === "number") a.length = items[0]; else a = items;
            if (proto !== arrayPrototype && %isObject(proto)) %setPrototype(a, proto);
            return a;
          }, arrayPrototype);
          %defineOwn(Array, "length", 23, 4, 1);
          const put = (a, i, v) => { %createDataProperty(a, i, v); };
          const species = (o, n) => {
            if (!%isArray(o)) return lengthArray(n);
            let c = o.constructor;
            if (%isObject(c)) { c = c[Symbol.species]; if (c === null) c = undefined; }
            if (c === undefined || c === Array) return lengthArray(n);
            if (!%isConstructor(c)) %typeError("the species is no constructor");
            return new c(n);
          };
          const lengthArray = n => { const a = []; if (n > 4294967295) %rangeError("invalid array length"); a.length = n; return a; };
          const relative = (v, n, fallback) => {
            if (v === undefined) return fallback;
            v = %toInteger(v);
            return v < 0 ? (v + n < 0 ? 0 : v + n) : v > n ? n : v;
          };
          %install(Array, {
            isArray(arg) { return %isArray(arg); },
            of(...items) {
              const n = items.length, a = %isConstructor(this) && this !== Array ? new this(n) : lengthArray(n);
              for (let i = 0; i < n; i++) put(a, i, items[i]);
              a.length = n;
              return a;
            },
            from(items, mapper, thisArg) {
              const c = %isConstructor(this) && this !== Array ? this : undefined;
              if (mapper !== undefined) callable(mapper);
              const m = items[iterator];
              if (m !== undefined && m !== null) {
                const a = c === undefined ? [] : new c();
                let i = 0;
                for (const v of { [iterator]() { return %call(m, items); } }) {
                  put(a, i, mapper === undefined ? v : %call(mapper, thisArg, v, i));
                  i++;
                }
                a.length = i;
                return a;
              }
              const o = %toObject(items), n = %toLength(o.length), a = c === undefined ? lengthArray(n) : new c(n);
              for (let i = 0; i < n; i++) put(a, i, mapper === undefined ? o[i] : %call(mapper, thisArg, o[i], i));
              a.length = n;
              return a;
            },
            get [Symbol.species]() { return this; },
          });
          const flatten = (target, source, n, start, depth, mapper, thisArg) => {
            for (let i = 0; i < n; i++) if (i in source) {
              let v = source[i];
              if (mapper !== undefined) v = %call(mapper, thisArg, v, i, source);
              if (depth > 0 && %isArray(v)) start = flatten(target, v, %toLength(v.length), start, depth - 1);
              else put(target, start++, v);
            }
            return start;
          };
          const compare = (f, a, b) => {
            if (a === undefined) return b === undefined ? 0 : 1;
            if (b === undefined) return -1;
            if (f !== undefined) { const r = +%call(f, undefined, a, b); return r !== r ? 0 : r; }
            const x = %toString(a), y = %toString(b);
            return x < y ? -1 : x > y ? 1 : 0;
          };
          // A stable merge sort of a list of values.
          const sorted = (list, f) => {
            let from = list, to = [];
            const n = list.length;
            for (let width = 1; width < n; width *= 2) {
              for (let low = 0; low < n; low += 2 * width) {
                const middle = low + width < n ? low + width : n, high = low + 2 * width < n ? low + 2 * width : n;
                let i = low, j = middle;
                for (let k = low; k < high; k++) {
                  if (i < middle && (j >= high || compare(f, from[i], from[j]) <= 0)) to[k] = from[i++]; else to[k] = from[j++];
                }
              }
              const t = from; from = to; to = t;
            }
            return from;
          };
          const arrayMethods = {
            at(index) { const o = %toObject(this), n = %toLength(o.length); let i = %toInteger(index); if (i < 0) i += n; return i < 0 || i >= n ? undefined : o[i]; },
            concat(...items) {
              const o = %toObject(this), a = species(o, 0);
              let n = 0;
              for (let k = -1; k < items.length; k++) {
                const e = k < 0 ? o : items[k];
                let spreads = false;
                if (%isObject(e)) { const s = e[Symbol.isConcatSpreadable]; spreads = s !== undefined ? !!s : %isArray(e); }
                if (spreads) {
                  const l = %toLength(e.length);
                  for (let i = 0; i < l; i++, n++) if (i in e) put(a, n, e[i]);
                } else put(a, n++, e);
              }
              a.length = n;
              return a;
            },
            copyWithin(target, start, end) {
              const o = %toObject(this), n = %toLength(o.length);
              let to = relative(target, n, 0), from = relative(start, n, 0);
              let count = relative(end, n, n) - from;
              if (count > n - to) count = n - to;
              let step = 1;
              if (from < to && to < from + count) { step = -1; from += count - 1; to += count - 1; }
              for (; count > 0; count--, from += step, to += step) if (from in o) o[to] = o[from]; else delete o[to];
              return o;
            },
            entries() { return %arrayIterator(%toObject(this), 2); },
            every(callback, thisArg) { const o = %toObject(this), n = %toLength(o.length); callable(callback); for (let i = 0; i < n; i++) if (i in o && !%call(callback, thisArg, o[i], i, o)) return false; return true; },
            fill(value, start, end) { const o = %toObject(this), n = %toLength(o.length), e = relative(end, n, n); for (let i = relative(start, n, 0); i < e; i++) o[i] = value; return o; },
            filter(callback, thisArg) { const o = %toObject(this), n = %toLength(o.length); callable(callback); const a = species(o, 0); let k = 0; for (let i = 0; i < n; i++) if (i in o) { const v = o[i]; if (%call(callback, thisArg, v, i, o)) put(a, k++, v); } return a; },
            find(predicate, thisArg) { const o = %toObject(this), n = %toLength(o.length); callable(predicate); for (let i = 0; i < n; i++) { const v = o[i]; if (%call(predicate, thisArg, v, i, o)) return v; } },
            findIndex(predicate, thisArg) { const o = %toObject(this), n = %toLength(o.length); callable(predicate); for (let i = 0; i < n; i++) if (%call(predicate, thisArg, o[i], i, o)) return i; return -1; },
            findLast(predicate, thisArg) { const o = %toObject(this), n = %toLength(o.length); callable(predicate); for (let i = n - 1; i >= 0; i--) { const v = o[i]; if (%call(predicate, thisArg, v, i, o)) return v; } },
            findLastIndex(predicate, thisArg) { const o = %toObject(this), n = %toLength(o.length); callable(predicate); for (let i = n - 1; i >= 0; i--) if (%call(predicate, thisArg, o[i], i, o)) return i; return -1; },
            flat(depth) { const o = %toObject(this), n = %toLength(o.length), d = depth === undefined ? 1 : %toInteger(depth), a = species(o, 0); flatten(a, o, n, 0, d); return a; },
            flatMap(callback, thisArg) { const o = %toObject(this), n = %toLength(o.length); callable(callback); const a = species(o, 0); flatten(a, o, n, 0, 1, callback, thisArg); return a; },
            forEach(callback, thisArg) { const o = %toObject(this), n = %toLength(o.length); callable(callback); for (let i = 0; i < n; i++) if (i in o) %call(callback, thisArg, o[i], i, o); },
            includes(value, fromIndex) { const o = %toObject(this), n = %toLength(o.length); if (n === 0) return false; for (let i = relative(fromIndex, n, 0); i < n; i++) if (%sameValueZero(o[i], value)) return true; return false; },
            keys() { return %arrayIterator(%toObject(this), 0); },
            lastIndexOf(value, fromIndex) { const o = %toObject(this), n = %toLength(o.length); if (n === 0) return -1; let i = arguments.length > 1 ? %toInteger(fromIndex) : n - 1; i = i < 0 ? n + i : i < n ? i : n - 1; for (; i >= 0; i--) if (i in o && o[i] === value) return i; return -1; },
            map(callback, thisArg) { const o = %toObject(this), n = %toLength(o.length); callable(callback); const a = species(o, n); for (let i = 0; i < n; i++) if (i in o) put(a, i, %call(callback, thisArg, o[i], i, o)); return a; },
            reduce(callback, initial) { const o = %toObject(this), n = %toLength(o.length); callable(callback); let i = 0, v = initial; if (arguments.length < 2) { for (;; i++) { if (i >= n) %typeError("reduce of an empty array without an initial value"); if (i in o) { v = o[i++]; break; } } } for (; i < n; i++) if (i in o) v = %call(callback, undefined, v, o[i], i, o); return v; },
            reduceRight(callback, initial) { const o = %toObject(this), n = %toLength(o.length); callable(callback); let i = n - 1, v = initial; if (arguments.length < 2) { for (;; i--) { if (i < 0) %typeError("reduce of an empty array without an initial value"); if (i in o) { v = o[i--]; break; } } } for (; i >= 0; i--) if (i in o) v = %call(callback, undefined, v, o[i], i, o); return v; },
            reverse() { const o = %toObject(this), n = %toLength(o.length); for (let i = 0, j = n - 1; i < j; i++, j--) { const a = i in o, x = a ? o[i] : undefined, b = j in o, y = b ? o[j] : undefined; if (b) o[i] = y; else delete o[i]; if (a) o[j] = x; else delete o[j]; } return o; },
            some(callback, thisArg) { const o = %toObject(this), n = %toLength(o.length); callable(callback); for (let i = 0; i < n; i++) if (i in o && %call(callback, thisArg, o[i], i, o)) return true; return false; },
            sort(comparator) {
              if (comparator !== undefined) callable(comparator);
              const o = %toObject(this), n = %toLength(o.length), list = [];
              for (let i = 0; i < n; i++) if (i in o) list[list.length] = o[i];
              const m = list.length, r = sorted(list, comparator);
              for (let i = 0; i < m; i++) o[i] = r[i];
              for (let i = m; i < n; i++) if (i in o) delete o[i];
              return o;
            },
            splice(start, deleteCount, ...items) {
              const o = %toObject(this), n = %toLength(o.length), from = relative(start, n, 0);
              let count = arguments.length === 0 ? 0 : arguments.length === 1 ? n - from : %toInteger(deleteCount);
              if (count < 0) count = 0;
              if (count > n - from) count = n - from;
              const a = species(o, count), m = items.length;
              for (let i = 0; i < count; i++) if (from + i in o) put(a, i, o[from + i]);
              a.length = count;
              if (m < count) {
                for (let i = from; i < n - count; i++) if (i + count in o) o[i + m] = o[i + count]; else delete o[i + m];
                for (let i = n; i > n - count + m; i--) delete o[i - 1];
              } else if (m > count) {
                for (let i = n - count; i > from; i--) if (i + count - 1 in o) o[i + m - 1] = o[i + count - 1]; else delete o[i + m - 1];
              }
              for (let i = 0; i < m; i++) o[from + i] = items[i];
              o.length = n - count + m;
              return a;
            },
            toLocaleString() { const o = %toObject(this), n = %toLength(o.length); let r = ""; for (let i = 0; i < n; i++) { if (i > 0) r += ","; const v = o[i]; if (v !== undefined && v !== null) r += %toString(v.toLocaleString()); } return r; },
            toReversed() { const o = %toObject(this), n = %toLength(o.length), a = lengthArray(n); for (let i = 0; i < n; i++) put(a, i, o[n - 1 - i]); return a; },
            toSorted(comparator) { if (comparator !== undefined) callable(comparator); const o = %toObject(this), n = %toLength(o.length); lengthArray(n); const list = []; for (let i = 0; i < n; i++) list[i] = o[i]; return sorted(list, comparator); },
            toSpliced(start, skipCount, ...items) { const o = %toObject(this), n = %toLength(o.length), from = relative(start, n, 0); let count = arguments.length === 0 ? 0 : arguments.length === 1 ? n - from : %toInteger(skipCount); if (count < 0) count = 0; if (count > n - from) count = n - from; const a = []; for (let i = 0; i < from; i++) a[a.length] = o[i]; for (let i = 0; i < items.length; i++) a[a.length] = items[i]; for (let i = from + count; i < n; i++) a[a.length] = o[i]; return a; },
            toString() { const o = %toObject(this), j = o.join; return %isCallable(j) ? %call(j, o) : %call(objectToString, o); },
            unshift(...items) { const o = %toObject(this), n = %toLength(o.length), m = items.length; if (m > 0) { for (let i = n - 1; i >= 0; i--) if (i in o) o[i + m] = o[i]; else delete o[i + m]; for (let i = 0; i < m; i++) o[i] = items[i]; } o.length = n + m; return n + m; },
            with(index, value) { const o = %toObject(this), n = %toLength(o.length); let i = %toInteger(index); if (i < 0) i += n; if (i < 0 || i >= n) %rangeError("the index is outside the array"); const a = lengthArray(n); for (let k = 0; k < n; k++) put(a, k, k === i ? value : o[k]); return a; },
          };
          const objectToString = at("object").toString;
          %install(arrayPrototype, arrayMethods);
          const withFallback = (name, id, length, f) => hidden(arrayPrototype, name, %fallback(native(id, name, length), f));
          withFallback("push", "arrayPush", 1, function (...items) { const o = %toObject(this); let n = %toLength(o.length); for (let i = 0; i < items.length; i++) o[n++] = items[i]; o.length = n; return n; });
          withFallback("pop", "arrayPop", 0, function () { const o = %toObject(this), n = %toLength(o.length); if (n === 0) { o.length = 0; return undefined; } const v = o[n - 1]; delete o[n - 1]; o.length = n - 1; return v; });
          withFallback("shift", "arrayShift", 0, function () { const o = %toObject(this), n = %toLength(o.length); if (n === 0) { o.length = 0; return undefined; } const v = o[0]; for (let i = 1; i < n; i++) if (i in o) o[i - 1] = o[i]; else delete o[i - 1]; delete o[n - 1]; o.length = n - 1; return v; });
          withFallback("slice", "arraySlice", 2, function (start, end) { const o = %toObject(this), n = %toLength(o.length), e = relative(end, n, n); let i = relative(start, n, 0); const a = species(o, e > i ? e - i : 0); let k = 0; for (; i < e; i++, k++) if (i in o) put(a, k, o[i]); a.length = k; return a; });
          withFallback("indexOf", "arrayIndexOf", 1, function (value, fromIndex) { const o = %toObject(this), n = %toLength(o.length); if (n === 0) return -1; for (let i = relative(fromIndex, n, 0); i < n; i++) if (i in o && o[i] === value) return i; return -1; });
          const joining = [];
          withFallback("join", "arrayJoinPrimitive", 1, function (separator) {
            const o = %toObject(this), n = %toLength(o.length), s = separator === undefined ? "," : %toString(separator);
            let r = "";
            for (let i = 0; i < n; i++) { if (i > 0) r += s; const v = o[i]; if (v !== undefined && v !== null) r += %toString(v); }
            return r;
          });
          const values = %fallback(native("arrayValues", "values", 0), function () { return %arrayIterator(%toObject(this), 1); });
          hidden(arrayPrototype, "values", values);
          hidden(arrayPrototype, iterator, values);
          %setPrototypePlace("arrayValues", values);

          // 22.1 String.
          const stringPrototype = at("string");
          const String = constructor("String", native("stringConstructor", "String", 1, true), stringPrototype);
          methods(String, "fromCharCode", "fromCharCode", 1);
          methods(stringPrototype, "charCodeAt", "charCodeAt", 1, "charAt", "charAt", 1, "codePointAt", "codePointAt", 1, "indexOf", "stringIndexOf", 1, "slice", "stringSlice", 2,
            "substring", "substring", 2, "toString", "stringToStringMethod", 0, "valueOf", "stringToStringMethod", 0, "toLowerCase", "toLowerCase", 0, "toUpperCase", "toUpperCase", 0,
            "trim", "trim", 0, "includes", "stringIncludes", 1, "startsWith", "startsWith", 1, "endsWith", "endsWith", 1);
          const slice = stringPrototype.slice, codePointAt = stringPrototype.codePointAt, indexOf = stringPrototype.indexOf;
          const thisString = v => { if (v === undefined || v === null) %typeError("the receiver is undefined or null"); return %toString(v); };
          const repeat = (s, n) => { let r = ""; while (n > 0) { if (n & 1) r += s; n = n >>> 1; if (n) s += s; } return r; };
          %install(String, {
            fromCodePoint(...codes) { let r = ""; for (let i = 0; i < codes.length; i++) { const c = %toNumber(codes[i]); if (c !== %toInteger(c) || c < 0 || c > 1114111) %rangeError("invalid code point"); r += c < 65536 ? String.fromCharCode(c) : String.fromCharCode(55296 + (c - 65536 >> 10), 56320 + (c - 65536 & 1023)); } return r; },
            raw(template, ...values) { const t = %toObject(template), raw = %toObject(t.raw), n = %toLength(raw.length); let r = ""; for (let i = 0; i < n; i++) { r += %toString(raw[i]); if (i + 1 < n && i < values.length) r += %toString(values[i]); } return r; },
          });
          %install(stringPrototype, {
            [iterator]() { const s = thisString(this), it = %newObject(41, stringIteratorPrototype, 3); %setSlot(it, 0, s); %setSlot(it, 1, 0); %setSlot(it, 2, 3); return it; },
            at(index) { const s = thisString(this); let i = %toInteger(index); if (i < 0) i += s.length; return i < 0 || i >= s.length ? undefined : s[i]; },
            concat(...parts) { let s = thisString(this); for (let i = 0; i < parts.length; i++) s += %toString(parts[i]); return s; },
            repeat(count) { const s = thisString(this), n = %toInteger(count); if (n < 0 || n === 1 / 0) %rangeError("invalid count"); return n === 0 || s === "" ? "" : repeat(s, n); },
            padStart(length, fill) { const s = thisString(this), n = %toLength(length), f = fill === undefined ? " " : %toString(fill); if (n <= s.length || f === "") return s; const m = n - s.length; return %call(slice, repeat(f, %toInteger(m / f.length) + 1), 0, m) + s; },
            padEnd(length, fill) { const s = thisString(this), n = %toLength(length), f = fill === undefined ? " " : %toString(fill); if (n <= s.length || f === "") return s; const m = n - s.length; return s + %call(slice, repeat(f, %toInteger(m / f.length) + 1), 0, m); },
            split(separator, limit) {
              if (this === undefined || this === null) %typeError("the receiver is undefined or null");
              if (separator !== undefined && separator !== null) { const m = separator[Symbol.split]; if (m !== undefined && m !== null) return %call(m, separator, this, limit); }
              const s = %toString(this), most = limit === undefined ? 4294967295 : limit >>> 0, sep = %toString(separator), r = [];
              if (most === 0) return r;
              if (separator === undefined) return [s];
              if (sep === "") { for (let i = 0; i < s.length && i < most; i++) r[i] = s[i]; return r; }
              let from = 0;
              for (;;) {
                const i = %call(indexOf, s, sep, from);
                if (i < 0) break;
                r[r.length] = %call(slice, s, from, i);
                if (r.length >= most) return r;
                from = i + sep.length;
              }
              r[r.length] = %call(slice, s, from);
              return r;
            },
            replace(search, value) {
              if (this === undefined || this === null) %typeError("the receiver is undefined or null");
              if (search !== undefined && search !== null) { const m = search[Symbol.replace]; if (m !== undefined && m !== null) return %call(m, search, this, value); }
              const s = %toString(this), t = %toString(search), isF = %isCallable(value), v = isF ? value : %toString(value), i = %call(indexOf, s, t);
              if (i < 0) return s;
              return %call(slice, s, 0, i) + (isF ? %toString(%call(v, undefined, t, i, s)) : substitute(v, s, i, t)) + %call(slice, s, i + t.length);
            },
            replaceAll(search, value) {
              if (this === undefined || this === null) %typeError("the receiver is undefined or null");
              if (search !== undefined && search !== null) { const m = search[Symbol.replace]; if (m !== undefined && m !== null) return %call(m, search, this, value); }
              const s = %toString(this), t = %toString(search), isF = %isCallable(value), v = isF ? value : %toString(value), step = t.length > 1 ? t.length : 1;
              let r = "", from = 0, i = %call(indexOf, s, t, 0);
              while (i >= 0 && i <= s.length) {
                r += %call(slice, s, from, i) + (isF ? %toString(%call(v, undefined, t, i, s)) : substitute(v, s, i, t));
                from = i + t.length;
                if (i + step > s.length) break;
                i = %call(indexOf, s, t, i + step);
              }
              return r + %call(slice, s, from);
            },
            lastIndexOf(search, position) { const s = thisString(this), t = %toString(search), p = %toNumber(position); let i = p !== p ? s.length : %toInteger(p); if (i < 0) i = 0; if (i > s.length - t.length) i = s.length - t.length; for (; i >= 0; i--) if (%call(slice, s, i, i + t.length) === t) return i; return -1; },
            trimStart() { const s = thisString(this), t = %call(stringPrototype.trim, s + "."); return %call(slice, t, 0, t.length - 1); },
            trimEnd() { const s = thisString(this); return %call(slice, %call(stringPrototype.trim, "." + s), 1); },
            localeCompare(that) { const a = thisString(this), b = %toString(that); return a < b ? -1 : a > b ? 1 : 0; },
            isWellFormed() { const s = thisString(this); for (const c of s) { const u = %call(codePointAt, c, 0); if (u >= 55296 && u < 57344) return false; } return true; },
            toWellFormed() { const s = thisString(this); let r = ""; for (const c of s) { const u = %call(codePointAt, c, 0); r += u >= 55296 && u < 57344 ? String.fromCharCode(65533) : c; } return r; },
            substr(start, length) { const s = thisString(this), n = s.length, from = relative(start, n, 0), m = length === undefined ? n - from : %toInteger(length); return m <= 0 ? "" : %call(slice, s, from, from + m); },
          });
          const substitute = (v, s, i, t) => {
            let r = "", k = 0;
            for (;;) {
              const d = %call(indexOf, v, "$", k);
              if (d < 0 || d + 1 >= v.length) return r + %call(slice, v, k);
              r += %call(slice, v, k, d);
              const c = v[d + 1];
              if (c === "$") r += "$"; else if (c === "&") r += t; else if (c === "`") r += %call(slice, s, 0, i); else if (c === "'") r += %call(slice, s, i + t.length); else r += "$" + c;
              k = d + 2;
            }
          };

          // 21.1 Number, 20.3 Boolean, 21.3 Math.
          const numberPrototype = at("number");
          const Number = constructor("Number", native("numberConstructor", "Number", 1, true), numberPrototype);
          const constants = ["MAX_SAFE_INTEGER", 9007199254740991, "MIN_SAFE_INTEGER", -9007199254740991, "MAX_VALUE", 1.7976931348623157e308, "MIN_VALUE", 5e-324, "EPSILON", 2.220446049250313e-16, "POSITIVE_INFINITY", 1 / 0, "NEGATIVE_INFINITY", -1 / 0, "NaN", 0 / 0];
          for (let i = 0; i < constants.length; i += 2) constant(Number, constants[i], constants[i + 1]);
          hidden(Number, "parseFloat", global.parseFloat);
          hidden(Number, "parseInt", global.parseInt);
          const isInteger = v => typeof v === "number" && v - v === 0 && %toInteger(v) === v;
          %install(Number, {
            isFinite(v) { return typeof v === "number" && v - v === 0; },
            isInteger(v) { return isInteger(v); },
            isNaN(v) { return typeof v === "number" && v !== v; },
            isSafeInteger(v) { return isInteger(v) && v <= 9007199254740991 && v >= -9007199254740991; },
          });
          const thisNumber = v => typeof v === "number" ? v : %kindOf(v) === 25 && typeof %slot(v, 0) === "number" ? %slot(v, 0) : %typeError("the receiver is no number");
          methods(numberPrototype, "toString", "numberToString", 1);
          const toFixed = native("numberToFixed", "toFixed", 1);
          %install(numberPrototype, { valueOf() { return thisNumber(this); }, toLocaleString() { return %toString(thisNumber(this)); } });
          hidden(numberPrototype, "toFixed", %fallback(toFixed, function (digits) { return %call(toFixed, thisNumber(this), digits); }));
          const booleanPrototype = at("boolean");
          const Boolean = constructor("Boolean", native("booleanConstructor", "Boolean", 1, true), booleanPrototype);
          const thisBoolean = v => typeof v === "boolean" ? v : %kindOf(v) === 25 && typeof %slot(v, 0) === "boolean" ? %slot(v, 0) : %typeError("the receiver is no boolean");
          %install(booleanPrototype, { toString() { return thisBoolean(this) ? "true" : "false"; }, valueOf() { return thisBoolean(this); } });
          const Math = {};
          hidden(global, "Math", Math);
          tag(Math, "Math");
          const mathConstants = ["PI", 3.141592653589793, "E", 2.718281828459045, "LN2", 0.6931471805599453, "LN10", 2.302585092994046, "LOG2E", 1.4426950408889634, "LOG10E", 0.4342944819032518, "SQRT2", 1.4142135623730951, "SQRT1_2", 0.7071067811865476];
          for (let i = 0; i < mathConstants.length; i += 2) constant(Math, mathConstants[i], mathConstants[i + 1]);
          const names = ["Floor", "Ceil", "Round", "Trunc", "Sqrt", "Abs", "Sign", "Clz32", "Fround", "Log", "Exp", "Sin", "Cos", "Tan", "Atan"];
          const lower = ["floor", "ceil", "round", "trunc", "sqrt", "abs", "sign", "clz32", "fround", "log", "exp", "sin", "cos", "tan", "atan"];
          for (let i = 0; i < names.length; i++) methods(Math, lower[i], "math" + names[i], 1);
          methods(Math, "imul", "mathImul", 2, "min", "mathMin", 2, "max", "mathMax", 2, "pow", "mathPow", 2, "random", "mathRandom", 0, "atan2", "mathAtan2", 2, "hypot", "mathHypot", 2);
          %install(Math, {
            log2(x) { return Math.log(x) / Math.LN2; }, log10(x) { return Math.log(x) / Math.LN10; }, log1p(x) { return Math.log(1 + %toNumber(x)); }, expm1(x) { return Math.exp(x) - 1; },
            cbrt(x) { x = %toNumber(x); const r = Math.pow(Math.abs(x), 1 / 3); return x < 0 ? -r : x === 0 ? x : r; },
            asin(x) { x = %toNumber(x); return x === 0 ? x : Math.atan2(x, Math.sqrt(1 - x * x)); }, acos(x) { x = %toNumber(x); return Math.atan2(Math.sqrt(1 - x * x), x); },
            sinh(x) { x = %toNumber(x); return x === 0 ? x : (Math.exp(x) - Math.exp(-x)) / 2; }, cosh(x) { x = %toNumber(x); return (Math.exp(x) + Math.exp(-x)) / 2; },
            tanh(x) { x = %toNumber(x); if (x === 0) return x; const e = Math.exp(2 * x); return e === 1 / 0 ? 1 : (e - 1) / (e + 1); },
          });
        }
        """
}
