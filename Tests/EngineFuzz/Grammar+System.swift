// What the system's library and the web platform bring: the module "ftl", its calls by name, events, ports, URLs.

extension Grammar {
    static let system = #"""
        # Expressions of the module "ftl". Whatever is asked of the supervisor is there (Supervising).
        Y
            ftl.now()  ftl.Clock.now()  ftl.sleep(%i)  Channel.create()  new Sink()  new Timer()
            ftl.connect(%t)  ftl.connect('service%i')  ftl.register(%t)  ftl.System.open()
            ftl.inspect(%e, %e)  new ftl.FtlError(%t, %t)  ftl.FtlError.from(%i, %t)
            new ftl.Message(%t, %i, %o, %o, null)  ftl.evaluate(%V, %t)  syscalls.%a  syscalls.%a
            syscalls.%a  Object.keys(syscalls)  ftl.args  ftl.name  ftl.System.open().%g
            ftl.Service.register(%t, { clients: %i })  ftl.Service.run(%t, (%w) => { %v.reply(%h); %s })
            new Channel(%e)  %v.receive?.()  %v[0]?.receive?.()  %v.%E  %v.%E  %v[1]?.%E
            (%v[0] ?? %v).handle
        # Statements.
        y
            %v = %Y;  const [%w, %w] = Channel.create(); %v.%E; %v.%E; %v.receive().then(%f, %f); %s
            const [%w, %w] = Channel.create(); %v.request('read', %h).catch(%f); (async () => { for await \#
        (const %w of %v) { %s break; } })();
            const [%w, %w] = Channel.create(); for (let i = 0; i < 80; i++) %v.post(%h).catch(%f); \#
        %v.receive().then(%f); %s
            const [%w, %w] = Channel.create(); const [%w, %w] = Channel.create(); %v.send({ handle: %v }); \#
        %v.send({ handle: %v }); %s
            const %w = new Sink(); const %w = new Timer(); %v.add(%v); %v.set(%i); %v = %v.wait(%i);
            const [%w] = Channel.create(); const %w = new Sink(); %v.add(%v); %s for (const %w of %v.wait(0)) { \#
        %v.receive?.(); %s }
            const %w = new Timer(); %v.set(%i); %v.fired().then(%f, %f); %s  setTimeout(%f, %i, %e);
            const %w = setInterval(() => { %s clearInterval(%v); }, %i);  ftl.onInterrupt(%f);
            clearTimeout(%e);  %v.close?.();  %v[Symbol.dispose]?.();  syscalls.%a;  %v = syscalls.%a; %s
            %v = [syscalls.channel_create(), syscalls.sink_create(), syscalls.vmarea_create(4096)]; %s %s
            const %w = syscalls.vmarea_create(%i); const %w = new Uint8Array(64); syscalls.vmarea_write(%v, %i, \#
        %v); syscalls.vmarea_read(%v, %i, %v); %s
            const %w = syscalls.channel_create(); syscalls.channel_send(%v[0], %i, %i, %i, %o, %v[1]); %s
            %W;  %v = %W; %s
            const { port1: %w, port2: %w } = new MessageChannel(); %v.onmessage = %f; %v.postMessage(%e, [%v]); \#
        %s %v.close();
            const { port1: %w, port2: %w } = new MessageChannel(); %v.postMessage({ x: %v }, [%v]); %v.start(); %s
            const %w = new EventTarget(); %v.addEventListener('x', %f, { once: %e, signal: %e }); \#
        %v.dispatchEvent(new Event('x', %e)); %s
            const %w = new AbortController(); %v.signal.onabort = %f; ftl.connect('x', { signal: %v.signal \#
        }).catch(%f); %s %v.abort(%e);
            addEventListener(%t, %f);  dispatchEvent(new ErrorEvent('error', { error: %e }));  console.%X;
            (async () => { const %w = await ftl.connect('service%i'); %v = %v; %v.%E; %s })();
            ftl.exit(%i);
        # What can be done with a channel, a sink, a timer, a process.
        E
            send(%h)  post(%h)  receive()  request('open', %h)  requestNow('getattr', %h)  open(%t, %h)
            read(%h)  write(%e, %h)  getattr(%i)  setattr(%i, %i)  close()  writable()  add(%e)  remove(%e)
            wait(%i)  set(%i)  stop()  fired()  kill()  exited  handle  reply(%h)  fail(%t)  accept(%e)
            next()  discard?.()  source  words  body  text
        h
            {}  { kind: %t, id: %i }  { words: [%i, %i], body: %t }  { body: %e, handle: %e }
            { body: new Uint8Array(%i & 32767) }  { handle: %v }  { handle: syscalls.sink_create() }  %e
            { kind: 'openReply', id: %i, handle: Channel.create()[0] }  { signal: AbortSignal.abort(%e) }
            { words: { get 0() { %s return %e; }, get length() { return %e; } } }
            { get body() { %s return %o; }, handle: %v, signal: AbortSignal.timeout(%i) }
        g
            processes()  handles(%i)  memory()  process(%i)  start(%t, { arguments: %o })  apps()
            services()  trace(%i, %e)
        # The calls themselves, with arguments that fit and that do not.
        a
            null()  console_write(%o)  handle_close(%_)  handle_duplicate(%_, %i)  channel_create()
            channel_send(%_, %i, %i, %i, %o, %_)  channel_recv(%_, %i, %o)  channel_discard(%_, %i)
            sink_create()  sink_add(%_, %_)  sink_remove(%_, %_)
            sink_wait(%_, new Uint8Array(%i & 4095), %i)  timer_create()  timer_set(%_, %i)  time_now()
            image_create(%_, %i, %i)  process_create(%_, %o, %o, %_)  process_inject_handle(%_, %_)
            process_start(%_)  process_kill(%_)  thread_yield()  vmarea_create(%i & 65535)
            vmarea_read(%_, %i, %o)  vmarea_write(%_, %i, %o)  vmarea_length(%_)  thread_start(%_)
            vmspace_create()  random_fill(%o)  time_real()  console_read(%_, %o)  console_put(%_, %o)
            process_interrupt(%_)  interrupt_take()  system_processes(%_, %i, %o)
            system_handles(%_, %i, %i, %o)  system_memory(%_, %o)  system_process(%_, %i)
            system_trace(%_, %i, %i)  process_id(%_)  process_exit(%i)  thread_exit()
            system_shutdown(%_, %i)
        _
            %v  %v[0]  %v[1]  %v[2]  %v.handle  %e  null  syscalls.sink_create()  syscalls.timer_create()
            new %K(64)
        # The web platform.
        W
            structuredClone(%e)  new URL(%t, %t)  new URL('http://x/' + %t)  URL.canParse(%t)
            new URLSearchParams(%e)  new URLSearchParams(%t).append(%e, %e)  new TextEncoder().encode(%t)
            new TextEncoder().encodeInto(%t, new Uint8Array(%i & 63))
            new TextDecoder('utf-8', { fatal: %e }).decode(%o)
            new TextDecoder('utf-16le').decode(%o, { stream: true })  btoa(%t)  atob(%t)  new Event(%t, %e)
            new CustomEvent(%t, { detail: %e })  new MessageChannel()  AbortSignal.any(%o)
            AbortSignal.timeout(%i)  crypto.getRandomValues(%o)  crypto.randomUUID()
            structuredClone([%v, %v, { x: %v, y: new Map([[%e, %e]]) }])
            structuredClone(new %K(%i & 63), { transfer: [%v.buffer] })  %v.searchParams?.%G
            Object.assign(new URL('http://a'), { host: %t, port: %t, hash: %t })  new DOMException(%t, %t)
            new MessageEvent(%t, { data: %e, ports: %o })  reportError(%e)  performance.now()
            %v.dispatchEvent?.(%e)  %v.postMessage?.(%e, %e)
            structuredClone({ e: new Error(%e), r: /%r/, d: new Date(%i), b: 1n })
        X
            log(%e)  error(%t, %e)  table(%e)  dir(%e, %e)  group(%e)  count(%t)  time(%t)  assert(%e, %e)
            trace()
        """#
}
