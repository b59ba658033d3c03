// Conversions and protocols of the language that run scripts in between, and Object, Function and Error.

extension LibrarySource {
    static let base: StaticString = """
        const global = %setPrototypePlace("global");
        {
          const at = name => %setPrototypePlace(name);
          const native = (id, name, length, isConstructor) => %nativeOf(id, name, length, isConstructor);
          const hidden = (o, name, v) => { %defineOwn(o, name, 23, 5, v); };
          const constant = (o, name, v) => { %defineOwn(o, name, 23, 0, v); };
          const tag = (o, name) => { %defineOwn(o, at("Symbol.toStringTag"), 23, 4, name); };
          const constructor = (name, f, proto) => {
            constant(f, "prototype", proto); hidden(proto, "constructor", f); hidden(global, name, f); return f;
          };
          hidden(global, "globalThis", global); constant(global, "undefined", undefined);
          constant(global, "NaN", 0 / 0); constant(global, "Infinity", 1 / 0);
          hidden(global, "print", native("print", "print", 0));
          hidden(global, "parseInt", native("parseInt", "parseInt", 2));
          hidden(global, "parseFloat", native("parseFloat", "parseFloat", 1));
          hidden(global, "heapUsed", native("heapUsed", "heapUsed", 0));
          hidden(global, "gc", native("collectNow", "gc", 0));
          %install(global, {
            isNaN(number) { number = %toNumber(number); return number !== number; },
            isFinite(number) { number = %toNumber(number); return number - number === 0; },
          });

          // 7.1.1 ToPrimitive: hint 0 number, 1 string, 2 default.
          const toPrimitiveSymbol = at("Symbol.toPrimitive");
          %setHelper("toPrimitive", function (o, hint) {
            const exotic = o[toPrimitiveSymbol];
            if (exotic !== undefined && exotic !== null) {
              const v = %call(exotic, o, hint === 0 ? "number" : hint === 1 ? "string" : "default");
              if (%isObject(v)) throw %typeError("an object cannot become a primitive"); return v;
            }
            for (let i = 0; i < 2; i++) {
              const f = (hint === 1) === (i === 0) ? o.toString : o.valueOf;
              if (%isCallable(f)) {
                const v = %call(f, o); if (!%isObject(v)) return v;
              }
            }
            %typeError("an object cannot become a primitive");
          });
          %setHelper("getElement", function (o, k) { return o[%toPropertyKey(k)]; });
          %setHelper("setElement", function (o, k, v) { o[%toPropertyKey(k)] = v; });
          %setHelper("deleteElement", function (o, k) { return delete o[%toPropertyKey(k)]; });
          %setHelper("hasElement", function (o, k) { return %toPropertyKey(k) in o; });
          %setHelper("setLength", function (a, v) {
            const n = %toNumber(v) >>> 0; if (n !== %toNumber(v)) %rangeError("invalid array length");
            %setLengthOf(a, n);
          });
          %setHelper("getSuper", function (home, self, k) { k = %toPropertyKey(k); return %getFrom(%getPrototype(home), k, self); });
          %setHelper("setSuper", function (home, self, k, v) { k = %toPropertyKey(k); %setOn(%getPrototype(home), k, v, self); });

          // 7.3.21 OrdinaryHasInstance, 13.10.2 InstanceofOperator.
          const hasInstance = at("Symbol.hasInstance");
          const ordinaryHasInstance = (c, v) => {
            if (!%isCallable(c)) return false; if (%kindOf(c) === 21) return v instanceof %slot(c, 0);
            if (!%isObject(v)) return false; const p = c.prototype;
            if (!%isObject(p)) %typeError("the prototype of the right side of instanceof is no object");
            for (;;) {
              v = getPrototypeOf(v); if (v === null) return false; if (v === p) return true;
            }
          };
          %setHelper("instanceOf", function (v, c) {
            const m = c[hasInstance]; if (m !== undefined && m !== null) return !!%call(m, c, v);
            if (!%isCallable(c)) %typeError("the right side of instanceof is not callable");
            return ordinaryHasInstance(c, v);
          });

          // 7.4 iterators.
          const iterator = at("Symbol.iterator"), asyncIterator = at("Symbol.asyncIterator");
          %setHelper("getIterator", function (v, method) {
            const m = method === undefined ? v[iterator] : method;
            if (!%isCallable(m)) %typeError("the value is not iterable"); const it = %call(m, v);
            if (!%isObject(it)) %typeError("an iterator is no object"); return it;
          });
          %setHelper("delegate", function (it, next, received, mode) {
            if (mode === 0) return %call(next, it, received);
            if (mode === 1) {
              const t = it.throw; if (t !== undefined && t !== null) return %call(t, it, received);
              const r = it.return; if (r !== undefined && r !== null) %call(r, it);
              %typeError("the iterator has no throw");
            }
            const r = it.return; if (r === undefined || r === null) return %hole(); return %call(r, it, received);
          });

          // Objects' properties by name (7.3.25 CopyDataProperties, 14.7.5.9 EnumerateObjectProperties).
          const isProxy = o => %kindOf(o) === 22; const ownKeys = o => isProxy(o) ? proxyOwnKeys(o) : %ownKeys(o);
          const getOwn = (o, k) => isProxy(o) ? proxyGetOwn(o, k) : %getOwn(o, k);
          const getPrototypeOf = o => isProxy(o) ? proxyGetPrototype(o) : %getPrototype(o);
          const copyTo = (target, source, excluded) => {
            if (source === undefined || source === null) return target;
            const from = %toObject(source), keys = ownKeys(from);
            outer: for (let i = 0; i < keys.length; i++) {
              const k = keys[i];
              if (excluded !== undefined) for (let j = 0; j < excluded.length; j++) if (excluded[j] === k || typeof excluded[j] === "number" && "" + excluded[j] === k) continue outer;
              const d = getOwn(from, k); if (d !== undefined && d[0] & 2) %createDataProperty(target, k, from[k]);
            }
            return target;
          };
          %setHelper("copyProperties", function (target, source) { return copyTo(target, source); });
          %setHelper("copyRest", function (source, excluded) { return copyTo({}, source, excluded); });
          %setHelper("enumerate", function (o) {
            const list = [], seen = {}; %setPrototype(seen, null);
            if (o !== undefined && o !== null) {
              o = %toObject(o);
              while (o !== null) {
                const keys = ownKeys(o);
                for (let i = 0; i < keys.length; i++) {
                  const k = keys[i]; if (typeof k === "symbol" || k in seen) continue; const d = getOwn(o, k);
                  if (d === undefined) continue; seen[k] = true; if (d[0] & 2) list[list.length] = k;
                }
                o = getPrototypeOf(o);
              }
            }
            return list;
          });
          // Fields, private methods and static blocks (15.7.10, 7.3.31): kind, key, function.
          %setHelper("initializeFields", function (o, list) {
            for (let i = 0; i < list.length; i += 3) {
              const kind = list[i], key = list[i + 1], f = list[i + 2];
              if (kind === 0) { %call(f, o); continue; }
              if (kind & 16) { %addPrivate(o, key, f, kind & 7); continue; }
              const v = f === undefined ? undefined : %call(f, o);
              if (typeof key === "symbol" && %privateOf(key)) %addPrivate(o, key, v, 0);
              else %createDataProperty(o, key, v);
            }
          });

          // 20.1 Object.
          const objectPrototype = at("object");
          const Object = constructor("Object", native("objectConstructor", "Object", 1, true), objectPrototype);
          const toDescriptor = d => {
            if (!%isObject(d)) %typeError("a property's descriptor is no object");
            const r = { mask: 0, attributes: 0, value: undefined, setter: undefined };
            if ("enumerable" in d) { r.mask |= 2; if (d.enumerable) r.attributes |= 2; }
            if ("configurable" in d) { r.mask |= 4; if (d.configurable) r.attributes |= 4; }
            if ("value" in d) { r.mask |= 16; r.value = d.value; }
            if ("writable" in d) { r.mask |= 1; if (d.writable) r.attributes |= 1; }
            if ("get" in d) {
              const g = d.get; if (g !== undefined && !%isCallable(g)) %typeError("a getter is not callable");
              r.mask |= 32; if (r.mask & 17) %typeError("a descriptor of both kinds"); r.value = g;
            }
            if ("set" in d) {
              const s = d.set; if (s !== undefined && !%isCallable(s)) %typeError("a setter is not callable");
              r.mask |= 64; if (r.mask & 17) %typeError("a descriptor of both kinds"); r.setter = s;
            }
            return r;
          };
          const fromDescriptor = d => {
            if (d === undefined) return undefined; const a = d[0];
            return a & 8
              ? { get: d[1], set: d[2], enumerable: (a & 2) !== 0, configurable: (a & 4) !== 0 }
              : { value: d[1], writable: (a & 1) !== 0, enumerable: (a & 2) !== 0, configurable: (a & 4) !== 0 };
          };
          const define = (o, k, d) => isProxy(o) ? proxyDefine(o, k, d) : %defineOwn(o, k, d.mask, d.attributes, d.value, d.setter);
          const defineOrThrow = (o, k, d) => { if (!define(o, k, d)) %typeError("the property cannot be defined: " + (typeof k === "symbol" ? "a symbol" : k)); };
          const preventExtensions = o => isProxy(o) ? proxyPreventExtensions(o) : %preventExtensions(o);
          const isExtensible = o => isProxy(o) ? proxyIsExtensible(o) : %isExtensible(o);
          const setIntegrity = (o, frozen) => {
            if (!preventExtensions(o)) return false; const keys = ownKeys(o);
            for (let i = 0; i < keys.length; i++) {
              const d = getOwn(o, keys[i]); if (d === undefined) continue;
              defineOrThrow(o, keys[i], { mask: frozen && !(d[0] & 8) ? 5 : 4, attributes: 0, value: undefined, setter: undefined });
            }
            return true;
          };
          const testIntegrity = (o, frozen) => {
            if (isExtensible(o)) return false; const keys = ownKeys(o);
            for (let i = 0; i < keys.length; i++) {
              const d = getOwn(o, keys[i]);
              if (d !== undefined && (d[0] & 4 || frozen && !(d[0] & 8) && d[0] & 1)) return false;
            }
            return true;
          };
          const setPrototypeOf = (o, p) => isProxy(o) ? proxySetPrototype(o, p) : %setPrototype(o, p);
          const list = (o, what) => {
            o = %toObject(o);
            const keys = ownKeys(o), r = [];
            for (let i = 0; i < keys.length; i++) {
              const k = keys[i];
              if (typeof k === "symbol") continue;
              const d = getOwn(o, k);
              if (d === undefined || !(d[0] & 2)) continue;
              r[r.length] = what === 0 ? k : what === 1 ? o[k] : [k, o[k]];
            }
            return r;
          };
          const defineAll = (o, properties) => {
            const p = %toObject(properties), keys = ownKeys(p), all = [];
            for (let i = 0; i < keys.length; i++) {
              const d = getOwn(p, keys[i]);
              if (d !== undefined && d[0] & 2) { all[all.length] = keys[i]; all[all.length] = toDescriptor(p[keys[i]]); }
            }
            for (let i = 0; i < all.length; i += 2) defineOrThrow(o, all[i], all[i + 1]);
            return o;
          };
          %install(Object, {
            keys(o) { return list(o, 0); },
            values(o) { return list(o, 1); },
            entries(o) { return list(o, 2); },
            assign(target, source) {
              const to = %toObject(target);
              for (let i = 1; i < arguments.length; i++) {
                const s = arguments[i];
                if (s === undefined || s === null) continue;
                const from = %toObject(s), keys = ownKeys(from);
                for (let j = 0; j < keys.length; j++) {
                  const d = getOwn(from, keys[j]);
                  if (d !== undefined && d[0] & 2) to[keys[j]] = from[keys[j]];
                }
              }
              return to;
            },
            create(proto, properties) {
              if (proto !== null && !%isObject(proto)) %typeError("a prototype is an object or null");
              const o = %newObject(16, proto);
              return properties === undefined ? o : defineAll(o, properties);
            },
            defineProperty(o, key, attributes) {
              if (!%isObject(o)) %typeError("defineProperty on what is no object");
              const k = %toPropertyKey(key);
              defineOrThrow(o, k, toDescriptor(attributes));
              return o;
            },
            defineProperties(o, properties) {
              if (!%isObject(o)) %typeError("defineProperties on what is no object");
              return defineAll(o, properties);
            },
            getOwnPropertyDescriptor(o, key) { o = %toObject(o); return fromDescriptor(getOwn(o, %toPropertyKey(key))); },
            getOwnPropertyDescriptors(o) {
              o = %toObject(o);
              const keys = ownKeys(o), r = {};
              for (let i = 0; i < keys.length; i++) {
                const d = fromDescriptor(getOwn(o, keys[i]));
                if (d !== undefined) %createDataProperty(r, keys[i], d);
              }
              return r;
            },
            getOwnPropertyNames(o) { const k = ownKeys(%toObject(o)), r = []; for (let i = 0; i < k.length; i++) if (typeof k[i] !== "symbol") r[r.length] = k[i]; return r; },
            getOwnPropertySymbols(o) { const k = ownKeys(%toObject(o)), r = []; for (let i = 0; i < k.length; i++) if (typeof k[i] === "symbol") r[r.length] = k[i]; return r; },
            getPrototypeOf(o) { return getPrototypeOf(%toObject(o)); },
            setPrototypeOf(o, proto) {
              if (o === undefined || o === null) %typeError("setPrototypeOf of undefined or null");
              if (proto !== null && !%isObject(proto)) %typeError("a prototype is an object or null");
              if (%isObject(o) && !setPrototypeOf(o, proto)) %typeError("the prototype cannot be set");
              return o;
            },
            is(value1, value2) { return %sameValue(value1, value2); },
            freeze(o) { if (%isObject(o) && !setIntegrity(o, true)) %typeError("the object cannot be frozen"); return o; },
            seal(o) { if (%isObject(o) && !setIntegrity(o, false)) %typeError("the object cannot be sealed"); return o; },
            preventExtensions(o) { if (%isObject(o) && !preventExtensions(o)) %typeError("extensions cannot be prevented"); return o; },
            isFrozen(o) { return !%isObject(o) || testIntegrity(o, true); },
            isSealed(o) { return !%isObject(o) || testIntegrity(o, false); },
            isExtensible(o) { return %isObject(o) && isExtensible(o); },
            hasOwn(o, key) { o = %toObject(o); return getOwn(o, %toPropertyKey(key)) !== undefined; },
            fromEntries(iterable) {
              if (iterable === undefined || iterable === null) %typeError("fromEntries of undefined or null");
              const o = {};
              for (const e of iterable) {
                if (!%isObject(e)) %typeError("an entry is no object");
                %createDataProperty(o, %toPropertyKey(e[0]), e[1]);
              }
              return o;
            },
            groupBy(items, callback) {
              if (items === undefined || items === null) %typeError("groupBy of undefined or null");
              if (!%isCallable(callback)) %typeError("the callback is not a function");
              const o = %newObject(16, null);
              let i = 0;
              for (const v of items) {
                const k = %toPropertyKey(%call(callback, undefined, v, i++));
                const d = %getOwn(o, k);
                if (d === undefined) o[k] = [v]; else { const a = d[1]; a[a.length] = v; }
              }
              return o;
            },
          });
          const builtinTag = o => {
            switch (%kindOf(o)) {
              case 17: return "Array";
              case 24: return "Error";
              case 27: return "Date";
              case 28: return "RegExp";
              case 26: return "String";
              case 34: return "Arguments";
              case 25: { const v = %slot(o, 0); return typeof v === "number" ? "Number" : typeof v === "boolean" ? "Boolean" : "Object"; }
              default: return %isCallable(o) ? "Function" : %isArray(o) ? "Array" : "Object";
            }
          };
          const toStringTag = at("Symbol.toStringTag");
          %install(objectPrototype, {
            toString() {
              if (this === undefined) return "[object Undefined]";
              if (this === null) return "[object Null]";
              const o = %toObject(this), b = builtinTag(o), t = o[toStringTag];
              return "[object " + (typeof t === "string" ? t : b) + "]";
            },
            toLocaleString() { return this.toString(); },
            valueOf() { return %toObject(this); },
            propertyIsEnumerable(key) {
              const k = %toPropertyKey(key), d = getOwn(%toObject(this), k);
              return d !== undefined && (d[0] & 2) !== 0;
            },
            isPrototypeOf(v) {
              if (!%isObject(v)) return false;
              const o = %toObject(this);
              for (;;) {
                v = getPrototypeOf(v);
                if (v === null) return false;
                if (v === o) return true;
              }
            },
            get __proto__() { return getPrototypeOf(%toObject(this)); },
            set __proto__(p) {
              if (this === undefined || this === null) %typeError("__proto__ of undefined or null");
              if (p !== null && !%isObject(p) || !%isObject(this)) return;
              if (!setPrototypeOf(this, p)) %typeError("the prototype cannot be set");
            },
          });
          hidden(objectPrototype, "hasOwnProperty", %fallback(native("hasOwnProperty", "hasOwnProperty", 1), function (key) {
            const k = %toPropertyKey(key);
            return getOwn(%toObject(this), k) !== undefined;
          }));

          // 20.2 Function.
          const functionPrototype = at("function");
          const Function = constructor("Function", native("functionConstructor", "Function", 1, true), functionPrototype);
          %install(functionPrototype, {
            call(thisArg, ...args) {
              if (!%isCallable(this)) %typeError("the receiver is not a function");
              return %apply(this, thisArg, args);
            },
            apply(thisArg, argArray) {
              if (!%isCallable(this)) %typeError("the receiver is not a function");
              return %apply(this, thisArg, argArray === undefined || argArray === null ? [] : listFrom(argArray));
            },
            bind(thisArg, ...args) {
              if (!%isCallable(this)) %typeError("the receiver is not a function");
              const f = %newBound(this, thisArg, args);
              let n = 0;
              if (getOwn(this, "length") !== undefined) {
                const l = this.length;
                if (typeof l === "number") { n = l === 1 / 0 ? l : l === -1 / 0 ? 0 : %toInteger(l) - args.length; if (n < 0) n = 0; }
              }
              const name = this.name;
              %defineOwn(f, "length", 23, 4, n);
              %defineOwn(f, "name", 23, 4, "bound " + (typeof name === "string" ? name : ""));
              return f;
            },
            toString() { return %functionText(this); },
          });
          %defineOwn(functionPrototype, hasInstance, 23, 0, { [hasInstance](v) { return ordinaryHasInstance(this, v); } }[hasInstance]);
          %defineOwn(functionPrototype, "length", 23, 4, 0);
          %defineOwn(functionPrototype, "name", 23, 4, "");
          const listFrom = o => {
            if (!%isObject(o)) %typeError("the list of arguments is no object");
            const n = %toLength(o.length), r = [];
            for (let i = 0; i < n; i++) r[i] = o[i];
            return r;
          };

          // 20.5 errors.
          const errorPrototype = at("error");
          const Error = constructor("Error", native("errorConstructor", "Error", 1, true), errorPrototype);
          hidden(errorPrototype, "name", "Error");
          hidden(errorPrototype, "message", "");
          %install(errorPrototype, {
            toString() {
              if (!%isObject(this)) %typeError("the receiver is no object");
              let name = this.name, message = this.message;
              name = name === undefined ? "Error" : %toString(name);
              message = message === undefined ? "" : %toString(message);
              return name === "" ? message : message === "" ? name : name + ": " + message;
            },
          });
          const kinds = ["type", "range", "reference", "syntax", "eval", "uri"];
          for (let i = 0; i < 6; i++) {
            const k = kinds[i];
            const name = k === "uri" ? "URIError" : k === "type" ? "TypeError" : k === "range" ? "RangeError" : k === "reference" ? "ReferenceError" : k === "syntax" ? "SyntaxError" : "EvalError";
            const proto = at(k + "Error");
            %setPrototype(proto, errorPrototype);
            const f = constructor(name, native("errorConstructor", name, 1, true), proto);
            %setPrototype(f, Error);
            hidden(proto, "name", name);
            hidden(proto, "message", "");
          }
          const proxyOwnKeys = o => %typeError("proxies are not available"), proxyGetOwn = proxyOwnKeys, proxyGetPrototype = proxyOwnKeys,
            proxyDefine = proxyOwnKeys, proxyPreventExtensions = proxyOwnKeys, proxyIsExtensible = proxyOwnKeys, proxySetPrototype = proxyOwnKeys;
          %setHelper("runJob", function (queue) {
            for (let i = 0; i < queue.length; i++) {
              const j = queue[i];
              %call(j[0], undefined, j[1], j[2], j[3]);
            }
          });
        }
        """
}
