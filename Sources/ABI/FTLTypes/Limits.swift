// The bounds of everything. Nothing in the system grows without one of these, and reaching one is an error to
// whoever asked, never to a neighbour.

public enum Limits {
    /// Bytes in a page of memory, in which programs get it.
    public static let pageLength = 4096
    /// Bytes in a message's body.
    public static let bodyLength = 16 * 1024
    /// Messages waiting at one end of a channel, those peeked at but not received yet included.
    public static let channelMessages = 64
    /// Bytes of bodies waiting at one end of a channel.
    public static let channelBytes = 128 * 1024
    /// How many queues of channels on their way may be around a message: a message in the queue of a channel in the
    /// queue of … It is what a send walks.
    public static let channelNesting = 8
    /// Open handles of one process.
    public static let handlesPerProcess = 4096
    /// Threads of one process.
    public static let threadsPerProcess = 64
    /// Memory areas mapped by one process.
    public static let mappingsPerProcess = 256
    /// Pages of memory one process may hold, images it made included.
    public static let pagesPerProcess = 16 * 1024
    /// Pages one process may have mapped, those counted that it mapped twice.
    public static let mappedPagesPerProcess = 2 * pagesPerProcess
    /// A process's share of the processor against that of others, unless somebody says otherwise.
    public static let share = 100
    /// What a message counts against its sender's quota besides its body, in bytes.
    public static let messageOverhead = 128
    /// How many processes may be between a process and the first, each started by the one before.
    public static let processNesting = 16
    /// Processes at once, those that are not started yet included.
    public static let processes = 8192
    /// Bytes in the name of a process.
    public static let nameLength = 32
    /// Bytes of all arguments of a process, separators included.
    public static let argumentsLength = 2048
    /// Bytes in one console_write.
    public static let consoleWriteLength = 4096
    /// Line ends in one console_write: each line costs the time of its prefix.
    public static let consoleWriteLines = 64
    /// Bytes typed on the console that wait to be read.
    public static let consoleReadLength = 1024
    /// Bytes in one random_fill.
    public static let randomLength = 64 * 1024
    /// Address spaces that one process made and no process has yet.
    public static let spacesPerProcess = 16
    /// Bytes of a thread's stack, least and most.
    public static let stackLength = 16 * 1024...8 * 1024 * 1024
    /// Events taken in one sink_wait.
    public static let eventsPerWait = 64
}
