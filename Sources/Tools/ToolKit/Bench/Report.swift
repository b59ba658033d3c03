// A line on the console that reports a figure.

/// What a line says, if it says anything of interest.
enum Report: Equatable {
    /// `| bench NAME MEDIAN LEAST MOST UNIT`, from an app.
    case figure(String, Figure)
    /// `| result NUMBER`: what an app reckoned.
    case result(Int)
    /// From the kernel's log.
    case boot(Int)

    init?(_ line: Substring) {
        if let range = line.firstRange(of: "| bench ") {
            let words = line[range.upperBound...].split { $0 == " " }
            let numbers = words.dropFirst().prefix(3).compactMap { Int($0) }
            guard words.count >= 5, numbers.count == 3 else { return nil }
            self = .figure(
                String(words[0]),
                Figure(median: numbers[0], least: numbers[1], most: numbers[2], unit: String(words[4])))
        } else if let number = Measuring.number(after: "| result ", in: String(line)) {
            self = .result(number)
        } else if line.contains("instructions from kernel entry"),
            let number = Measuring.number(after: "boot: ", in: String(line))
        {
            self = .boot(number)
        } else {
            return nil
        }
    }
}
