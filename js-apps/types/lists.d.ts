// What the supervisor's lists hold, for apps whose manifest says `grants: system` (Sources/Runtimes/Library/system/system.js).

declare module "ftl" {
    /** An app, as it is listed. */
    interface AppRecord {
        name: string;
        language: string;
        start: string;
        /** When it is started again. */
        restart: "always" | "on-failure" | "never";
        /** Undefined before its first start; "restarting": it waits to be started again. */
        state?: "running" | "restarting" | "ended";
        /** Of the process that was started last; undefined where it does not run. */
        pid?: number;
        /** How often it was started again. */
        restarts: number;
    }

    /** A service, as it is listed. */
    interface ServiceRecord {
        name: string;
        /** 0 where nobody provides it. */
        pid: number;
        /** Who provides it, or did last. */
        app: string;
        /** "restarting": the app waits to be started again; "ended": it is not; "awaited": nobody provides it yet. */
        state: "running" | "restarting" | "ended" | "awaited";
        /** How many clients wait for it. */
        waiting: number;
        /** How often the app was started again. */
        restarts: number;
    }
}
