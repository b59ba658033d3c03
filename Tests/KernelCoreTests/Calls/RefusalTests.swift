// Every call of the table with everything wrong that its signature lets be wrong: the documented error, and nothing
// has changed. What is tried comes from the table, so a new call is tried as soon as it has a row; only a call that
// works has to be known here for each (`Recipe`).

import FTLTypes
import Testing

@testable import KernelCore
@testable import KernelTesting

@Suite struct RefusalTests {
    @Test(arguments: Syscall.allCases, Isolation.both)
    func everythingThatCanBeWrongIsRefused(_ syscall: Syscall, isolation: Isolation) throws {
        let recipe = try Recipe(isolation)
        var word = 0
        for parameter in syscall.signature.parameters {
            for attempt in try recipe.attempts(parameter.kind) {
                var words = try recipe.words(for: syscall)
                words.replaceSubrange(word..<word + attempt.words.count, with: attempt.words)
                let before = recipe.state
                let result = recipe.program.enter(number: syscall.rawValue, words)
                let answer = result.flatMap { FTLError(result: $0) }
                #expect(
                    attempt.errors.contains { $0 == answer },
                    "\(syscall), \(parameter.name): \(attempt.what): \(answer.map { "\($0)" } ?? "taken")")
                #expect(recipe.state == before, "\(syscall), \(parameter.name): \(attempt.what): something changed")
            }
            word += parameter.kind.words
        }
    }

    /// A recipe that does not work would make the test above pass for the wrong reason.
    @Test(arguments: Syscall.allCases.filter { $0.signature.result != .never }, Isolation.both)
    func theRecipesWork(_ syscall: Syscall, isolation: Isolation) throws {
        let recipe = try Recipe(isolation)
        let result = recipe.program.enter(number: syscall.rawValue, try recipe.words(for: syscall))
        #expect(try #require(result) >= 0, "\(syscall)")
    }

    @Test(arguments: Isolation.both) func buffersNeedNoAlignment(isolation: Isolation) throws {
        let recipe = try Recipe(isolation)
        for syscall in Syscall.allCases where syscall.signature.result != .never {
            var words = try recipe.words(for: syscall)
            var word = 0
            for parameter in syscall.signature.parameters {
                if [.bytesIn, .bytesOut, .body].contains(parameter.kind) { words[word] += 1 }
                word += parameter.kind.words
            }
            let result = recipe.program.enter(number: syscall.rawValue, words)
            #expect(try #require(result) >= 0, "\(syscall)")
        }
    }

    @Test(arguments: [UInt(Syscall.allCases.count), 100, 1 << 20, 1 << 32, 1 << 63, .max - 1, .max])
    func unknownNumbersAreNoCalls(_ number: UInt) throws {
        let recipe = try Recipe()
        let before = recipe.state
        #expect(recipe.program.enter(number: number, [1, 2, 3, 4, 5, 6, 7]) == FTLError.unknownSyscall.result)
        #expect(recipe.state == before)
    }
}
