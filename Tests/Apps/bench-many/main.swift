// Measures how many processes there can be at once, each of which has answered a message and waits for the next. One
// process has not handles and memory enough for all, so they are kept by crowds (the app bench-crowd): crowd after
// crowd starts as many as it can, until one can start no more. Then all crowds together ask all their processes once
// more, and those that answered then are the figure. Afterwards everything must be back.
//
// The argument is the language of the processes: swift (the app bench-echo) or javascript (the app bench-echo-js).

import FTL
import SystemProbe

/// How long a crowd may take, in nanoseconds.
private let patience = 200 * Clock.second

/// What a crowd tells, as a request that is answered when it is to go on.
final class Report {
    private let request: Request

    init(_ request: consuming Request) { self.request = request }

    /// Processes of the crowd's that have answered.
    var count: UInt64 { request.word0 }

    func goOn() throws(FTLError) { try request.reply() }
}

/// Waits until so many crowds have told something.
func takeReports(_ count: Int, of service: borrowing Service) throws(FTLError) -> [Report] {
    var reports: [Report] = []
    let deadline = Clock.now + patience
    while reports.count < count {
        let isInTime = try service.serve(until: deadline) { request throws(FTLError) in
            reports.append(Report(request))
        }
        guard isInTime else { throw .timedOut }
    }
    return reports
}

func measure(_ language: ByteString) throws(FTLError) {
    let programs = try Programs()
    let service = try Service(registration: programs.open("service/bench-many", word0: 1).intoChannel())
    // What scripts are started from stays once it is there.
    _ = try programs.javaScript()
    let before = try programs.usage()

    var reports: [Report] = []
    var started: UInt64 = 0
    while true {
        do throws(FTLError) {
            _ = try programs.open(ByteString("app/bench-crowd\0\(language.string)"))
        } catch {
            // What all programs together may have is used up.
            guard error == .limitReached || error == .outOfMemory else { throw error }
            break
        }
        reports += try takeReports(1, of: service)
        guard let count = reports.last?.count, count > 0 else { break }
        started += count
        // The next crowd is a process too.
        if try programs.usage().processes >= UInt64(Limits.processes) { break }
    }
    let crowds = reports.count
    for report in reports { try report.goOn() }
    reports = try takeReports(crowds, of: service)
    let answered = reports.reduce(0) { $0 + $1.count }
    guard answered == started, try programs.usage().processes == before.processes + UInt64(crowds) + answered else {
        print("of \(started) processes \(answered) answered, and there are \(try programs.usage().processes)")
        throw .malformed
    }
    for report in reports { try report.goOn() }
    reports = []
    guard try programs.waitForProcesses(atMost: before.processes, until: Clock.now + patience) else { throw .timedOut }
    let name = language == "swift" ? "many-swift" : "many-js"
    print("bench \(name) \(answered) \(answered) \(answered) processes")
}

do throws(FTLError) {
    guard let language = Program.arguments.first, language == "swift" || language == "javascript" else {
        throw .invalidArgument
    }
    try measure(language)
} catch {
    print("failed: \(error.name)")
    Program.exit(1)
}
