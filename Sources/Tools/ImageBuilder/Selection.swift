// Whether the apps that were asked for can be started together. What cannot work is an error; what may not work,
// since an app waits for a service that nobody offers, is a warning.

import FTLTypes
import Formats

enum Selection {
    /// Checks the apps named or, without any, those that start by default.
    ///
    /// - Parameter words: NAME, or NAME@ISOLATION where it is to be another than the manifest's.
    /// - Returns: warnings, a line each.
    static func check(_ words: [String], among apps: [AppFolder], in place: Place) throws(Failure) -> [String] {
        let names = words.map { String($0.prefix { $0 != "@" }) }
        for (word, name) in zip(words, names) {
            guard let app = apps.first(where: { $0.name == name }) else {
                for (parent, _) in AppFolder.parents where Files.isFolder("\(place.root)/\(parent)/\(name)") {
                    throw Failure("no app named \"\(name)\": \(parent)/\(name) has no manifest")
                }
                for (parent, _) in AppFolder.testParents where Files.isFolder("\(place.system)/\(parent)/\(name)") {
                    throw Failure("\"\(name)\" is an app for tests (\(parent)/\(name)): give the option --tests")
                }
                let all = apps.map(\.name).joined(separator: ", ")
                throw Failure("no app named \"\(name)\"; there are: \(all)")
            }
            if app.manifest.language == .c, word == "\(name)@kernel" {
                throw Failure("\(name): \(ManifestError.Fault.needsUserIsolation.message)")
            }
        }
        let wanted = apps.filter { names.isEmpty ? $0.manifest.start != .manual : names.contains($0.name) }
        do throws(StartOrderError) {
            // Of all apps: a cycle is a fault even if nobody starts it today.
            _ = try StartOrder.order(of: apps.map(\.app.name), among: apps.map(\.app))
        } catch { throw Failure(error.message) }
        var warnings: [String] = []
        for app in wanted {
            for service in app.manifest.uses where !wanted.contains(where: { $0.manifest.provides.contains(service) }) {
                warnings.append(
                    "\(app.name) uses the service \"\(service)\", which none of the apps to be started provides")
            }
        }
        return warnings
    }
}
