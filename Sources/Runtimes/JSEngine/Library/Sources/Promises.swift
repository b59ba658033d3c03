// Promises, asynchronous functions and generators (ECMA-262, 27.2, 27.6, 27.7).

extension LibrarySource {
    static let promises: StaticString = """
        {
          const at = name => %setPrototypePlace(name);
          const hidden = (o, name, v) => { %defineOwn(o, name, 23, 5, v); };
          const tag = (o, name) => { %defineOwn(o, at("Symbol.toStringTag"), 23, 4, name); };
          const promisePrototype = at("promise");
          // Slots: 0 state (0 pending, 1 fulfilled, 2 rejected), 1 result, 2 reactions, 3 whether it is handled.
          const isPromise = v => %kindOf(v) === 33;
          const newPromise = () => { const p = %newObject(33, promisePrototype, 4); %setSlot(p, 0, 0); %setSlot(p, 2, []); return p; };
          const settle = (p, state, value) => {
            const reactions = %slot(p, 2);
            %setSlot(p, 0, state);
            %setSlot(p, 1, value);
            %setSlot(p, 2, undefined);
            for (let i = 0; i < reactions.length; i += 3) %enqueue(react, reactions[i], reactions[i + state], value);
          };
          // A reaction: what settles (or nothing), a handler (or nothing), the value. A handler that is no function passes on.
          const react = (capability, handler, value) => {
            if (handler === undefined || typeof handler === "number") {
              if (capability === undefined) return;
              if (handler === 2) capability.reject(value); else capability.resolve(value);
              return;
            }
            let r;
            try { r = handler(value); } catch (e) { if (capability !== undefined) capability.reject(e); return; }
            if (capability !== undefined) capability.resolve(r);
          };
          const resolvePromise = (p, v) => {
            if (v === p) { let e; try { %typeError("a promise cannot be resolved with itself"); } catch (x) { e = x; } return settle(p, 2, e); }
            if (!%isObject(v)) return settle(p, 1, v);
            let then;
            try { then = v.then; } catch (e) { return settle(p, 2, e); }
            if (!%isCallable(then)) return settle(p, 1, v);
            %enqueue(adopt, p, v, then);
          };
          const adopt = (p, thenable, then) => {
            const f = resolvers(p);
            try { %call(then, thenable, f.resolve, f.reject); } catch (e) { f.reject(e); }
          };
          const resolvers = p => {
            let done = false;
            return {
              resolve: (0, v => { if (done) return; done = true; resolvePromise(p, v); }),
              reject: (0, e => { if (done) return; done = true; settle(p, 2, e); }),
            };
          };
          const capability = c => {
            if (c === Promise) { const promise = newPromise(), f = resolvers(promise); return { promise, resolve: f.resolve, reject: f.reject }; }
            if (!%isConstructor(c)) %typeError("the receiver is no constructor");
            let resolve, reject;
            const promise = new c((0, (a, b) => {
              if (resolve !== undefined || reject !== undefined) %typeError("the executor was called twice");
              resolve = a; reject = b;
            }));
            if (!%isCallable(resolve) || !%isCallable(reject)) %typeError("the promise's functions are not callable");
            return { promise, resolve, reject };
          };
          const then = (p, onFulfilled, onRejected, cap) => {
            const state = %slot(p, 0);
            const f = %isCallable(onFulfilled) ? onFulfilled : 1, r = %isCallable(onRejected) ? onRejected : 2;
            %setSlot(p, 3, true);
            if (state === 0) { const list = %slot(p, 2), n = list.length; list[n] = cap; list[n + 1] = f; list[n + 2] = r; }
            else %enqueue(react, cap, state === 1 ? f : r, %slot(p, 1));
          };
          const promiseResolve = (c, v) => {
            if (isPromise(v) && v.constructor === c) return v;
            const cap = capability(c);
            cap.resolve(v);
            return cap.promise;
          };
          const Promise = function Promise(executor) {
            if (new.target === undefined) %typeError("Promise is a constructor");
            if (!%isCallable(executor)) %typeError("the executor is not a function");
            const proto = new.target.prototype;
            const p = %newObject(33, %isObject(proto) ? proto : promisePrototype, 4);
            %setSlot(p, 0, 0);
            %setSlot(p, 2, []);
            const f = resolvers(p);
            try { executor(f.resolve, f.reject); } catch (e) { f.reject(e); }
            return p;
          };
          %defineOwn(Promise, "prototype", 23, 0, promisePrototype);
          hidden(promisePrototype, "constructor", Promise);
          hidden(global, "Promise", Promise);
          tag(promisePrototype, "Promise");
          const speciesOf = p => { const c = p.constructor; if (c === undefined) return Promise; if (!%isObject(c)) %typeError("the constructor is no object"); const s = c[at("Symbol.species")]; return s === undefined || s === null ? Promise : s; };
          %install(promisePrototype, {
            then(onFulfilled, onRejected) { if (!isPromise(this)) %typeError("the receiver is no promise"); const cap = capability(speciesOf(this)); then(this, onFulfilled, onRejected, cap); return cap.promise; },
            catch(onRejected) { return this.then(undefined, onRejected); },
            finally(onFinally) {
              if (!%isObject(this)) %typeError("the receiver is no object");
              const c = speciesOf(this);
              if (!%isCallable(onFinally)) return this.then(onFinally, onFinally);
              return this.then((0, v => promiseResolve(c, onFinally()).then((0, () => v))), (0, e => promiseResolve(c, onFinally()).then((0, () => { throw e; }))));
            },
          });
          const combine = (c, iterable, each) => {
            const cap = capability(c);
            try {
              const resolve = c.resolve;
              if (!%isCallable(resolve)) %typeError("resolve is not callable");
              each(cap, (0, visit => { let i = 0; for (const v of iterable) visit(%call(resolve, c, v), i++); return i; }));
            } catch (e) { cap.reject(e); }
            return cap.promise;
          };
          const gather = (c, iterable, onFulfilled, onRejected, finish) => combine(c, iterable, (0, (cap, walk) => {
            const values = [];
            let left = 1;
            const end = () => { if (--left === 0) finish(cap, values); };
            walk((0, (p, i) => {
              let called = false;
              values[i] = undefined;
              left++;
              const wrap = f => f === undefined ? undefined : v => { if (called) return; called = true; values[i] = f(v); end(); };
              p.then(wrap(onFulfilled) ?? cap.resolve, wrap(onRejected) ?? cap.reject);
            }));
            end();
          }));
          %install(Promise, {
            resolve(v) { if (!%isObject(this)) %typeError("the receiver is no object"); return promiseResolve(this, v); },
            reject(e) { const cap = capability(this); cap.reject(e); return cap.promise; },
            withResolvers() { return capability(this); },
            try(f, ...args) { const cap = capability(this); try { cap.resolve(%apply(f, undefined, args)); } catch (e) { cap.reject(e); } return cap.promise; },
            all(iterable) { return gather(this, iterable, (0, v => v), undefined, (0, (cap, values) => cap.resolve(values))); },
            allSettled(iterable) { return gather(this, iterable, (0, value => ({ status: "fulfilled", value })), (0, reason => ({ status: "rejected", reason })), (0, (cap, values) => cap.resolve(values))); },
            any(iterable) { return gather(this, iterable, undefined, (0, e => e), (0, (cap, errors) => { const e = new global.AggregateError(errors, "all promises were rejected"); cap.reject(e); })); },
            race(iterable) { return combine(this, iterable, (0, (cap, walk) => { walk((0, p => { p.then(cap.resolve, cap.reject); })); })); },
            get [at("Symbol.species")]() { return this; },
          });

          // 27.7 asynchronous functions: steps of a generator whose stops are promises.
          const step = (g, promise, mode, value) => {
            for (;;) {
              try { value = %resume(g, mode, value); } catch (e) { return settle(promise, 2, e); }
              if (%generatorState(g) === 4) return resolvePromise(promise, value);
              let p;
              try { p = promiseResolve(Promise, value); } catch (e) { mode = 1; value = e; continue; }
              then(p, (0, v => step(g, promise, 0, v)), (0, e => step(g, promise, 1, e)), undefined);
              return;
            }
          };
          %setHelper("asyncStart", function (g) {
            const promise = newPromise();
            step(g, promise, 0, undefined);
            return promise;
          });

          // 27.6 asynchronous generators: a queue of requests. Slot 3 of the generator holds it.
          const asyncGeneratorPrototype = at("asyncGenerator");
          %setPrototype(asyncGeneratorPrototype, at("asyncIterator"));
          tag(asyncGeneratorPrototype, "AsyncGenerator");
          %defineOwn(at("asyncGeneratorFunction"), "prototype", 23, 4, asyncGeneratorPrototype);
          %defineOwn(asyncGeneratorPrototype, "constructor", 23, 4, at("asyncGeneratorFunction"));
          const request = (g, mode, value) => {
            const cap = capability(Promise);
            if (%kindOf(g) !== 23 || %slot(g, 2) !== true) {
              try { %typeError("the receiver is no asynchronous generator"); } catch (e) { cap.reject(e); }
              return cap.promise;
            }
            let q = %slot(g, 3);
            if (q === undefined) { q = { list: [], busy: false }; %setSlot(g, 3, q); }
            q.list[q.list.length] = { mode, value, cap };
            if (!q.busy) drain(g, q);
            return cap.promise;
          };
          const finish = (q, ok, value, done) => {
            const r = q.list[0], rest = [];
            for (let i = 1; i < q.list.length; i++) rest[i - 1] = q.list[i];
            q.list = rest;
            if (ok) r.cap.resolve({ value, done }); else r.cap.reject(value);
          };
          const drain = (g, q) => {
            while (q.list.length > 0 && !q.busy) {
              const r = q.list[0], state = %generatorState(g);
              if (state === 4 || state === 0 && r.mode !== 0) {
                if (state === 0) %setSlot(g, 1, 4);
                if (r.mode === 0) finish(q, true, undefined, true);
                else if (r.mode === 1) finish(q, false, r.value);
                else {
                  q.busy = true;
                  let p;
                  try { p = promiseResolve(Promise, r.value); } catch (e) { q.busy = false; finish(q, false, e); continue; }
                  then(p, (0, v => { q.busy = false; finish(q, true, v, true); drain(g, q); }), (0, e => { q.busy = false; finish(q, false, e); drain(g, q); }), undefined);
                }
              } else {
                q.busy = true;
                advance(g, q, r.mode, r.value);
              }
            }
          };
          const advance = (g, q, mode, value) => {
            for (;;) {
              try { value = %resume(g, mode, value); } catch (e) { q.busy = false; finish(q, false, e); return drain(g, q); }
              const state = %generatorState(g);
              if (state === 4) { q.busy = false; finish(q, true, value, true); return drain(g, q); }
              if (state === 1) { q.busy = false; finish(q, true, value, false); return drain(g, q); }
              let p;
              try { p = promiseResolve(Promise, value); } catch (e) { mode = 1; value = e; continue; }
              then(p, (0, v => advance(g, q, 0, v)), (0, e => advance(g, q, 1, e)), undefined);
              return;
            }
          };
          %install(asyncGeneratorPrototype, {
            next(value) { return request(this, 0, value); },
            return(value) { return request(this, 2, value); },
            throw(error) { return request(this, 1, error); },
          });
          const asyncIterator = at("Symbol.asyncIterator"), iterator = at("Symbol.iterator");
          // 27.1.6 an iterator whose values are awaited.
          const fromSync = (it, next) => {
            const go = (r, closes) => {
              const cap = capability(Promise);
              try {
                if (!%isObject(r)) %typeError("an iterator's result is no object");
                const done = !!r.done, v = r.value;
                let p;
                try { p = promiseResolve(Promise, v); } catch (e) { if (!done && closes) { try { const f = it.return; if (f !== undefined && f !== null) %call(f, it); } catch (x) {} } throw e; }
                then(p, (0, value => ({ value, done })), done || !closes ? undefined : (0, e => { try { const f = it.return; if (f !== undefined && f !== null) %call(f, it); } catch (x) {} throw e; }), cap);
              } catch (e) { cap.reject(e); }
              return cap.promise;
            };
            const run = (f, closes) => { let r; try { r = f(); } catch (e) { return Promise.reject(e); } return go(r, closes); };
            return {
              next(v) { return run((0, () => %call(next, it, v)), true); },
              return(v) { let f; try { f = it.return; } catch (e) { return Promise.reject(e); } if (f === undefined || f === null) return Promise.resolve({ value: v, done: true }); return run((0, () => %call(f, it, v)), false); },
              throw(e) { let f; try { f = it.throw; } catch (x) { return Promise.reject(x); } if (f === undefined || f === null) { try { const c = it.return; if (c !== undefined && c !== null) %call(c, it); %typeError("the iterator has no throw"); } catch (x) { return Promise.reject(x); } } return run((0, () => %call(f, it, e)), true); },
            };
          };
          %setHelper("getAsyncIterator", function (v) {
            const m = v === undefined || v === null ? undefined : v[asyncIterator];
            if (m === undefined || m === null) {
              const s = v === undefined || v === null ? undefined : v[iterator];
              if (!%isCallable(s)) %typeError("the value is not iterable");
              const it = %call(s, v);
              if (!%isObject(it)) %typeError("an iterator is no object");
              return fromSync(it, it.next);
            }
            const it = %call(m, v);
            if (!%isObject(it)) %typeError("an iterator is no object");
            return it;
          });
        }
        """
}
