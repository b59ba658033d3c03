// The language: statements, expressions, functions, classes, patterns, literals.

extension Grammar {
    static let language = #"""
        # Statements.
        s
            ;  %v = %e;  %e;  let %w = %e; %s %s  const %w = %e; %s  { %s %s }  var [%w] = [%e]; %s
            if (%e) { %s } else { %s }  for (let %w = 0; %v < %i && %v < 40; %v++) { %s }
            for (const %w of %o) { %s }  for (let %w in %e) { %s if (%e) continue; }
            for (const [%w, ...%w] of %o) { %s break; }  while (%e) { %s break; }  do { %s } while (false);
            try { %s } catch (%w) { %s } finally { %s }  try { throw %e; } catch { %s }
            try { throw %e; } catch ({ message: %w, ...%w }) { %s }  l%n: { %s }
            (() => { outer: for (const %w of %o) { for (;;) { %s continue outer; } } })();
            switch (%e) { case %e: %s case %e: %s break; default: %s }  let %p = %e; %s  (%q = %e);
            function %w(%w = %e, ...%w) { %s return %e; } %s %v(%e);  class %w %c %s new %v(%e);
            function* %w(%w) { %s const %w = yield %e; yield* %o; try { yield %e; } finally { %s } } %s for (%v \#
        of %v(%e)) { %s }
            async function %w() { %z %z return %e; } %v().then(%f, %f);
            async function* %w() { yield %e; await %e; yield* %o; } (async () => { for await (const %w of %v()) \#
        { %s } })();
            %b  %b %b  %y  %y %y  %y %s  %b %s  delete %v[%k];  %v[%k] %= %e;  debugger;
            if (%v) { throw %e; }
        # The same where `await` may stand.
        z
            %s  await %e;  for await (const %w of %o) { %s }  const %w = await Promise.%P; %s
            await import(%M);  %v = await %Y;  %v = await %e; %s
        # Expressions.
        e
            0  %v  %v  %i  %t  %l  (%f)  %o  (%e, %e)  (%e %x %e)  (%u %v)  (%v = %e)  (%v %= %e)  %v[%k]
            %v?.[%k]  (%v[%k] = %e)  %v(%e)  %v?.(%e, ...%o)  %v[%k](%e)  new %C(%A)  %B  %B  %B
            (%e ? %e : %e)  `x${%e}y${%e}`  String.raw`\u{41}${%e}`  ((x) => x)`${%e}${%v}`  (%v++)  (--%v)
            (class %c)  new (class %c)(%e)  [%e, , ...%o]  ({ ...%v }.x ?? %e)
            ({ %j, %j, get %J() { %s return %e; }, set %J(%w) { %s } })  ({ __proto__: %e, %j })
            ({ async *%J() { yield %e; } }).z  new Proxy(%e, %H)  Reflect.%R  (%v instanceof %v)
            (%k in Object(%v))  JSON.%S  /%r/%F  new RegExp(%t, %L)  %t.replace(/%r/%F, %e)
            %t.match(/%r/%F)  %t.split(/%r/%F, %e)  /%r/%F.exec(%e)  [...%t.matchAll(/%r/g)]  (0, eval)(%V)
            new Function(%t, %V)()  import(%M)  import.meta  this  globalThis[%t]  (() => %e)()
            (function () { return arguments; })(%e, %e)
            (function () { %s return [...arguments]; }).apply(%e, %o)
            (function* () { %s const %w = yield %e; return %v; })()  (async () => { %z return await %e; })()
            (async function* () { yield* %o; yield await %e; })()  %Y  %Y  %D  %D  %W  %W  (typeof %e)
            (void %e)  (%v ??= %e)  (%v ||= %e)  (%v &&= %e)  (%v ** 2)  (-(%e))  (%e).x?.y?.[%e]
        x
            +  -  *  /  %%  **  &  |  ^  <<  >>  >>>  ==  ===  <  >=  &&  ||  ,
        u
            !  -  +  ~  typeof   void 
        =
            +=  -=  *=  **=  <<=  >>>=  &=  %%=
        # Whole numbers as calls take them; numbers and other literals.
        i
            0  1  2  3  7  16  64  255  256  1000  65535  65536  (2 ** 31 - 1)  (2 ** 31)  (2 ** 32 - 1)
            (2 ** 32)  (2 ** 53 - 1)  (-1)  (-(2 ** 31))  1e5  40n  (2n ** 63n)  (2n ** 64n - 1n)  (-1n)
            NaN  Infinity  0.5  (-0)  1e300
        l
            null  undefined  true  false  (-0)  NaN  1e21  0x7fffffff  0b101  1_000  .5  5n  (-(2n ** 64n))
            0x1fffffffffffffn  []  [1, 2, 3]  [, 1]  [1.5, -0, NaN]  ({})  ({ a: 1, b: [2] })  Symbol()
            Symbol.for('x')  Symbol.iterator  ''  "\ud83d"  '\u{1f600}'
        # Texts.
        t
            ''  'a'  'abc'  'length'  '0'  '-1'  '\0'  '\ud800'  '\udfff\ud800'  '\u{10ffff}e\u0301'
            'a,b;c'  'x'.repeat(%i & 1023)  '1e1000'  'http://a:b@[::1]:80/../x?y=%%zz#q'  'constructor'
            '__proto__'  (%t + %t)  `${%v}`  '(a|b)*?'  '[\\d-z]'  '%%41%%c3%%28'  '2024-02-30T25:00Z'
            'Tue Mar 01 2022 14:48:00 GMT+0230'  'xn--a.example'  'toString'  'then'  '\u0130\u0345\u03a3'
        k
            0  1  'x'  'length'  -1  %i  %t  %e  Symbol.iterator  Symbol.toPrimitive  Symbol.species
            'constructor'  'prototype'  '__proto__'  'then'  'lastIndex'  4294967294  Symbol.asyncIterator
            Symbol.isConcatSpreadable  Symbol.toStringTag  Symbol.hasInstance  Symbol.unscopables
            Symbol.match
        # Functions, and what can be iterated.
        f
            () => 0  (%w) => %e  (%w, %w) => { %s return %e; }  function (%w) { %s return %v; }
            async (%w) => %e  async () => { %z %z }  %v  function* () { yield %e; }
            ({ x: %w = %e } = {}, [%w] = [], ...%w) => %e  (function %w(%w) { return %v < 1 ? %e : 1; })
            Math.max  Object  (%w, %w) => %v - %v  function () { return this; }
            (%w) => { %v.length = 0; return %e; }  (%w) => { throw %e; }  () => { %b return %v; }
            () => { %y return %v; }
        o
            []  [%e]  [%e, %e, %e]  %t  new Set([%e, %e])  new Map([[%e, %e], [%e, %e]])  %v
            (function* () { %s yield %e; yield %e; })()  Array(%i & 255)  new %K(%i & 255)
            Object.entries(%e)  [%e, ...%o]  [%e].values()  [%e].concat(%o)
            ({ *[Symbol.iterator]() { yield* %o; %s } })
            ({ [Symbol.iterator]: () => ({ next() { %s return { done: %e, value: %e }; }, return() { %s return \#
        %e; } }) })
            Array.from({ length: %i & 63 }, %f)  ({ length: %i & 63, 0: %e })  [%e, %e].entries()
        # The inside of classes.
        c
            {}  { constructor(%w) { %s } }  { #p = %e; get p() { return this.#p; } static { %s } }
            extends %v { constructor() { super(%e); %s } }
            extends %C { x = %e; #q(%w) { return %e; } %J() { return super[%k]; } }
            { static %J = %e; static #r = %f; static x(%w) { %s return #r in Object(%v); } }
            extends null { static async *%J() { yield %e; } }
            extends (%e) { get %J() { %s } set %J(%w) { super.x = %e; } }
            extends Array { static get [Symbol.species]() { return %v; } constructor(...%w) { super(...%v); %s } }
        # Patterns that declare, and that assign.
        p
            [%w]  { x: %w }  [%w = %e, , ...%w]  { x: %w = %e, ...%w }  { [%k]: %p }  [%p = %o, %w]  [...%p]
            { length: %w, 0: { a: %w } = {} }
        q
            [%v]  { x: %v }  [%v[%k], ...%v]  { [%k]: %v[%k] = %e, ...%v }  [%q = %o]  { a: %q = %e }
        # Properties of literals and their names.
        j
            x: 0  x: %e  [%k]: %e  'y': %f  %J() { %s return %e; }  ...%v  async %J() { %s }
            *%J() { yield %e; }
        J
            x  valueOf  toString  [Symbol.toPrimitive]  toJSON  then  [Symbol.iterator]  length  [%k]  get
            has  '0'  [Symbol.dispose]  handleEvent  next  return
        # Regular expressions.
        r
            a  .  %r%r  %r|%r  (%r)  (?:%r)  (?:%r)*  (?:%r)+?  (?:%r){0,3}  (?=%r)  (?!%r)  (?<=%r)
            (?<!%r)  (?<n%n>%r)  [a-z]  [^\d]  \w  \b  ^  $  \s  [\]\\]  \x41  \u0130  ()  (a)\1  \D  x*
        F
            %0  g  i  gi  y  s  u  gu  iu  m  d  gy  gs
        L
            ''  'g'  'u'  'v'  'y'  %t  %e
        # Source that is run, and modules.
        V
            '0'  String(%f)  'with ({ x: 1 }) { x = 2; delete x; }'  'var q = 1; function q() {} q'
            'arguments'  'let z; z'  'this.y = 010; "use strict"'
            'for (var i in [1]) label: { break label; }'  'a\u{0}b'  '({'  '`${'
            'function f() { return f.caller; } f()'  '<!-- x\n1'  'async () => { await 1 }'
            'class { static {'  %t  'new.target'  'super()'  '/(?:/'  'yield = 1'  'return 1'
            'eval("var h = 1"); h'  'throw 1'
        M
            './other.js'  './data.json'  './main.js'  'ftl'  './none.js'  'ftl:native'  '../lib/core/loop.js'  %t
            %e
        """#
}
